/* Do the compiler's own __atomic functions exist, and do they link? */
int counter;

int main()
{
    __atomic_store_n(&counter, 2, __ATOMIC_SEQ_CST);
    (void)__atomic_load_n(&counter, __ATOMIC_SEQ_CST);
    return 0;
}
