/* Are C11's atomics here, for int and for uintptr_t, and do they link? */
#include <stdatomic.h>

atomic_int pyprobe_number;
atomic_uintptr_t pyprobe_pointer;

int main()
{
    atomic_store_explicit(&pyprobe_number, 1, memory_order_relaxed);
    atomic_store_explicit(&pyprobe_pointer, 0, memory_order_relaxed);
    int loaded = atomic_load_explicit(&pyprobe_number, memory_order_seq_cst);
    return 0;
}
