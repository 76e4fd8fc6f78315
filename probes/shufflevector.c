/* Are shuffles of 16-byte vectors there, on a processor that has instructions for them? */
#if defined(__x86_64__) || defined(__aarch64__)
#elif defined(__arm__) && defined(__ARM_NEON)
#else
#  error "no vector instructions to count on"
#endif
typedef unsigned char bytes16 __attribute__((vector_size(16)));

int main(void)
{
    bytes16 even = {0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30};
    bytes16 odd = {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31};
    bytes16 mixed = __builtin_shufflevector(even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    (void)mixed;
    return 0;
}
