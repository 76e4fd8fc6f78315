// configure.ac: checks for header files, clock_t, makedev and le64toh.
#include "autoconf.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kSocketFirst =
    "#ifdef HAVE_SYS_SOCKET_H\n"
    "#include <sys/socket.h>\n"
    "#endif\n";

constexpr std::string_view kAsmTypesFirst =
    "#ifdef HAVE_ASM_TYPES_H\n"
    "#include <asm/types.h>\n"
    "#endif\n"
    "#ifdef HAVE_SYS_SOCKET_H\n"
    "#include <sys/socket.h>\n"
    "#endif\n";

/// net/if.h on macOS wants sys/socket.h before it.
constexpr std::string_view kBeforeNetIf =
    "#include <stdio.h>\n"
    "#include <stdlib.h>\n"
    "#include <stddef.h>\n"
    "#ifdef HAVE_SYS_SOCKET_H\n"
    "# include <sys/socket.h>\n"
    "#endif\n";

/// The long list is the tree's own: every version adds to it and takes from it.
std::vector<std::string_view> listed_headers(const tree::Checkout& checkout) {
  std::vector<std::string_view> headers;
  constexpr std::string_view kStart = "# checks for header files\nAC_CHECK_HEADERS([";
  std::string_view text = checkout.configure_ac;
  const std::size_t start = base::find(text, kStart);
  if (start == std::string_view::npos) return headers;
  text.remove_prefix(start + kStart.size());
  text = text.substr(0, text.find(']'));
  constexpr std::string_view kBetween = " \t\n\\";
  while (true) {
    const std::size_t first = text.find_first_not_of(kBetween);
    if (first == std::string_view::npos) return headers;
    text.remove_prefix(first);
    const std::size_t end = text.find_first_of(kBetween);
    headers.push_back(text.substr(0, end));
    text.remove_prefix(headers.back().size());
  }
}

/// glibc may have an empty stropts.h: newer trees look for something in it.
void stropts(Context& c) {
  if (!c.checkout().says("AC_CHECK_DECL([I_PUSH]")) return;
  constexpr std::string_view kIncludes =
      "#ifdef HAVE_SYS_TYPES_H\n"
      "#  include <sys/types.h>\n"
      "#endif\n"
      "#include <stropts.h>\n";
  if (check_decl(c, "I_PUSH", kIncludes)) c.define("HAVE_STROPTS_H");
}

void can_headers(Context& c) {
  check_headers(c, {"linux/can.h", "linux/can/bcm.h"}, kSocketFirst);
  if (c.checkout().says("linux/can/bcm.h linux/can/isotp.h")) check_headers(c, {"linux/can/isotp.h"}, kSocketFirst);
  check_headers(c, {"linux/can/j1939.h", "linux/can/raw.h", "netcan/can.h"}, kSocketFirst);
}

}  // namespace

void headers(Context& c) {
  c.define("STDC_HEADERS");
  for (std::string_view header : listed_headers(c.checkout())) check_headers(c, {header});
  header_dirent(c);
  header_major(c);
  stropts(c);

  {
    // This one was known not to compile as C99.
    const SaveVar cflags(c, "CFLAGS");
    c.set("SAVE_CFLAGS", c.var("CFLAGS"));
    c.set_x("CFLAGS", "-std=c99 $CFLAGS");
    check_headers(c, {"bluetooth/bluetooth.h"});
  }
  check_headers(c, {"net/if.h"}, kBeforeNetIf);
  check_headers(c, {"linux/netlink.h"}, kAsmTypesFirst);
  if (c.checkout().says("linux/netlink.h netlink/netlink.h")) check_headers(c, {"netlink/netlink.h"}, kAsmTypesFirst);
  check_headers(c, {"linux/qrtr.h"}, kAsmTypesFirst);
  check_headers(c, {"linux/vm_sockets.h"}, kSocketFirst);
  can_headers(c);
}

void clock_makedev_le64toh(Context& c) {
  if (c.checkout().says("AC_EGREP_HEADER([clock_t]")) {
    const std::string there = c.cache_check("for clock_t in time.h", "ac_cv_clock_t_time_h",
                                            [&] { return egrep_header(c, "clock_t", "time.h"); });
    if (there == "no") c.define("clock_t", "long");
  } else if (!check_types(c, {"clock_t"}, "#include <time.h>\n")) {
    c.define("clock_t", "long");
  }

  const std::string makedev = c.cache_check("for makedev", "ac_cv_func_makedev", [&] {
    return c.links(program("#if defined(MAJOR_IN_MKDEV)\n"
                           "#include <sys/mkdev.h>\n"
                           "#elif defined(MAJOR_IN_SYSMACROS)\n"
                           "#include <sys/sysmacros.h>\n"
                           "#else\n"
                           "#include <sys/types.h>\n"
                           "#endif\n",
                           "makedev(0, 0)"));
  });
  if (makedev == "yes") c.define("HAVE_MAKEDEV");

  const std::string le64toh = c.cache_check("for le64toh", "ac_cv_func_le64toh", [&] {
    return c.links(program("#ifdef HAVE_ENDIAN_H\n"
                           "#include <endian.h>\n"
                           "#elif defined(HAVE_SYS_ENDIAN_H)\n"
                           "#include <sys/endian.h>\n"
                           "#endif\n",
                           "le64toh(1)"));
  });
  if (le64toh == "yes") c.define("HAVE_HTOLE64");
}

}  // namespace pyconfigure::decide
