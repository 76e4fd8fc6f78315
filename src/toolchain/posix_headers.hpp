// The headers of POSIX.1-2017 ("Headers"). The standard makes each of them complete in itself: a program may include it
// without any other. One that compiles behind others therefore compiles alone; for other headers that has to be shown.
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace pyconfigure::toolchain {

inline constexpr std::string_view kPosixHeaders[] = {
    "aio.h",        "arpa/inet.h", "assert.h",     "complex.h",     "cpio.h",        "ctype.h",       "dirent.h",
    "dlfcn.h",      "errno.h",     "fcntl.h",      "fenv.h",        "float.h",       "fmtmsg.h",      "fnmatch.h",
    "ftw.h",        "glob.h",      "grp.h",        "iconv.h",       "inttypes.h",    "iso646.h",      "langinfo.h",
    "libgen.h",     "limits.h",    "locale.h",     "math.h",        "monetary.h",    "mqueue.h",      "ndbm.h",
    "net/if.h",     "netdb.h",     "netinet/in.h", "netinet/tcp.h", "nl_types.h",    "poll.h",        "pthread.h",
    "pwd.h",        "regex.h",     "sched.h",      "search.h",      "semaphore.h",   "setjmp.h",      "signal.h",
    "spawn.h",      "stdarg.h",    "stdbool.h",    "stddef.h",      "stdint.h",      "stdio.h",       "stdlib.h",
    "string.h",     "strings.h",   "stropts.h",    "sys/ipc.h",     "sys/mman.h",    "sys/msg.h",     "sys/resource.h",
    "sys/select.h", "sys/sem.h",   "sys/shm.h",    "sys/socket.h",  "sys/stat.h",    "sys/statvfs.h", "sys/time.h",
    "sys/times.h",  "sys/types.h", "sys/uio.h",    "sys/un.h",      "sys/utsname.h", "sys/wait.h",    "syslog.h",
    "tar.h",        "termios.h",   "tgmath.h",     "time.h",        "trace.h",       "ulimit.h",      "unistd.h",
    "utime.h",      "utmpx.h",     "wchar.h",      "wctype.h",      "wordexp.h"};

inline bool posix_header(std::string_view name) {
  return std::find(std::begin(kPosixHeaders), std::end(kPosixHeaders), name) != std::end(kPosixHeaders);
}

}  // namespace pyconfigure::toolchain
