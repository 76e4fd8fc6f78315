// configure.ac: the declarations of the extension modules, in their order (it is that of MODULE_BLOCK's lines).
#include "modules.hpp"

namespace pyconfigure::decide {

namespace {

using C = const Context&;

bool tests(C c) {
  return c.yes("TEST_MODULES");
}
bool dlopen_found(C c) {
  return c.yes("ac_cv_func_dlopen");
}

constexpr Module simple(std::string_view name, const char* cflags = nullptr, const char* ldflags = nullptr) {
  return {name, true, nullptr, nullptr, cflags, ldflags};
}

constexpr Module test(std::string_view name, Module::Condition supported = nullptr, const char* ldflags = nullptr) {
  return {name, false, tests, supported, nullptr, ldflags};
}

/// PY_HACL_CREATE_MODULE; LIBHACL_<COMPONENT>_LDFLAGS names a make variable.
constexpr Module hacl(std::string_view name, Module::Condition enabled, const char* ldflags) {
  return {name, false, enabled, nullptr, "$LIBHACL_CFLAGS", ldflags};
}

constexpr Module kBeforeHacl[] = {
    // static, in Modules/Setup.bootstrap
    simple("_io", R"(-I\$(srcdir)/Modules/_io)"),
    simple("time", nullptr, "$TIMEMODULE_LIB"),
    // always there
    simple("array"),
    simple("_asyncio"),
    simple("_bisect"),
    simple("_csv"),
    simple("_heapq"),
    simple("_json"),
    simple("_lsprof"),
    simple("_pickle"),
    simple("_posixsubprocess"),
    simple("_queue"),
    simple("_random"),
    simple("_remote_debugging"),
    simple("select"),
    simple("_struct"),
    simple("_types"),
    simple("_typing"),
    simple("_interpreters"),
    simple("_interpchannels"),
    simple("_interpqueues"),
    simple("_zoneinfo"),
    // multiprocessing
    {"_multiprocessing", false, nullptr, [](C c) { return c.yes("ac_cv_func_sem_unlink"); },
     R"(-I\$(srcdir)/Modules/_multiprocessing)", nullptr},
    {"_posixshmem", false, nullptr, [](C c) { return c.yes("have_posix_shmem"); }, "$POSIXSHMEM_CFLAGS",
     "$POSIXSHMEM_LIBS"},
    // libm
    simple("_statistics", nullptr, "$LIBM"),
    simple("cmath", nullptr, "$LIBM"),
    simple("math", nullptr, "$LIBM"),
    simple("_datetime", nullptr, "$TIMEMODULE_LIB $LIBM"),
    // Unix
    {"fcntl", false, nullptr, [](C c) { return c.yes("ac_cv_header_sys_ioctl_h") && c.yes("ac_cv_header_fcntl_h"); },
     nullptr, "$FCNTL_LIBS"},
    {"mmap", false, nullptr, [](C c) { return c.yes("ac_cv_header_sys_mman_h") && c.yes("ac_cv_header_sys_stat_h"); },
     nullptr, nullptr},
    {"_socket", false, nullptr,
     [](C c) {
       return c.yes("ac_cv_header_sys_socket_h") && c.yes("ac_cv_header_sys_types_h") &&
              c.yes("ac_cv_header_netinet_in_h");
     },
     nullptr, "$SOCKET_LIBS"},
    {"grp", false, nullptr,
     [](C c) {
       return c.yes("ac_cv_func_getgrent") && (c.yes("ac_cv_func_getgrgid") || c.yes("ac_cv_func_getgrgid_r"));
     },
     nullptr, nullptr},
    {"pwd", false, nullptr, [](C c) { return c.yes("ac_cv_func_getpwuid") || c.yes("ac_cv_func_getpwuid_r"); }, nullptr,
     nullptr},
    {"resource", false, nullptr, [](C c) { return c.yes("ac_cv_header_sys_resource_h"); }, nullptr, nullptr},
    {"_scproxy", false, [](C c) { return c.is("ac_sys_system", "Darwin"); }, nullptr, nullptr,
     "-framework SystemConfiguration -framework CoreFoundation"},
    {"syslog", false, nullptr, [](C c) { return c.yes("ac_cv_header_syslog_h"); }, nullptr, nullptr},
    {"termios", false, nullptr, [](C c) { return c.yes("ac_cv_header_termios_h"); }, nullptr, nullptr},
    // _elementtree gets at libexpat through pyexpat
    {"pyexpat", false, nullptr, [](C c) { return c.yes("ac_cv_header_sys_time_h"); }, "$LIBEXPAT_CFLAGS",
     "$LIBEXPAT_LDFLAGS"},
    {"_elementtree", false, nullptr, nullptr, "$LIBEXPAT_CFLAGS", nullptr},
    simple("_codecs_cn"),
    simple("_codecs_hk"),
    simple("_codecs_iso2022"),
    simple("_codecs_jp"),
    simple("_codecs_kr"),
    simple("_codecs_tw"),
    simple("_multibytecodec"),
    simple("unicodedata"),
};

constexpr Module kHacl[] = {
    hacl(
        "_md5", [](C c) { return c.yes("with_builtin_md5"); }, R"(\$($LIBHACL_MD5_LDFLAGS))"),
    hacl(
        "_sha1", [](C c) { return c.yes("with_builtin_sha1"); }, R"(\$($LIBHACL_SHA1_LDFLAGS))"),
    hacl(
        "_sha2", [](C c) { return c.yes("with_builtin_sha2"); }, R"(\$($LIBHACL_SHA2_LDFLAGS))"),
    hacl(
        "_sha3", [](C c) { return c.yes("with_builtin_sha3"); }, R"(\$($LIBHACL_SHA3_LDFLAGS))"),
    hacl(
        "_blake2", [](C c) { return c.yes("with_builtin_blake2"); }, R"(\$($LIBHACL_BLAKE2_LDFLAGS))"),
    hacl(
        "_hmac", [](C c) { return !c.is("ac_sys_system", "Emscripten"); }, R"(\$($LIBHACL_HMAC_LDFLAGS))"),
};

constexpr Module kAfterHacl[] = {
    {"_ctypes", false, nullptr, [](C c) { return c.yes("have_libffi"); }, "$NO_STRICT_OVERFLOW_CFLAGS $LIBFFI_CFLAGS",
     "$LIBFFI_LIBS"},
    // In these two the declaration's last argument ends with a newline, which goes into the Makefile.
    {"_curses", false, nullptr, [](C c) { return c.yes("have_curses"); }, "$CURSES_CFLAGS", "$CURSES_LIBS\n"},
    {"_curses_panel", false, nullptr, [](C c) { return c.yes("have_curses") && c.yes("have_panel"); },
     "$PANEL_CFLAGS $CURSES_CFLAGS", "$PANEL_LIBS $CURSES_LIBS\n"},
    {"_decimal", false, nullptr, [](C c) { return c.yes("have_mpdec"); }, "$LIBMPDEC_CFLAGS", "$LIBMPDEC_LIBS"},
    {"_dbm", false, [](C c) { return !c.empty("with_dbmliborder"); }, [](C c) { return !c.is("have_dbm", "no"); },
     "$DBM_CFLAGS", "$DBM_LIBS"},
    {"_gdbm", false, [](C c) { return c.yes("have_gdbm_dbmliborder"); }, [](C c) { return c.yes("have_gdbm"); },
     "$GDBM_CFLAGS", "$GDBM_LIBS"},
    {"readline", false, nullptr, [](C c) { return !c.is("with_readline", "no"); }, "$READLINE_CFLAGS",
     "$READLINE_LIBS"},
    {"_sqlite3", false, [](C c) { return c.yes("have_sqlite3"); }, [](C c) { return c.yes("have_supported_sqlite3"); },
     "$LIBSQLITE3_CFLAGS", "$LIBSQLITE3_LIBS"},
    {"_tkinter", false, nullptr, [](C c) { return c.yes("have_tcltk"); }, "$TCLTK_CFLAGS", "$TCLTK_LIBS"},
    {"_uuid", false, nullptr, [](C c) { return c.yes("have_uuid"); }, "$LIBUUID_CFLAGS", "$LIBUUID_LIBS"},
    // compression
    {"zlib", false, nullptr, [](C c) { return c.yes("have_zlib"); }, "$ZLIB_CFLAGS", "$ZLIB_LIBS"},
    simple("binascii", "$BINASCII_CFLAGS", "$BINASCII_LIBS"),
    {"_bz2", false, nullptr, [](C c) { return c.yes("have_bzip2"); }, "$BZIP2_CFLAGS", "$BZIP2_LIBS"},
    {"_lzma", false, nullptr, [](C c) { return c.yes("have_liblzma"); }, "$LIBLZMA_CFLAGS", "$LIBLZMA_LIBS"},
    {"_zstd", false, nullptr, [](C c) { return c.yes("have_libzstd"); }, "$LIBZSTD_CFLAGS", "$LIBZSTD_LIBS"},
    // OpenSSL
    {"_ssl", false, nullptr, [](C c) { return c.yes("ac_cv_working_openssl_ssl"); }, "$OPENSSL_INCLUDES",
     "$OPENSSL_LDFLAGS $OPENSSL_LDFLAGS_RPATH $OPENSSL_LIBS"},
    {"_hashlib", false, nullptr, [](C c) { return c.yes("ac_cv_working_openssl_hashlib"); }, "$OPENSSL_INCLUDES",
     "$OPENSSL_LDFLAGS $OPENSSL_LDFLAGS_RPATH $LIBCRYPTO_LIBS"},
    // tests
    test("_testcapi", nullptr, "$LIBATOMIC"),
    test("_testclinic"),
    test("_testclinic_limited"),
    test("_testlimitedcapi"),
    test("_testinternalcapi"),
    test("_testbuffer"),
    test("_testimportmultiple", dlopen_found),
    test("_testmultiphase", dlopen_found),
    test("_testsinglephase", dlopen_found),
    test("xxsubtype"),
    test("_xxtestfuzz"),
    // does not use libffi itself, but is of no use without _ctypes
    test(
        "_ctypes_test", [](C c) { return c.yes("have_libffi") && c.yes("ac_cv_func_dlopen"); }, "$LIBM"),
    // templates for the limited API
    test("xxlimited", dlopen_found),
    test("xxlimited_35", dlopen_found),
};

}  // namespace

std::span<const Module> modules_before_hacl() {
  return kBeforeHacl;
}
std::span<const Module> hacl_modules() {
  return kHacl;
}
std::span<const Module> modules_after_hacl() {
  return kAfterHacl;
}

}  // namespace pyconfigure::decide
