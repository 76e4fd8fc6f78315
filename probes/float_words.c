/* In which order does the target store the words of a double? The first value's bytes spell a word that reads one way
   with the high word first and the other way with the low word first; the answer is which of the two a search of the
   executable finds. main changes and uses the values so that no optimiser can drop them. */
#include <stdlib.h>

static double values[] = {9.090423496703681e+223, 0.0};

int main (int count, char *words[])
{
    values[atoi (words[1])] += atof (words[2]);
    return values[atoi (words[3])] > 0.0;
}
