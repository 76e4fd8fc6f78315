/* Does getaddrinfo give sound addresses for a service without a host, and does getnameinfo read them back?
   yes: all of them are the wildcard (passive) or the loopback address with the right port, and each internet family
   is there in both lookups or in none. */
#include <stdio.h>
#include <sys/types.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>

#define PORT "54321"

struct seen { int inet4; int inet6; };

static int is_sound(const struct addrinfo *entry, int passive, struct seen *seen)
{
    char host[INET6_ADDRSTRLEN];
    char port[16];
    const char *expected;

    if (entry->ai_addr == NULL || entry->ai_addrlen == 0)
        return 0;
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, host, sizeof(host), port, sizeof(port),
                    NI_NUMERICHOST|NI_NUMERICSERV) != 0)
        return 0;
    switch (entry->ai_family) {
    case AF_INET:
        seen->inet4++;
        expected = passive ? "0.0.0.0" : "127.0.0.1";
        break;
    case AF_INET6:
        seen->inet6++;
        expected = passive ? "::" : "::1";
        break;
    case AF_UNSPEC:
        return 0;
    default: /* some other family: none of our business */
        return 1;
    }
    return strcmp(port, PORT) == 0 && strcmp(host, expected) == 0;
}

static int look_up(int passive, struct seen *seen)
{
    struct addrinfo hints, *entry, *list = NULL;
    int error, sound = 1;

    memset(&hints, 0, sizeof(hints));
    hints.ai_family = AF_UNSPEC;
    hints.ai_flags = passive ? AI_PASSIVE : 0;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_protocol = IPPROTO_TCP;
    error = getaddrinfo(NULL, PORT, &hints, &list);
    if (error != 0) {
        (void)gai_strerror(error);
        return 0;
    }
    for (entry = list; entry != NULL && sound; entry = entry->ai_next)
        sound = is_sound(entry, passive, seen);
    if (list != NULL)
        freeaddrinfo(list);
    return sound;
}

int main(void)
{
    struct seen seen = {0, 0};

    if (!look_up(0, &seen) || !look_up(1, &seen))
        return 1;
    if ((seen.inet4 != 0 && seen.inet4 != 2) || (seen.inet6 != 0 && seen.inet6 != 2))
        return 1;
    return 0;
}
