/* Do islower and toupper agree with the letters of the character set? yes when it runs and returns 0. */
#include <ctype.h>
#include <stdlib.h>

static int
is_small (int ch)
{
#if (' ' & 0x0FF) == 0x020
  return 'a' <= ch && ch <= 'z';
#else /* EBCDIC: three runs of letters */
  return ('a' <= ch && ch <= 'i') || ('j' <= ch && ch <= 'r') || ('s' <= ch && ch <= 'z');
#endif
}

static int
capital (int ch)
{
  if (!is_small (ch))
    return ch;
#if (' ' & 0x0FF) == 0x020
  return 'A' + (ch - 'a');
#else
  return ch | 0x40;
#endif
}

int
main (void)
{
  int ch;
  for (ch = 0; ch < 256; ch++)
    if (!islower (ch) == is_small (ch) || toupper (ch) != capital (ch))
      return 2;
  return 0;
}
