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
    "dbm_open",
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

constexpr std::string_view kUnlikelyLibraries[] = {
    "dir", "dld", "intl", "ndbm", "network", "nsl", "posix4", "sendfile", "socket", "x",
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
bool likely_library(std::string_view name) {
  return missing_from(kUnlikelyLibraries, name);
}
bool likely_member(std::string_view name) {
  return missing_from(kUnlikelyMembers, name);
}

}  // namespace pyconfigure::decide
