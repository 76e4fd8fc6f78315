/* Do new threads get a stack of at least one MiB? Exit status 0: yes; 23: no, it is smaller; 2: the system won't say.
   Built with the compiler and its flags alone, so it must not need any macro of ours. */
#include <pthread.h>

int main()
{
    enum { mebibyte = 1024 * 1024 };
    pthread_attr_t defaults;
    size_t stack;

    if (pthread_attr_init(&defaults) != 0 || pthread_attr_getstacksize(&defaults, &stack) != 0)
        return 2;
    return stack < (size_t)mebibyte ? 23 : 0;
}
