/* Is this Android, which API level, which ARM? For the preprocessor alone: the lines that are left say it. */
#ifdef __ANDROID__
android_api = __ANDROID_API__
arm_arch = __ARM_ARCH
#else
#error some other system
#endif
