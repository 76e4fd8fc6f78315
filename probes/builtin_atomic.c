/* Do the compiler's own __atomic functions exist, and do they link? */
int number;

int main()
{
    __atomic_store_n(&number, 2, __ATOMIC_SEQ_CST);
    (void)__atomic_load_n(&number, __ATOMIC_SEQ_CST);
    return 0;
}
