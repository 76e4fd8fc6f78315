/* Do the atomic operations of the tree's pyatomic.h link without libatomic, those on one byte included (RISC-V's
   older gcc has only wide ones)? Links: yes. Python.h cannot be included: there is no pyconfig.h yet. */
// What pyatomic.h expects to be there: the integer types and Py_ssize_t.
#include <stdint.h>  // uint8_t, uint64_t, intptr_t
#ifdef HAVE_SYS_TYPES_H
#  include <sys/types.h> // ssize_t
#endif
#if HAVE_SSIZE_T
typedef ssize_t Py_ssize_t;
#elif SIZEOF_VOID_P == SIZEOF_SIZE_T
typedef intptr_t Py_ssize_t;
#else
#  error "no type for Py_ssize_t"
#endif

#include "pyatomic.h"

int main()
{
  uint64_t wide;
  _Py_atomic_store_uint64(&wide, 1);
  if (_Py_atomic_or_uint64(&wide, 4) != 1) {
    return 1;
  }
  if (_Py_atomic_load_uint64(&wide) != 5) {
    return 1;
  }
  uint8_t narrow = 0xa0;
  if (_Py_atomic_or_uint8(&narrow, 0x0c) != 0xa0) {
    return 1;
  }
  if (_Py_atomic_load_uint8(&narrow) != 0xac) {
    return 1;
  }
  return 0;
}
