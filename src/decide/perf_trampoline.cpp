// configure.ac: the perf trampoline, the libraries of dynamic loading, and what faulthandler looks for.
#include <string>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// There is assembly for these platforms only.
bool has_trampoline(const Context& c) {
  const std::string& triplet = c.var("PLATFORM_TRIPLET");
  if (matches("x86_64-linux-gnu|aarch64-linux-gnu", triplet)) return true;
  if (!c.checkout().says("[x86_64-linux-musl], [perf_trampoline=yes]")) return false;
  if (matches("x86_64-linux-musl|aarch64-linux-musl", triplet)) return true;
  return triplet == "darwin" && !matches("10.[0-9]|10.1[0-1]", c.var("MACOSX_DEPLOYMENT_TARGET"));
}

/// libgcc's functions that tell it of frames that a just-in-time compiler made.
void frame_registration(Context& c) {
  if (!c.checkout().says("ac_cv_have_libgcc_eh_frame_registration")) return;
  const std::string found =
      c.cache_check("for libgcc frame registration functions", "ac_cv_have_libgcc_eh_frame_registration", [&] {
        return c.links(program("void __register_frame(const void *);\nvoid __deregister_frame(const void *);\n",
                               "__register_frame(0);\n__deregister_frame(0);"));
      });
  if (found == "yes") c.define("_Py_HAVE_LIBGCC_EH_FRAME_REGISTRATION");
}

}  // namespace

void perf_trampoline(Context& c) {
  if (!c.checkout().says("[perf trampoline]")) return;
  c.checking("perf trampoline");
  c.set("perf_trampoline", has_trampoline(c) ? "yes" : "no");
  c.result(c.var("perf_trampoline"));
  if (c.yes("perf_trampoline")) {
    c.define("PY_HAVE_PERF_TRAMPOLINE");
    c.set("PERF_TRAMPOLINE_OBJ", "Python/asm_trampoline.o");
    // perf unwinds by frame pointers. Newer trees keep them everywhere and say so with the warning flags.
    if (c.is("Py_DEBUG", "true") && !c.checkout().says("frame_pointer_cflags")) {
      c.append("BASECFLAGS", " -fno-omit-frame-pointer -mno-omit-leaf-frame-pointer");
    }
  }
  c.subst("PERF_TRAMPOLINE_OBJ");
}

void dynamic_loading_libraries(Context& c) {
  check_lib_use(c, "sendfile", "sendfile");
  check_lib_use(c, "dl", "dlopen");
  check_lib_use(c, "dld", "shl_load");
}

void faulthandler(Context& c) {
  if (!c.checkout().says("backtrace dladdr1")) return frame_registration(c);
  check_headers(c, {"execinfo.h", "link.h", "dlfcn.h"}, [&] {
    check_funcs(c, {"backtrace", "dladdr1"}, [&] { c.set("ac_cv_require_ldl", "yes"); });
  });
  frame_registration(c);
  if (c.yes("ac_cv_require_ldl") && !c.yes("ac_cv_lib_dl_dlopen")) c.append("LDFLAGS", " -ldl");
}

}  // namespace pyconfigure::decide
