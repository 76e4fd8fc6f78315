// configure.ac's sections in their order, one function each. decide.cpp calls them one after the other.
// The line ranges are those of 3.14.7.
#pragma once

#include "pyconfigure/decide/context.hpp"

namespace pyconfigure::decide {

// --- 98-1060: the source folder, build interpreters, machine, framework, host platform ---

// --- 1061-1389: compiler, platform triplet, unsupported systems, wasm options, suffix ---

// --- 1390-2355: library names, profiling, lto, pgo, bolt, optimisation flags ---

// --- 2356-3822: wasm flags, thread stack, warnings, jit, pthreads, headers, types, sanitizers, shared libraries ---

// --- 3823-5230: uuid, expat, ffi, mpdec, sqlite, tcl, dbm, threads, ipv6, allocators ---

// --- 5231-6571: dynamic loading, functions, compression, sockets, structures, libm, floats, soabi ---

// --- 6572-8420: readline, time, curses, devices, openssl, hashes, modules, outputs ---

}  // namespace pyconfigure::decide
