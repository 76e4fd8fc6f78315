/* Does the compiler take C11? A part of a program, behind those of C89 and C99: main calls check_c11. */
#if !defined __STDC_VERSION__ || __STDC_VERSION__ < 201112L
# error "not C11: __STDC_VERSION__ says so"
#endif

// _Alignas, with nothing, twice, and on a second declaration.
char _Alignas (double) pyprobe_like_double;
char _Alignas (0) pyprobe_like_itself;
extern char pyprobe_like_int;
char _Alignas (0) _Alignas (int) pyprobe_like_int;

// _Alignof, which is unsigned.
enum
{
  pyprobe_of_int = _Alignof (int),
  pyprobe_of_ints = _Alignof (int[100]),
  pyprobe_of_char = _Alignof (char)
};
_Static_assert (0 < -_Alignof (int), "_Alignof has a sign");

// _Noreturn, behind the type as well.
int _Noreturn pyprobe_stays_here (void) { for (;;) continue; }

// _Static_assert among members.
struct pyprobe_with_assertion
{
  int x;
  _Static_assert (sizeof (int) <= sizeof (long int), "_Static_assert does not stand in structures");
  long int y;
};

// u8 in front of a string is no macro's name.
#define u8 no such thing!
char const pyprobe_encoded[] = u8"plain letters" "and more";

// The same typedef again.
typedef long *pyprobe_pointer_to_long;
typedef long int *pyprobe_pointer_to_long;
typedef pyprobe_pointer_to_long pyprobe_pointer_to_long;

// Structures and unions without a name.
struct pyprobe_unnamed
{
  union {
    struct { int first; int second; };
    struct { int first; long int second; } named;
  };
  int last;
} pyprobe_sample;

static int
check_c11 (int argc, char **argv)
{
  _Static_assert (offsetof (struct pyprobe_unnamed, first) == offsetof (struct pyprobe_unnamed, named.first),
                  "unions without a name are laid out wrongly");
  (void) argc;
  (void) argv;
  pyprobe_sample.first = 2;
  pyprobe_sample.named.first = 5;
  return pyprobe_sample.first != 5;
}
