/* Does printf know %zd, for sizes with and without a sign? yes when it runs and returns 0. */
#include <stdio.h>
#include <stddef.h>
#include <string.h>

#ifdef HAVE_SYS_TYPES_H
#include <sys/types.h>
#endif

#ifdef HAVE_SSIZE_T
typedef ssize_t signed_size;
#elif SIZEOF_VOID_P == SIZEOF_LONG
typedef long signed_size;
#else
typedef int signed_size;
#endif

int
main (void)
{
  char text[256];
  if (sprintf (text, "%zd", (size_t) 427) < 0 || strcmp (text, "427"))
    return 1;
  if (sprintf (text, "%zd", (signed_size) -427) < 0 || strcmp (text, "-427"))
    return 1;
  return 0;
}
