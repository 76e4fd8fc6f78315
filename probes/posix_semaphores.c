/* Can a named semaphore be opened? (FreeBSD without its module kills the process.)
   yes: it can. */
#include <unistd.h>
#include <fcntl.h>
#include <stdio.h>
#include <semaphore.h>
#include <sys/stat.h>

int main(void)
{
    sem_t *semaphore = sem_open("/pyconfigure-open", O_CREAT, S_IRUSR|S_IWUSR, 0);

    if (semaphore == SEM_FAILED) {
        perror("opening a semaphore");
        return 1;
    }
    sem_close(semaphore);
    sem_unlink("/pyconfigure-open");
    return 0;
}
