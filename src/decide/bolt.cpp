// configure.ac: --enable-bolt, BOLT_COMMON_FLAGS, BOLT_INSTRUMENT_FLAGS, BOLT_APPLY_FLAGS.
#include "autoconf.hpp"
#include "llvm_tools.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"

namespace pyconfigure::decide {

namespace {

void need_tool(Context& c, std::string_view variable, const std::string& program) {
  if (!find_llvm_tool(c, variable, program)) {
    return c.fail(program + " is required for a --enable-bolt build but could not be found.");
  }
  c.result("\"Found " + program + "\"");
}

void bolt_build(Context& c) {
  c.set("PREBOLT_RULE", c.var("DEF_MAKE_ALL_RULE"));
  c.set("DEF_MAKE_ALL_RULE", "bolt-opt");
  c.set("DEF_MAKE_RULE", "build_all");

  // BOLT can do nothing with functions that are split already, or without relocations.
  if (ax_check_compile_flag(c, "-fno-reorder-blocks-and-partition")) {
    c.append("CFLAGS_NODIST", " -fno-reorder-blocks-and-partition");
  }
  c.append("LDFLAGS_NODIST", " -Wl,--emit-relocs");
  // For speed; at link time for executables only, not for shared libraries.
  c.append("CFLAGS_NODIST", " -fno-pie");
  c.append("LINKCC", " -fno-pie -no-pie");
  need_tool(c, "LLVM_BOLT", "llvm-bolt");
  need_tool(c, "MERGE_FDATA", "merge-fdata");
}

/// What BOLT must leave alone: functions with computed gotos, which it cannot follow in position independent code.
std::string skipped_functions(Context& c) {
  std::string names = "_PyEval_EvalFrameDefault,sre_ucs1_match/1,sre_ucs2_match/1,sre_ucs4_match/1";
  if (c.checkout().says("sre_ucs1_match.lto_priv.0/1")) {
    names += ",sre_ucs1_match.lto_priv.0/1,sre_ucs2_match.lto_priv.0/1,sre_ucs4_match.lto_priv.0/1";
  }
  return names;
}

}  // namespace

void enable_bolt(Context& c) {
  if (!c.checkout().says("[for --enable-bolt]")) return;
  c.set("Py_BOLT", "false");
  c.checking("for --enable-bolt");
  const auto given = c.enable("bolt");
  if (given && *given != "no") c.set("Py_BOLT", "true");
  c.result(c.is("Py_BOLT", "true") ? "yes" : "no");
  for (const char* name : {"PREBOLT_RULE", "LLVM_BOLT", "MERGE_FDATA"}) c.subst(name);
  if (c.is("Py_BOLT", "true")) bolt_build(c);

  c.subst("BOLT_BINARIES", "$(BUILDPYTHON)");
  // A library that the interpreter does not use cannot be profiled.
  const bool unused = c.checkout().says("AC_ARG_ENABLE([static-libpython-for-interpreter]") &&
                      !c.is("enable_static_libpython_for_interpreter", "no");
  if (c.yes("enable_shared") && !unused) c.append("BOLT_BINARIES", " $(INSTSONAME)");
}

void bolt_flags(Context& c) {
  if (!c.checkout().says("[for --enable-bolt]")) return;
  for (const char* name : {"BOLT_COMMON_FLAGS", "BOLT_INSTRUMENT_FLAGS", "BOLT_APPLY_FLAGS"}) c.subst(name);
  c.checking("BOLT_COMMON_FLAGS");  // configure never says what it found: the next `checking` goes on in this line.
  if (c.empty("BOLT_COMMON_FLAGS")) {
    c.set("BOLT_COMMON_FLAGS", " -update-debug-sections -skip-funcs=" + skipped_functions(c) + " ");
  }
  c.checking("BOLT_INSTRUMENT_FLAGS");
  if (c.empty("BOLT_INSTRUMENT_FLAGS")) c.set("BOLT_INSTRUMENT_FLAGS", c.var("BOLT_COMMON_FLAGS"));
  c.result(c.var("BOLT_INSTRUMENT_FLAGS"));

  c.checking("BOLT_APPLY_FLAGS");
  if (c.empty("BOLT_APPLY_FLAGS")) {
    c.set_x("BOLT_APPLY_FLAGS",
            " ${BOLT_COMMON_FLAGS} -reorder-blocks=ext-tsp -reorder-functions=cdsort -split-functions -icf=1"
            " -inline-all -split-eh -reorder-functions-use-hot-size -peepholes=none -jump-tables=aggressive -inline-ap"
            " -indirect-call-promotion=all -dyno-stats -use-gnu-stack -frame-opt=hot ");
  }
  c.result(c.var("BOLT_APPLY_FLAGS"));
}

}  // namespace pyconfigure::decide
