/* Can a thread be created that competes with all threads of the system? Exits with 0 when it can. */
#include <stdio.h>
#include <pthread.h>

static void *thread_body(void *unused)
{
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes))
        return 1;
    if (pthread_attr_setscope(&attributes, PTHREAD_SCOPE_SYSTEM))
        return 2;
    if (pthread_create(&thread, &attributes, thread_body, NULL))
        return 3;
#ifdef JOIN_THE_THREAD
    if (pthread_join(thread, NULL))
        return 4;
#endif
    return 0;
}
