/* Which compiler is this, and is it for Android? For the preprocessor alone: the one word that is left is the name, and two
   lines say which API level and which ARM. The order matters: most compilers also define what gcc defines, and newer xlc is
   clang underneath. */
#if defined(__EMSCRIPTEN__) && !defined(PYCONF_EMCC_IS_CLANG)
  emcc
#elif defined(__INTEL_COMPILER) || defined(__ICC)
  icc
#elif defined(__ibmxl__) || defined(__xlc__) || defined(__xlC__)
  xlc
#elif defined(_MSC_VER)
  msvc
#elif defined(__clang__)
  clang
#elif defined(__GNUC__)
  gcc
#endif
#ifdef __ANDROID__
android_api = __ANDROID_API__
arm_arch = __ARM_ARCH
#endif
