/* Does memmove() still move overlapping regions rightly with _FORTIFY_SOURCE? Old C libraries put memcpy() there.
   Exit status 0: it does. */
#include <string.h>

void pyprobe_shift(void *to, void *from) { memmove(to, from, 19); }

int main(void) {
  char text[32] = "123456789000000000";
  pyprobe_shift(&text[9], text);
  if (strcmp(text, "123456789123456789000000000") != 0)
    return 1;
  pyprobe_shift(text, &text[9]);
  if (strcmp(text, "123456789000000000") != 0)
    return 1;
  return 0;
}
