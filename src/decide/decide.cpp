#include "pyconfigure/decide/decide.hpp"

#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

using Section = void (*)(Context&);

constexpr Section kSections[] = {
    // --- 98-1060 ---
    // --- 1061-1389 ---
    // --- 1390-2355 ---
    // --- 2356-3822 ---
    // --- 3823-5230 ---
    // --- 5231-6571 ---
    dynamic_loading,
    library_functions,
    compression,
    network_functions,
    system_functions,
    getaddrinfo,
    structures,
    compiler_characteristics,
    gethostbyname,
    math_libraries,
    floating_point,
    math_functions,
    semaphores,
    dlopen_flags,
    big_digits,
    wide_characters,
    byte_order,
    abi_names,
    right_shift,
    unlocked_input,
    // --- 6572-8420 ---
};

}  // namespace

void decide(Context& c) {
  for (Section section : kSections) {
    section(c);
    if (c.stopped()) return;
  }
}

}  // namespace pyconfigure::decide
