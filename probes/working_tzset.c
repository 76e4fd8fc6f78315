/* Does tzset() follow TZ, for zones of both hemispheres, and set tzname (and tm_zone where there is one)?
   Exit status 0: yes. The moment is 2003-02-02 00:00 UTC, winter in the north and summer in the south; tzname must name
   standard time first also for a zone that is in its summer. For UTC the second name may be empty or blank. */
#include <stdlib.h>
#include <time.h>
#include <string.h>

#if HAVE_TZNAME
extern char *tzname[];
#endif

int main(void)
{
    time_t february = 1044144000;
    time_t august = february + (365 * 24 * 3600 / 2);

    putenv("TZ=UTC+0");
    tzset();
    if (localtime(&february)->tm_hour != 0)
        exit(1);
#if HAVE_TZNAME
    if (strcmp(tzname[0], "UTC") != 0)
        exit(1);
    if (tzname[1][0] != 0 && tzname[1][0] != ' ')
        exit(1);
#endif

    putenv("TZ=EST+5EDT,M4.1.0,M10.5.0");
    tzset();
    if (localtime(&february)->tm_hour != 19)
        exit(1);
#if HAVE_TZNAME
    if (strcmp(tzname[0], "EST") != 0 || strcmp(tzname[1], "EDT") != 0)
        exit(1);
#endif

    putenv("TZ=AEST-10AEDT-11,M10.5.0,M3.5.0");
    tzset();
    if (localtime(&february)->tm_hour != 11)
        exit(1);
#if HAVE_TZNAME
    if (strcmp(tzname[0], "AEST") != 0 || strcmp(tzname[1], "AEDT") != 0)
        exit(1);
#endif

#if HAVE_STRUCT_TM_TM_ZONE
    if (strcmp(localtime(&february)->tm_zone, "AEDT") != 0)
        exit(1);
    if (strcmp(localtime(&august)->tm_zone, "AEST") != 0)
        exit(1);
#endif

    exit(0);
}
