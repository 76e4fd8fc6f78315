/* Do the compiler's own __atomic functions exist, and do they link? */
int pyprobe_counter;

int main()
{
    __atomic_store_n(&pyprobe_counter, 2, __ATOMIC_SEQ_CST);
    (void)__atomic_load_n(&pyprobe_counter, __ATOMIC_SEQ_CST);
    return 0;
}
