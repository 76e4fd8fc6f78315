// configure.ac: the flags and tools of profile guided optimisation.
#include "autoconf.hpp"
#include "compiler_kind.hpp"
#include "llvm_tools.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kNoProfdata =
    "llvm-profdata is required for a --enable-optimizations build but could not be found.";

void find_profdata(Context& c) {
  c.set("LLVM_PROF_FOUND", find_llvm_tool(c, "LLVM_PROFDATA", "llvm-profdata") ? "found" : "not-found");
  if (c.is("ac_sys_system", "Darwin") && c.is("LLVM_PROF_FOUND", "not-found")) {
    const std::string guess = "/usr/bin/llvm-profdata";
    c.set("found_llvm_profdata", c.command("/usr/bin/xcrun -find llvm-profdata 2>/dev/null", guess).output);
    if (!c.empty("found_llvm_profdata")) {
      c.set("LLVM_PROFDATA", "/usr/bin/xcrun llvm-profdata");
      c.set("LLVM_PROF_FOUND", "found");
      c.notice(c.x("llvm-profdata found via xcrun: ${LLVM_PROFDATA}"));
    }
  }
  c.set("LLVM_PROF_ERR", "no");
}

void clang_pgo(Context& c) {
  c.set("PGO_PROF_GEN_FLAG", "-fprofile-instr-generate");
  if (c.checkout().says("$(shell pwd)/code.profclangd")) {
    c.set("PGO_PROF_USE_FLAG", R"(-fprofile-instr-use="$(shell pwd)/code.profclangd")");
    c.set_x("LLVM_PROF_MERGER",
            R"m( ${LLVM_PROFDATA} merge -output="$(shell pwd)/code.profclangd" "$(shell pwd)"/*.profclangr )m");
    c.set("LLVM_PROF_FILE", R"(LLVM_PROFILE_FILE="$(shell pwd)/code-%p.profclangr")");
  } else {
    c.set("PGO_PROF_USE_FLAG", "-fprofile-instr-use=code.profclangd");
    c.set_x("LLVM_PROF_MERGER", "${LLVM_PROFDATA} merge -output=code.profclangd *.profclangr");
    c.set("LLVM_PROF_FILE", "LLVM_PROFILE_FILE=\"code-%p.profclangr\"");
  }
  if (c.is("LLVM_PROF_FOUND", "not-found")) {
    c.set("LLVM_PROF_ERR", "yes");
    if (c.yes("REQUIRE_PGO")) c.fail(kNoProfdata);
  }
}

void gcc_pgo(Context& c) {
  const bool knows_i686 = c.checkout().says("ac_cv_i686");
  if (knows_i686) {
    c.cache_check("for i686", "ac_cv_i686", [&] {
      return !c.compiles(program("#ifdef __i386__\n#error this is 32-bit x86\n#endif\n", ""));
    });
  }
  c.set("PGO_PROF_GEN_FLAG", "-fprofile-generate");
  const bool everywhere = !knows_i686 && c.checkout().says("[-fprofile-update=atomic]");
  // Atomic counters keep threads from spoiling the profile, but are far too slow on 32-bit x86.
  const bool wanted = everywhere || (knows_i686 && c.is("ac_cv_i686", "no"));
  if (wanted && ax_check_compile_flag(c, "-fprofile-update=atomic")) {
    c.append("PGO_PROF_GEN_FLAG", " -fprofile-update=atomic");
  }
  c.set("PGO_PROF_USE_FLAG", "-fprofile-use -fprofile-correction");
  c.set("LLVM_PROF_MERGER", "true");
  c.set("LLVM_PROF_FILE", "");
}

void icc_pgo(Context& c) {
  c.set("PGO_PROF_GEN_FLAG", "-prof-gen");
  c.set("PGO_PROF_USE_FLAG", "-prof-use");
  c.set("LLVM_PROF_MERGER", "true");
  c.set("LLVM_PROF_FILE", "");
}

}  // namespace

void pgo_flags(Context& c) {
  for (const char* name : {"PGO_PROF_GEN_FLAG", "PGO_PROF_USE_FLAG", "LLVM_PROF_MERGER", "LLVM_PROF_FILE",
                           "LLVM_PROF_ERR", "LLVM_PROFDATA", "LLVM_PROF_FOUND"}) {
    c.subst(name);
  }
  find_profdata(c);
  const bool by_name = c.checkout().says("case \"$CC_BASENAME\" in\n  *clang*)");
  const bool by_command = by_name || c.checkout().says("LLVM_PROF_ERR=no\ncase $CC in\n  *clang*)");
  const std::string compiler = by_command ? named_in(c.var(by_name ? "CC_BASENAME" : "CC"), {"clang", "gcc", "icc"})
                                          : c.var("ac_cv_cc_name");
  // Apple's gcc used to be clang.
  const bool apple = by_command && compiler == "gcc" && matches("Darwin*", c.var("ac_sys_system"));
  if (compiler == "clang" || apple) {
    clang_pgo(c);
  } else if (compiler == "gcc") {
    gcc_pgo(c);
  } else if (compiler == "icc") {
    icc_pgo(c);
  }
}

}  // namespace pyconfigure::decide
