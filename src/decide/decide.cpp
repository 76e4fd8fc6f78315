#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/decide.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

using Section = void (*)(Context&);

constexpr Section kSections[] = {
    // --- 98-1060 ---
    initialise,
    source_folder,
    systems,
    build_python,
    package,
    pkg_config_option,
    missing_stdlib_config,
    machine,
    ios_tools,
    universal_sdk,
    framework,
    app_store_compliance,
    host_platform,
    source_macros,
    compiler_presets,
    darwin_compiler,
    // --- 1061-1389 ---
    c_compiler,
    system_extensions,
    cxx_main,
    cxx_compiler,
    platform_triplet,
    stack_direction,
    support_tier,
    no_as_needed,
    android,
    unsupported_systems,
    wasm_options,
    executable_suffix,
    case_insensitive_folder,
    hp_compiler,
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
    early_experimental_jit,
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
    with_frame_pointers,
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
    darwin_libtool,
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
    nis,
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
    readline,
    readline_features,
    broken_nice,
    broken_poll,
    working_tzset,
    stat_nanoseconds,
    curses,
    device_files,
    core_foundation,
    size_t_format,
    socket_length,
    broken_mbstowcs,
    computed_gotos,
    tail_call_interpreter,
    remote_debug,
    pipe_buf,
    thread_headers,
    build_folders,
    optimization_level,
    memmove_bug,
    ceval_inlining,
    ipa_pure_const_bug,
    ensurepip,
    dirent_type,
    getrandom,
    shared_memory,
    openssl,
    openssl_rpath,
    openssl_features,
    ssl_default_suites,
    builtin_hashlib_hashes,
    test_modules,
    libatomic,
    thread_name_length,
    platform_modules,
    module_build_type,
    modules,
    jit_stencils,
    output_files,
    output_defaults,
};

/// A section that some trees have further on: where its words come behind those of another section, it follows that one.
struct Moved {
  Section section;
  std::string_view words;
  Section other;
  std::string_view other_words;
};

constexpr Moved kMoved[] = {
    {machine, "AC_ARG_VAR([MACHDEP]", framework, "_PYTHONFRAMEWORK"},
    {atomics, "[ac_cv_header_stdatomic_h], [", ipa_pure_const_bug, "HAVE_IPA_PURE_CONST_BUG"},
};

std::vector<Section> sections_of(const tree::Checkout& checkout) {
  std::vector<Section> sections(std::begin(kSections), std::end(kSections));
  const std::string_view text = checkout.configure_ac;
  for (const Moved& moved : kMoved) {
    const std::size_t at = base::find(text, moved.words);
    const std::size_t other = base::find(text, moved.other_words);
    if (at == std::string_view::npos || other == std::string_view::npos || at < other) continue;
    std::erase(sections, moved.section);
    const auto place = std::find(sections.begin(), sections.end(), moved.other);
    if (place != sections.end()) sections.insert(std::next(place), moved.section);
  }
  return sections;
}

}  // namespace

void decide(Context& c) {
  for (Section section : sections_of(c.checkout())) {
    section(c);
    if (c.stopped()) return;
  }
}

}  // namespace pyconfigure::decide
