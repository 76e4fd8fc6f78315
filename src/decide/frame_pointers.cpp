// configure.ac: --without-frame-pointers, and the flags that keep frame pointers.
#include <string>
#include <string_view>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kWanted = "frame_pointer_cflags";

void add_if_accepted(Context& c, const std::string& flag) {
  if (ax_check_compile_flag(c, flag, "-Werror")) c.append(kWanted, " " + flag);
}

void processor_flags(Context& c) {
  const std::string cpu = c.var("host_cpu");
  if (matches("arm|armv*", cpu)) {
    add_if_accepted(c, "-marm");       // gcc's way to say it
    add_if_accepted(c, "-mno-thumb");  // clang's
  }
  if (cpu == "powerpc64le") c.set(kWanted, "");
  // A back chain serves unwinders there; a frame pointer beside it does harm.
  if (matches("s390*", cpu) && ax_check_compile_flag(c, "-mbackchain", "-Werror")) c.set(kWanted, "-mbackchain");
}

}  // namespace

void with_frame_pointers(Context& c) {
  if (!c.checkout().says("AC_ARG_WITH([frame-pointers]")) return;
  c.checking("whether to build with frame pointers");
  if (!c.with("frame-pointers")) c.set("with_frame_pointers", "yes");
  c.result(c.var("with_frame_pointers"));
}

void frame_pointer_flags(Context& c) {
  if (!c.checkout().says("AC_ARG_WITH([frame-pointers]")) return;
  c.set(kWanted, "");
  if (ax_check_compile_flag(c, "-fno-omit-frame-pointer", "-Werror")) {
    c.set(kWanted, "-fno-omit-frame-pointer");
    add_if_accepted(c, "-mno-omit-leaf-frame-pointer");
    processor_flags(c);
  }
  if (c.empty(kWanted) || c.is("with_frame_pointers", "no")) return;
  c.set_x("BASECFLAGS", "$frame_pointer_cflags $BASECFLAGS");
  c.define("_Py_WITH_FRAME_POINTERS");
}

}  // namespace pyconfigure::decide
