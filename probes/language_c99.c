/* Does the compiler take C99? A part of a program, behind that of C89: main calls check_c99. */
#if !defined __STDC_VERSION__ || __STDC_VERSION__ < 199901L
# error "not C99: __STDC_VERSION__ says so"
#endif

// This comment is a part of the question.

#include <stdbool.h>
extern int pyprobe_puts (const char *);
extern int pyprobe_printf (const char *, ...);
extern int pyprobe_dprintf (int, const char *, ...);
extern void *pyprobe_malloc (size_t);
extern void pyprobe_free (void *);

// Macros with any number of arguments.
#define to_errors(...) pyprobe_dprintf (2, __VA_ARGS__)
#define show_words(...) pyprobe_puts (#__VA_ARGS__)
#define say_if(condition,...) ((condition) ? pyprobe_puts (#condition) : pyprobe_printf (__VA_ARGS__))
static void
pyprobe_use_macros (void)
{
  int less = 12;
  int more = 34;
  to_errors ("none");
  to_errors ("less = %d\n", less);
  show_words (One, two, and three words.);
  say_if (less>more, "%d is not more than %d", less, more);
}

// long long, in the preprocessor and out of it.
#define ALL_64_BITS 18446744073709551615ull
#define ALL_32_BITS 4294967295ul
#define WIDE (ALL_64_BITS / ALL_32_BITS == 4294967297ull && ALL_64_BITS % ALL_32_BITS == 0)
#if !WIDE
  #error "not C99: the preprocessor cannot count so far"
#endif
static long long int pyprobe_lowest = -9223372036854775807LL;
static unsigned long long int pyprobe_highest = ALL_64_BITS;

struct pyprobe_open_ended
{
  int count;
  double values[];
};

struct pyprobe_described {
  int number;
  const wchar_t *name;
  double mean;
};

typedef const char *pyprobe_text_pointer;

// restrict, inline, and a declaration inside of for.
static inline int
pyprobe_walk (pyprobe_text_pointer restrict text)
{
  for (unsigned int i = 0; *(text+i) != '\0'; ++i)
    continue;
  return 0;
}

// va_copy.
static bool
pyprobe_read_arguments (const char *kinds, ...)
{
  va_list all;
  va_start (all, kinds);
  va_list rest;
  va_copy (rest, all);

  const char *text = "";
  int number = 0;
  float fraction = 0;

  for (; *kinds; ++kinds)
    {
      switch (*kinds)
        {
        case 's':
          text = va_arg (rest, const char *);
          break;
        case 'd':
          number = va_arg (rest, int);
          break;
        case 'f':
          fraction = va_arg (rest, double);
          break;
        default:
          break;
        }
    }
  va_end (rest);
  va_end (all);

  return *text && number && fraction;
}

static int
check_c99 (int argc, char **argv)
{
  _Bool fine = false;
  fine |= (argc != 0);
  if (pyprobe_walk ("some text") == 0)
    fine = true;
  char *restrict only = "other text";

  fine &= pyprobe_read_arguments ("s, d and f.", "text", 12, 34.56);
  pyprobe_use_macros ();

  // An array without an end of its own.
  struct pyprobe_open_ended *list = pyprobe_malloc (sizeof (struct pyprobe_open_ended) + (sizeof (double) * 10));
  list->count = 10;
  for (int i = 0; i < list->count; ++i)
    list->values[i] = i * 1.5;
  pyprobe_free (list);

  // Members initialised by name.
  struct pyprobe_described thing = {
    .number = 34,
    .name = L"wide text",
    .mean = 12.25,
  };
  thing.number = 58;

  // An array whose size is only known now.
  int sized[thing.number];
  sized[0] = argv[0][0];
  sized[thing.number - 1] = 543;

  return !fine || pyprobe_lowest == 0LL || pyprobe_highest == 0uLL || only[0] == 'x' || sized[thing.number - 1] != 543;
}
