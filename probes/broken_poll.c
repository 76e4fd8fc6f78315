/* Does poll() on a descriptor that is not open fail, or stay silent, rather than report POLLNVAL?
   Exit status 0 (yes): poll() is broken. */
#include <poll.h>
#include <unistd.h>

int main(void)
{
    struct pollfd closed = { 42, POLLIN|POLLPRI|POLLOUT, 0 };
    int ready;

    close(closed.fd);
    ready = poll(&closed, 1, 0);
    if (ready < 0) {
        return 0;
    }
    return (ready == 0 && closed.revents != POLLNVAL) ? 0 : 1;
}
