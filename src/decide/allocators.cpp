// configure.ac: --with-doc-strings, atomics, --with-mimalloc, --with-pymalloc, --with-c-locale-coercion, and what
// stands between them in older (--with-freelists) and newer trees (shufflevector, --with-pymalloc-hugepages).
#include <string>

#include "autoconf.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

/// An option that is on unless it is `no`; empty counts as not given.
void on_by_default(Context& c, const std::string& option, const std::string& variable, std::string_view macro,
                   std::string_view usual = "yes") {
  c.checking("for --with-" + option);
  c.with(option);
  if (c.empty(variable)) c.set(variable, usual);
  if (!c.is(variable, "no")) c.define(macro);
  c.result(c.var(variable));
}

void shufflevector(Context& c) {
  c.cache_check("for __builtin_shufflevector", "ac_cv_efficient_builtin_shufflevector",
                [&] { return c.links(source(probe::embedded_program("shufflevector.c"))); });
  if (c.yes("ac_cv_efficient_builtin_shufflevector")) c.define("_Py_HAVE_EFFICIENT_BUILTIN_SHUFFLEVECTOR");
}

void pymalloc_hugepages(Context& c) {
  c.checking("for --with-pymalloc-hugepages");
  c.with("pymalloc-hugepages");
  if (c.yes("with_pymalloc_hugepages")) {
    if (c.compiles(program("#include <sys/mman.h>\n",
                           "int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB;\n(void)flags;"))) {
      c.define("PYMALLOC_USE_HUGEPAGES");
    } else {
      c.warn("--with-pymalloc-hugepages requested but MAP_HUGETLB not found");
      c.set("with_pymalloc_hugepages", "no");
    }
  }
  c.result(c.empty("with_pymalloc_hugepages") ? "no" : c.var("with_pymalloc_hugepages"));
}

}  // namespace

void doc_strings(Context& c) {
  on_by_default(c, "doc-strings", "with_doc_strings", "WITH_DOC_STRINGS");
}

void atomics(Context& c) {
  c.cache_check("for stdatomic.h", "ac_cv_header_stdatomic_h",
                [&] { return c.links(source(probe::embedded_program("stdatomic.c"))); });
  if (c.yes("ac_cv_header_stdatomic_h")) c.define("HAVE_STD_ATOMIC");
  c.cache_check("for builtin __atomic_load_n and __atomic_store_n functions", "ac_cv_builtin_atomic",
                [&] { return c.links(source(probe::embedded_program("builtin_atomic.c"))); });
  if (c.yes("ac_cv_builtin_atomic")) c.define("HAVE_BUILTIN_ATOMIC");
  if (c.checkout().says("ac_cv_efficient_builtin_shufflevector")) shufflevector(c);
}

void mimalloc(Context& c) {
  if (!c.checkout().says("[for --with-mimalloc]")) return;
  c.checking("for --with-mimalloc");
  if (!c.with("mimalloc")) c.set("with_mimalloc", c.x("$ac_cv_header_stdatomic_h"));
  if (!c.is("with_mimalloc", "no")) {
    if (!c.yes("ac_cv_header_stdatomic_h")) {
      return c.fail("mimalloc requires stdatomic.h, use --without-mimalloc to disable mimalloc.");
    }
    c.set("with_mimalloc", "yes");
    c.define("WITH_MIMALLOC");
    c.set("MIMALLOC_HEADERS", "$(MIMALLOC_HEADERS)");
  } else if (c.yes("disable_gil")) {
    return c.fail("--disable-gil requires mimalloc memory allocator (--with-mimalloc).");
  }
  c.result(c.var("with_mimalloc"));
  c.subst("INSTALL_MIMALLOC", c.x("$with_mimalloc"));
  c.subst("MIMALLOC_HEADERS");
}

void pymalloc(Context& c) {
  const bool wasm = matches("Emscripten|WASI", c.var("ac_sys_system"));
  on_by_default(c, "pymalloc", "with_pymalloc", "WITH_PYMALLOC", wasm ? "no" : "yes");
  if (c.checkout().says("[for --with-freelists]") || c.checkout().says("(for --with-freelists)")) on_by_default(c, "freelists", "with_freelists", "WITH_FREELISTS");
  if (c.checkout().says("[pymalloc-hugepages],")) pymalloc_hugepages(c);
}

void c_locale_coercion(Context& c) {
  on_by_default(c, "c-locale-coercion", "with_c_locale_coercion", "PY_COERCE_C_LOCALE");
}

}  // namespace pyconfigure::decide
