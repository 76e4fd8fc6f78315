/* Does a complex number arrive unchanged when libffi makes the call? Exits with 0 when it does. */
#include <complex.h>
#include <ffi.h>

int pyprobe_arrived(double complex number)
{
    const double complex sent = 3.5 - 0.75 * I;
    return number == sent;
}

int main(void)
{
    double complex number = 3.5 - 0.75 * I;
    ffi_type *types[1];
    void *arguments[1];
    ffi_cif call;
    types[0] = &ffi_type_complex_double; /* (not in a table, of which linkers do not say whose it is) */
    arguments[0] = &number;
    if (ffi_prep_cif(&call, FFI_DEFAULT_ABI, 1, &ffi_type_sint, types) != FFI_OK)
        return 2;
    ffi_arg answer;
    ffi_call(&call, FFI_FN(pyprobe_arrived), &answer, arguments);
    return !answer;
}
