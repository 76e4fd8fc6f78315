/* Which C library does an ordinary 64-bit x86 Linux have? For the compiler and for the preprocessor alone, so the answer is
   a pragma, which one repeats and the other leaves alone; and a word for GNU's, where only the preprocessor is to see it
   (PYCONF_PREPROCESSED). config.guess reads the names gnu, musl and LIBC out of preprocessed
   text, so there is no answer where one of them is a macro. */
#if !defined(__i386__) && !defined(__ILP32__) && !defined(__ANDROID__)
#include <features.h>
#if defined(LIBC) || defined(gnu) || defined(musl) || defined(__UCLIBC__) || defined(__dietlibc__)
#elif defined(__GLIBC__)
#ifdef PYCONF_PREPROCESSED
pyprobe_libc_gnu
#else
#pragma message ("build system libc: gnu.")
#endif
#else
#include <stdarg.h>
#if defined(__DEFINED_va_list) && !defined(PYCONF_PREPROCESSED)
#pragma message ("build system libc: musl.")
#endif
#endif
#endif
int x;
