/* Are these Tcl and Tk 8.5.12 or newer? Only the top of a program: main follows. */
#include <tcl.h>
#include <tk.h>
#define AS_ONE_NUMBER(major, minor, serial) ((major) * 1000000 + (minor) * 1000 + (serial))
#define OLDEST_SUPPORTED AS_ONE_NUMBER(8, 5, 12)
#if defined(TK_HEX_VERSION)
#  if TK_HEX_VERSION < 0x0805020c
#    error "Tk is too old"
#  endif
#endif
#if AS_ONE_NUMBER(TCL_MAJOR_VERSION, TCL_MINOR_VERSION, TCL_RELEASE_SERIAL) < OLDEST_SUPPORTED
#  error "Tcl is too old"
#endif
#if AS_ONE_NUMBER(TK_MAJOR_VERSION, TK_MINOR_VERSION, TK_RELEASE_SERIAL) < OLDEST_SUPPORTED
#  error "Tk is too old"
#endif
