/* Does sem_getvalue tell the value of a named semaphore?
   yes: it does. */
#include <unistd.h>
#include <fcntl.h>
#include <stdio.h>
#include <semaphore.h>
#include <sys/stat.h>

int main(void)
{
    int value;
    int status;
    sem_t *semaphore = sem_open("/pyconfigure-value", O_CREAT, S_IRUSR|S_IWUSR, 0);

    if (semaphore == SEM_FAILED) {
        perror("opening a semaphore");
        return 1;
    }
    status = sem_getvalue(semaphore, &value);
    sem_close(semaphore);
    sem_unlink("/pyconfigure-value");
    return status == -1;
}
