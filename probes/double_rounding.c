/* Does arithmetic round a double twice, once to the width of the x87 registers and then to its own?
   yes (exit status 0): no sign of it, or not in both of two operations. */
#include <stdlib.h>
#include <math.h>

int main(void)
{
    volatile double below_one = 0.99999999999999989; /* 1 - 2**-53 */
    volatile double large = 1e16;
    volatile double small = 2.99999;
    volatile double quotient = 1. / below_one; /* 1 + 2**-52; rounded twice: 1 */
    volatile double sum = large + small;       /* 1e16 + 2; rounded twice: 1e16 + 4 */

    return quotient == 1. && sum == 1e16 + 4. ? EXIT_FAILURE : EXIT_SUCCESS;
}
