/* Can a POSIX thread be started with the options in force? Exit status 0 means yes. */
#include <stdio.h>
#include <pthread.h>

static void *idle(void *unused) { return NULL; }

int main(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) != 0)
        return 1;
    (void)pthread_detach(thread);
    return 0;
}
