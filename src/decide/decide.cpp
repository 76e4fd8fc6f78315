#include "pyconfigure/decide/decide.hpp"

#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

using Section = void (*)(Context&);

constexpr Section kSections[] = {
    // --- 98-1060 ---
    // --- 1061-1389 ---
    // --- 1390-2355 ---
    library_name,
    link_command,
    export_symbols,
    gnu_ld,
    enable_shared,
    static_libpython,
    enable_profiling,
    ldlibrary,
    host_runner,
    library_deps,
    archiver,
    install_tools,
    disable_gil,
    with_pydebug,
    with_trace_refs,
    enable_pystats,
    with_assertions,
    enable_optimizations,
    profile_task,
    llvm_path,
    with_lto,
    pgo_flags,
    enable_bolt,
    bolt_flags,
    strict_overflow,
    debug_optimization,
    opt_flags,
    // --- 2356-3822 ---
    wasm_flags,
    thread_stack_size,
    base_flags,
    safety_flags,
    warning_flags,
    experimental_jit,
    compiler_flags,
    pthread_flags,
    headers,
    clock_makedev_le64toh,
    large_file_macros,
    basic_types,
    sizes,
    pthread_types,
    framework_flags,
    dsymutil,
    dyld,
    address_sanitizer,
    memory_sanitizer,
    undefined_behavior_sanitizer,
    thread_sanitizer,
    shared_library_suffix,
    shared_linker,
    shared_flags,
    perf_trampoline,
    dynamic_loading_libraries,
    faulthandler,
    // --- 3823-5230 ---
    uuid,
    realtime_and_intl_libraries,
    aix_extensions,
    aligned_access,
    hash_algorithm,
    tzpath,
    socket_libraries,
    with_libs,
    expat,
    libffi,
    libmpdec,
    sqlite,
    tcltk,
    dbm,
    posix_threads,
    ipv6,
    can_raw,
    doc_strings,
    atomics,
    mimalloc,
    pymalloc,
    c_locale_coercion,
    valgrind,
    dtrace,
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
