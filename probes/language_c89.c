/* Does the compiler take C89? A part of a program: main calls check_c89. yes when it compiles. */
#ifndef __STDC__
# error "not C89: __STDC__ is not defined"
#endif

#include <stddef.h>
#include <stdarg.h>

/* Prototypes, also of functions that take functions. */
struct pyprobe_crate;
struct pyprobe_parcel { int weight; };
struct pyprobe_parcel * (*pyprobe_opener) (struct pyprobe_parcel *, struct pyprobe_crate *, int);
int pyprobe_scale (int number, double factor);
struct pyprobe_takes_int { int (*call) (int number); };
struct pyprobe_takes_double { int (*call) (double number); };
int pyprobe_many_pointers (int, char **, int *(*) (struct pyprobe_parcel *, struct pyprobe_crate *, int), int, int);

static char *
pyprobe_entry (char **list, int i)
{
  return list[i];
}

static char *
pyprobe_pick (char * (*choose) (char **, int), char **list, ...)
{
  char *chosen;
  va_list rest;
  va_start (rest, list);
  chosen = choose (list, va_arg (rest, int));
  va_end (rest);
  return chosen;
}

/* Tokens into strings, tokens pasted together, arguments replaced first or not. */
#define AS_STRING(tokens) #tokens
const char *pyprobe_as_string = AS_STRING(some+tokens=here);

#define PASTE(left,right) left##right
#define PASTE_VALUES(left,right) PASTE(left,right)
extern int pyprobe_oneA;
extern int pyprobe_onetwo;
#define second A
#define two THREE
int *pyprobe_with_value = &PASTE_VALUES(pyprobe_one,second);
int *pyprobe_without_value = &PASTE(pyprobe_one,two);

/* Character constants: \x escapes, and no macro arguments inside. */
int pyprobe_hexadecimal_escapes ['\x00' == 0 ? 1 : -1];
#define LETTER(x) 'x'
int pyprobe_letters_are_letters[LETTER(a) == 'x' ? 1 : -1];

static int
check_c89 (int argc, char **argv)
{
  return argc == 0 || pyprobe_pick (pyprobe_entry, argv, 0) != argv[0] || pyprobe_pick (pyprobe_entry, argv, 1) != argv[1];
}
