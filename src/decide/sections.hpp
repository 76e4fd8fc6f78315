// configure.ac's sections in their order, one function each. decide.cpp calls them one after the other.
// The line ranges are those of 3.14.7.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

// --- 98-1060: the source folder, build interpreters, machine, framework, host platform ---

// --- 1061-1389: compiler, platform triplet, unsupported systems, wasm options, suffix ---

// --- 1390-2355: library names, profiling, lto, pgo, bolt, optimisation flags ---

// --- 2356-3822: wasm flags, thread stack, warnings, jit, pthreads, headers, types, sanitizers, shared libraries ---

// --- 3823-5230: uuid, expat, ffi, mpdec, sqlite, tcl, dbm, threads, ipv6, allocators ---

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

}  // namespace pyconfigure::decide
