// configure.ac's sections in their order, one function each. decide.cpp calls them one after the other.
// The line ranges are those of 3.14.7.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

// --- 98-1060: the source folder, build interpreters, machine, framework, host platform ---
void initialise(Context& c);             ///< what precedes configure.ac's own lines: presets, the shell, auxiliary files
void source_folder(Context& c);          ///< BASECPPFLAGS, git, pyconfig.h: 98-137
void systems(Context& c);                ///< build and host, pybuilddir.txt: 138-148
void build_python(Context& c);           ///< --with-build-python, freezing, regeneration: 149-217
void package(Context& c);                ///< prefix, VERSION, feature macros, CONFIG_ARGS: 218-280
void pkg_config_option(Context& c);      ///< --with-pkg-config: 281-309
void missing_stdlib_config(Context& c);  ///< --with-missing-stdlib-config, in newer trees
void machine(Context& c);                ///< MACHDEP, host_prefix: 311-404
void ios_tools(Context& c);              ///< AR, CC, CPP and CXX for iOS: 405-449
void universal_sdk(Context& c);          ///< --enable-universalsdk, --with-universal-archs: 451-532
void framework(Context& c);              ///< --with-framework-name, --enable-framework: 533-705
void app_store_compliance(Context& c);   ///< --with-app-store-compliance: 707-749
void host_platform(Context& c);          ///< _PYTHON_HOST_PLATFORM: 751-813
void source_macros(Context& c);          ///< _XOPEN_SOURCE and others: 815-939
void compiler_presets(Context& c);       ///< deployment targets, cached CC, CFLAGS: 941-990
void darwin_compiler(Context& c);        ///< SDKROOT, gcc or clang: 992-1060

// --- 1061-1389: compiler, platform triplet, unsupported systems, wasm options, suffix ---
void c_compiler(Context& c);               ///< AC_PROG_CC to the compiler's name: 1061-1101
void system_extensions(Context& c);        ///< AC_USE_SYSTEM_EXTENSIONS, gcc compatible or not: 1103-1117
void cxx_main(Context& c);                 ///< --with-cxx-main, in older trees
void cxx_compiler(Context& c);             ///< CXX: 1119-1150
void platform_triplet(Context& c);         ///< PLATFORM_TRIPLET, MULTIARCH, SOABI_PLATFORM: 1153-1205
void stack_direction(Context& c);          ///< which way the stack grows: 1207-1213
void support_tier(Context& c);             ///< PEP 11: 1215-1257
void no_as_needed(Context& c);             ///< -Wl,--no-as-needed: 1259-1269
void android(Context& c);                  ///< API level and ARM ABI: 1271-1305
void unsupported_systems(Context& c);      ///< systems that are gone: 1307-1315
void wasm_options(Context& c);             ///< --enable-wasm-*: 1317-1350
void executable_suffix(Context& c);        ///< --with-suffix: 1352-1371
void case_insensitive_folder(Context& c);  ///< BUILDEXEEXT: 1373-1389
void hp_compiler(Context& c);              ///< HP-UX's cc -Ae

// --- 1390-2355: library names, profiling, lto, pgo, bolt, optimisation flags ---
void library_name(Context& c);          ///< LIBRARY, LDLIBRARY and relatives, first values: 1390-1429
void link_command(Context& c);          ///< LINKCC: 1431-1447
void export_symbols(Context& c);        ///< EXPORTSYMS, EXPORTSFROM: 1449-1462
void gnu_ld(Context& c);                ///< GNULD: 1464-1481
void enable_shared(Context& c);         ///< --enable-shared: 1483-1496
void static_libpython(Context& c);      ///< --with-static-libpython: 1498-1515
void enable_profiling(Context& c);      ///< --enable-profiling: 1517-1535
void ldlibrary(Context& c);             ///< LDLIBRARY, BLDLIBRARY, RUNSHARED, INSTSONAME: 1537-1635
void host_runner(Context& c);           ///< HOSTRUNNER: 1637-1660
void library_deps(Context& c);          ///< LIBRARY_DEPS, LINK_PYTHON_DEPS, LINK_PYTHON_OBJS: 1662-1685
void archiver(Context& c);              ///< AR, ARFLAGS: 1687-1696
void install_tools(Context& c);         ///< INSTALL, MKDIR_P, LN: 1698-1717
void disable_gil(Context& c);           ///< ABIFLAGS, --disable-gil: 1719-1743
void with_pydebug(Context& c);          ///< --with-pydebug
void with_trace_refs(Context& c);       ///< --with-trace-refs
void enable_pystats(Context& c);        ///< --enable-pystats
void with_assertions(Context& c);       ///< --with-assertions: to 1814
void early_experimental_jit(Context& c);  ///< --enable-experimental-jit, in older trees
void enable_optimizations(Context& c);  ///< --enable-optimizations: 1816-1861
void profile_task(Context& c);          ///< PROFILE_TASK
void llvm_path(Context& c);             ///< llvm_path: 1871-1889
void with_lto(Context& c);              ///< --with-lto: 1891-2024
void pgo_flags(Context& c);             ///< PGO_PROF_*, LLVM_PROF*: 2026-2111
void enable_bolt(Context& c);           ///< --enable-bolt: 2113-2168
void bolt_flags(Context& c);            ///< BOLT_*_FLAGS: 2170-2232
void strict_overflow(Context& c);       ///< --with-strict-overflow: 2249-2290
void debug_optimization(Context& c);    ///< -Og, PYDEBUG_CFLAGS: 2292-2318
void opt_flags(Context& c);             ///< OPT, CFLAGS_ALIASING: 2320-2355

// --- 2356-3822: wasm flags, thread stack, warnings, jit, pthreads, headers, types, sanitizers, shared libraries ---
void wasm_flags(Context& c);                    ///< Emscripten and WASI: 2356-2426
void thread_stack_size(Context& c);             ///< Linux: 2428-2476
void base_flags(Context& c);                    ///< BASECFLAGS and its like, strict overflow: 2478-2517
void safety_flags(Context& c);                  ///< --enable-safety, --enable-slower-safety: 2519-2545
void with_frame_pointers(Context& c);           ///< --without-frame-pointers, in newer trees
void warning_flags(Context& c);                 ///< warnings, aliasing, visibility, the systems' own: 2547-2840
void experimental_jit(Context& c);              ///< --enable-experimental-jit: 2842-2881
void compiler_flags(Context& c);                ///< icc, xlc, NDEBUG, ac_arch_flags: 2883-2905
void pthread_flags(Context& c);                 ///< -Kpthread, -Kthread, -pthread: 2907-3054
void headers(Context& c);                       ///< the headers: 3065-3142
void clock_makedev_le64toh(Context& c);         ///< 3144-3186
void large_file_macros(Context& c);             ///< _FILE_OFFSET_BITS and so on: 3188-3214
void basic_types(Context& c);                   ///< mode_t to __uint128_t: 3216-3227
void sizes(Context& c);                         ///< sizes and alignments, large file support: 3229-3289
void pthread_types(Context& c);                 ///< pthread_t, pthread_key_t: 3291-3333
void darwin_libtool(Context& c);                ///< LIBTOOL_CRUFT, in older trees
void framework_flags(Context& c);               ///< 3335-3351
void dsymutil(Context& c);                      ///< --with-dsymutil: 3353-3385
void dyld(Context& c);                          ///< 3387-3399
void address_sanitizer(Context& c);             ///< 3401-3413
void memory_sanitizer(Context& c);              ///< 3415-3432
void undefined_behavior_sanitizer(Context& c);  ///< 3434-3450
void thread_sanitizer(Context& c);              ///< 3452-3468
void shared_library_suffix(Context& c);         ///< SHLIB_SUFFIX: 3470-3493
void shared_linker(Context& c);                 ///< LDSHARED, LDCXXSHARED, BLDSHARED: 3495-3635
void shared_flags(Context& c);                  ///< CCSHARED, LINKFORSHARED, CFLAGSFORSHARED, SHLIBS: 3637-3779
void perf_trampoline(Context& c);               ///< 3781-3802
void dynamic_loading_libraries(Context& c);     ///< -lsendfile, -ldl, -ldld: 3804-3807
void faulthandler(Context& c);                  ///< backtrace, dladdr1: 3810-3823

void frame_pointer_flags(Context& c);           ///< the first part of warning_flags, in newer trees
void darwin_flags(Context& c);                  ///< macOS's part of warning_flags: 2650-2829
bool gcc_like(const Context& c);                ///< does the compiler understand gcc's options?
bool is_compiler(const Context& c, std::string_view name);           ///< icc, mpicc, xlc, ...
bool append_thread_option(Context& c, std::string_view variable);    ///< adds what pthread_flags found to CC or CXX
bool makes_elf(Context& c);                     ///< does the compiler define __ELF__?
std::string distribution_link_flags(Context& c, std::string_view before);  ///< those that a patch has put after `before`

// --- 3823-5230: uuid, expat, ffi, mpdec, sqlite, tcl, dbm, threads, ipv6, allocators ---
void uuid(Context& c);                        ///< the library of _uuid: 3823-3968
void realtime_and_intl_libraries(Context& c);  ///< sem_init, textdomain: 3969-3979
void aix_extensions(Context& c);              ///< AIX C++ extensions and build date: 3980-4006
void aligned_access(Context& c);              ///< HAVE_ALIGNED_REQUIRED: 4007-4039
void hash_algorithm(Context& c);              ///< --with-hash-algorithm: 4040-4070
void tzpath(Context& c);                      ///< --with-tzpath: 4071-4108
void socket_libraries(Context& c);            ///< -lnsl -lsocket -lnetwork: 4109-4118
void with_libs(Context& c);                   ///< --with-libs: 4119-4131
void expat(Context& c);                       ///< --with-system-expat: 4132-4155
void libffi(Context& c);                      ///< libffi and its complex numbers: 4156-4258
void libmpdec(Context& c);                    ///< --with-system-libmpdec, --with-decimal-contextvar: 4259-4399
void nis(Context& c);                         ///< libnsl and OSS audio, in older trees
void crypt_library(Context& c);               ///< libcrypt, in older trees
void sqlite(Context& c);                      ///< SQLite and its extensions: 4400-4490
void tcltk(Context& c);                       ///< Tcl and Tk: 4491-4561
void dbm(Context& c);                         ///< gdbm, ndbm, libdb, --with-dbmliborder: 4562-4705
void posix_threads(Context& c);               ///< thread flags and POSIX threads: 4706-4862
void ipv6(Context& c);                        ///< --enable-ipv6: 4863-5009
void can_raw(Context& c);                     ///< SocketCAN: 5010-5036
void doc_strings(Context& c);                 ///< --with-doc-strings: 5037-5052
void atomics(Context& c);                     ///< <stdatomic.h>, __atomic builtins: 5053-5091
void mimalloc(Context& c);                    ///< --with-mimalloc: 5092-5116
void pymalloc(Context& c);                    ///< --with-pymalloc: 5117-5138
void c_locale_coercion(Context& c);           ///< --with-c-locale-coercion: 5139-5154
void valgrind(Context& c);                    ///< --with-valgrind: 5155-5170
void dtrace(Context& c);                      ///< --with-dtrace: 5171-5230

// --- 5231-6571: dynamic loading, functions, compression, sockets, structures, libm, floats, soabi ---
void dynamic_loading(Context& c);           ///< platform objects, dlopen, DYNLOADFILE, MACHDEP_OBJS: 5231-5290
void library_functions(Context& c);         ///< Android's blocked functions, the big list, chflags: 5291-5518
void compression(Context& c);               ///< zlib, bzip2, liblzma, libzstd: 5519-5609
void network_functions(Context& c);         ///< netdb and socket functions, setgroups, login names: 5610-5663
void system_functions(Context& c);          ///< openpty to clocks and device numbers: 5664-5770
void getaddrinfo(Context& c);               ///< getaddrinfo, its bug, getnameinfo: 5771-5903
void structures(Context& c);                ///< structures and members: 5904-5960
void compiler_characteristics(Context& c);  ///< const, signed, prototypes, socketpair, sa_len: 5961-6010
void gethostbyname(Context& c);             ///< gethostbyname_r and its arguments: 6011-6084
void math_libraries(Context& c);            ///< --with-libm, --with-libc: 6085-6124
void floating_point(Context& c);            ///< inline assembler, word order, double rounding: 6125-6238
void math_functions(Context& c);            ///< C99 functions in LIBM: 6239-6251
void semaphores(Context& c);                ///< POSIX semaphores: 6252-6324
void dlopen_flags(Context& c);              ///< RTLD_*: 6325-6326
void big_digits(Context& c);                ///< --enable-big-digits: 6327-6346
void wide_characters(Context& c);           ///< wchar_t: 6347-6412
void byte_order(Context& c);                ///< AC_C_BIGENDIAN: 6413-6415
void abi_names(Context& c);                 ///< SOABI to --with-wheel-pkg-dir: 6416-6538
void right_shift(Context& c);               ///< sign of a right shift: 6539-6556
void unlocked_input(Context& c);            ///< getc_unlocked: 6557-6571
bool android_api_below(const Context& c, int level);  ///< test "$ANDROID_API_LEVEL" -lt LEVEL

// --- 6572-8420: readline, time, curses, devices, openssl, hashes, modules, outputs ---
void readline(Context& c);                ///< --with-readline, libreadline or libedit: 6572-6657
void readline_features(Context& c);       ///< what the library found can do: 6658-6757
void broken_nice(Context& c);             ///< nice(): 6759-6778
void broken_poll(Context& c);             ///< poll() on a closed descriptor: 6780-6811
void working_tzset(Context& c);           ///< tzset(): 6813-6890
void stat_nanoseconds(Context& c);        ///< tv_nsec in struct stat: 6892-6921
void curses(Context& c);                  ///< ncurses, panel, curses functions: 6923-7144
void device_files(Context& c);            ///< /dev/ptmx, /dev/ptc: 7146-7181
void core_foundation(Context& c);         ///< LIBS of Darwin: 7183-7186
void size_t_format(Context& c);           ///< %zd, in older trees
void socket_length(Context& c);           ///< socklen_t: 7188-7197
void broken_mbstowcs(Context& c);         ///< mbstowcs(): 7199-7219
void computed_gotos(Context& c);          ///< --with-computed-gotos: 7221-7268
void tail_call_interpreter(Context& c);   ///< --with-tail-call-interp: 7270-7292
void remote_debug(Context& c);            ///< --with-remote-debug: 7294-7311
void pipe_buf(Context& c);                ///< AIX's PIPE_BUF: 7313-7318
void thread_headers(Context& c);          ///< THREADHEADERS: 7320-7326
void build_folders(Context& c);           ///< SRCDIRS and the folders: 7328-7361
void optimization_level(Context& c);      ///< -O2: 7363-7369
void memmove_bug(Context& c);             ///< fortified memmove: 7371-7401
void ceval_inlining(Context& c);          ///< CFLAGS_CEVAL: 7403-7432
void ipa_pure_const_bug(Context& c);      ///< gcc's ipa-pure-const pass: 7434-7472
void ensurepip(Context& c);               ///< --with-ensurepip: 7474-7495
void dirent_type(Context& c);             ///< d_type: 7497-7514
void getrandom(Context& c);               ///< the system call and the function: 7516-7561
void shared_memory(Context& c);           ///< shm_open, shm_unlink: 7563-7582
void openssl(Context& c);                 ///< AX_CHECK_OPENSSL: 7584-7585
void openssl_rpath(Context& c);           ///< --with-openssl-rpath, the static build, LIBCRYPTO_LIBS: 7587-7660
void openssl_features(Context& c);        ///< what _ssl and _hashlib need: 7662-7707
void ssl_default_suites(Context& c);      ///< --with-ssl-default-suites: 7709-7749
void builtin_hashlib_hashes(Context& c);  ///< --with-builtin-hashlib-hashes: 7751-7783
void test_modules(Context& c);            ///< --disable-test-modules: 7785-7793
void libatomic(Context& c);               ///< is -latomic needed: 7795-7857
void thread_name_length(Context& c);      ///< _PYTHREAD_NAME_MAXLEN: 7859-7875
void platform_modules(Context& c);        ///< modules that a platform cannot have: 7877-7993
void module_build_type(Context& c);       ///< MODULE_BUILDTYPE: 7995-8000
void modules(Context& c);                 ///< the extension modules and MODULE_BLOCK: 8026-8362
void jit_stencils(Context& c);            ///< JIT_STENCILS_H, JIT_SHIM_O, in newer trees
void output_files(Context& c);            ///< AC_CONFIG_FILES, Modules/Setup.local
void output_defaults(Context& c);         ///< AC_OUTPUT: prefixes not given, DEFS, LIBOBJS

}  // namespace pyconfigure::decide
