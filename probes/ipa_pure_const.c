/* Does gcc's ipa-pure-const pass notice that inline assembler with a memory clobber writes to memory?
   Exit status 0: it does. The function stores 6 through its argument behind the compiler's back and gives 0. */
__attribute__((noinline)) int
pyprobe_store_six(int *at) {
  int zero;
  asm ( "movl $6, (%1)\n\t"
        "xorl %0, %0\n\t"
        : "=r" (zero) : "r" (at) : "memory"
  );
  return zero;
}

int main(void) {
  int number = 8;
  if ((pyprobe_store_six(&number) ? : number) != 6)
    return 1;
  return 0;
}
