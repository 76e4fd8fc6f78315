/* Does the compiler take C89? A part of a program: main calls check_c89. yes when it compiles. */
#ifndef __STDC__
# error "not C89: __STDC__ is not defined"
#endif

#include <stddef.h>
#include <stdarg.h>

/* Prototypes, also of functions that take functions. */
struct stat;
struct parcel { int weight; };
struct parcel * (*opener) (struct parcel *, struct stat *, int);
int scale (int number, double factor);
struct takes_int { int (*call) (int number); };
struct takes_double { int (*call) (double number); };
int many_pointers (int, char **, int *(*) (struct parcel *, struct stat *, int), int, int);

static char *
entry (char **list, int i)
{
  return list[i];
}

static char *
pick (char * (*choose) (char **, int), char **list, ...)
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
const char *as_string = AS_STRING(some+tokens=here);

#define PASTE(left,right) left##right
#define PASTE_VALUES(left,right) PASTE(left,right)
extern int oneA;
extern int onetwo;
#define second A
#define two THREE
int *with_value = &PASTE_VALUES(one,second);
int *without_value = &PASTE(one,two);

/* Character constants: \x escapes, and no macro arguments inside. */
int hexadecimal_escapes ['\x00' == 0 ? 1 : -1];
#define LETTER(x) 'x'
int letters_are_letters[LETTER(a) == 'x' ? 1 : -1];

static int
check_c89 (int argc, char **argv)
{
  return argc == 0 || pick (entry, argv, 0) != argv[0] || pick (entry, argv, 1) != argv[1];
}
