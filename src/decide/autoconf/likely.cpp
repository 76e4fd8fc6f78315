#include "decide/autoconf/likely.hpp"

#include <algorithm>
#include <iterator>

namespace pyconfigure::decide {

namespace {

// What glibc and its usual companions do not have; everything else is guessed to be there.
constexpr std::string_view kUnlikelyFunctions[] = {
    "_dyld_shared_cache_contains_path",
    "_getpty",
    "chflags",
    "ctermid_r",
    "explicit_memset",
    "fdwalk",
    "fork1",
    "fseek64",
    "ftell64",
    "kqueue",
    "lchflags",
    "MAXLOGNAME",
    "RTLD_MEMBER",
    "plock",
    "pthread_cond_timedwait_relative_np",
    "pthread_get_name_np",
    "pthread_init",
    "pthread_set_name_np",
    "rtpSpawn",
    "strlcpy",
    "sysctlbyname",
    "uuid_create",
    "uuid_enc_be",
};

constexpr std::string_view kUnlikelyHeaders[] = {
    "bluetooth.h",      "bluetooth/bluetooth.h",
    "conio.h",          "db.h",
    "direct.h",         "gdbm-ndbm.h",
    "gdbm/ndbm.h",      "io.h",
    "libutil.h",        "minix/config.h",
    "ncurses/curses.h", "ncurses/ncurses.h",
    "ncurses/panel.h",  "ndbm.h",
    "netcan/can.h",     "netlink/netlink.h",
    "process.h",        "stropts.h",
    "sys/audioio.h",    "sys/bsdtty.h",
    "sys/devpoll.h",    "sys/endian.h",
    "sys/event.h",      "sys/kern_control.h",
    "sys/loadavg.h",    "sys/lock.h",
    "sys/memfd.h",      "sys/mkdev.h",
    "sys/modem.h",      "sys/sys_domain.h",
    "sys/sysctl.h",     "sys/termio.h",
    "util.h",           "uuid.h",
};

constexpr std::string_view kUnlikelyLibraries[] = {
    "dir", "dld", "intl", "network", "nsl", "posix4", "sendfile", "socket", "x",
};

constexpr std::string_view kUnlikelyMembers[] = {
    "st_birthtime",
    "st_flags",
    "st_gen",
};

template <class Table>
bool missing_from(const Table& table, std::string_view name) {
  return std::find(std::begin(table), std::end(table), name) == std::end(table);
}

}  // namespace

bool likely_function(std::string_view name) {
  return missing_from(kUnlikelyFunctions, name);
}
bool likely_header(std::string_view name) {
  return missing_from(kUnlikelyHeaders, name);
}
bool likely_library(std::string_view name) {
  return missing_from(kUnlikelyLibraries, name);
}
bool likely_member(std::string_view name) {
  return missing_from(kUnlikelyMembers, name);
}

}  // namespace pyconfigure::decide
