  /* Does the compiler know const as ANSI C has it? The statements of main; yes when they compile. Each block is
     something that a compiler of the early nineties got wrong. */
#ifndef __cplusplus
  typedef int pair[2];
  const pair constants = { 0, 0 };
  struct place { int x, y; };
  static struct place const origin = { 0, 0 };
  char const *const *to_constant;
  char **to_plain;
  const char *text = "text";

  to_constant = &text + (text ? text - text : 0);
  ++to_constant;
  to_plain = (char **) to_constant;
  to_constant = (char const *const *) to_plain;
  {
    char letter;
    char *to_letter = &letter;
    char const *either = 0 ? (char *) 0 : (char const *) 0;

    *to_letter++ = 0;
    if (either)
      return 0;
  }
  {
    int numbers[] = { 25, 17 };
    const int *number = &numbers[0];
    ++number;
  }
  {
    typedef const int *to_number;
    to_number number = 0;
    ++number;
  }
  {
    struct holder { int value; const int *numbers[3]; } holder;
    struct holder *to_holder = &holder;
    to_holder->value = 5;
  }
  {
    const int ten = 10;
    if (!ten)
      return 0;
  }
  return !constants[0] && !origin.x;
#endif
