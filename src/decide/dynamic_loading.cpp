// configure.ac: platform objects, dlopen, DYNLOADFILE, MACHDEP_OBJS.
#include "autoconf.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void platform_objects(Context& c) {
  c.set("PLATFORM_HEADERS", "");
  c.set("PLATFORM_OBJS", "");
  if (c.is("ac_sys_system", "Emscripten")) {
    for (const char* name : {"PLATFORM_OBJS", "PLATFORM_HEADERS"}) {
      // What the tree adds, between single quotes.
      const std::string start = "AS_VAR_APPEND([" + std::string(name) + "], ['";
      const std::string& text = c.checkout().configure_ac;
      const std::size_t at = base::find(text, start);
      if (at == std::string::npos) continue;
      c.append(name, text.substr(at + start.size(), text.find('\'', at + start.size()) - at - start.size()));
    }
  }
  c.subst("PLATFORM_HEADERS");
  c.subst("PLATFORM_OBJS");
}

void dynload_file(Context& c) {
  c.subst("DYNLOADFILE");
  c.checking("DYNLOADFILE");
  if (c.empty("DYNLOADFILE")) {
    if (matches("hp*|HP*", c.x("$ac_sys_system/$ac_sys_release"))) {
      c.set("DYNLOADFILE", "dynload_hpux.o");
    } else {
      c.set("DYNLOADFILE", c.yes("ac_cv_func_dlopen") ? "dynload_shlib.o" : "dynload_stub.o");
    }
  }
  c.result(c.var("DYNLOADFILE"));
  if (!c.is("DYNLOADFILE", "dynload_stub.o")) c.define("HAVE_DYNAMIC_LOADING");
}

void machdep_objects(Context& c) {
  c.subst("MACHDEP_OBJS");
  c.checking("MACHDEP_OBJS");
  c.set_x("MACHDEP_OBJS", c.empty("MACHDEP_OBJS") ? "$extra_machdep_objs" : "$MACHDEP_OBJS $extra_machdep_objs");
  c.result(c.empty("MACHDEP_OBJS") ? std::string("none") : c.var("MACHDEP_OBJS"));
}

}  // namespace

void dynamic_loading(Context& c) {
  platform_objects(c);
  c.subst("DLINCLDIR", ".");
  check_funcs(c, {"dlopen"});
  if (c.checkout().says("AC_CHECK_FUNCS([dl_iterate_phdr])")) check_funcs(c, {"dl_iterate_phdr"});
  dynload_file(c);
  machdep_objects(c);
}

}  // namespace pyconfigure::decide
