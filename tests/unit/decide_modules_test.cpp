// Extension modules as the checkout declares them, and the conditions that the declarations are written in.
#include <gtest/gtest.h>

#include "decide/sections.hpp"
#include "decide/shell_condition.hpp"
#include "decide_scene.hpp"
#include "pyconfigure/tree/macro_calls.hpp"

namespace pyconfigure::test {
namespace {

using decide::Context;
using Truth = std::optional<bool>;

Truth under(std::string_view condition) {
  Scene scene;
  scene.set("a", "yes").set("b", "no").set("system", "Darwin");
  const Context& c = scene.run([](Context&) {});
  return decide::holds(c, condition);
}

TEST(ShellConditions, Comparisons) {
  EXPECT_EQ(under(R"(test "$a" = yes)"), true);
  EXPECT_EQ(under(R"(test "$a" = "no")"), false);
  EXPECT_EQ(under(R"(test "$system" != 'Darwin')"), false);
  EXPECT_EQ(under(R"(test -n "$a")"), true);
  EXPECT_EQ(under(R"(test -n "$unset")"), false);
  EXPECT_EQ(under(R"(test -z "$unset")"), true);
  EXPECT_EQ(under("test $a = yes"), true);
}

TEST(ShellConditions, AndOrNotAndGroups) {
  EXPECT_EQ(under(R"(test "$a" = yes -a "$b" = yes)"), false);
  EXPECT_EQ(under(R"(test "$a" = yes -o "$b" = yes -a "$b" = yes)"), true) << "-a binds closer";
  EXPECT_EQ(under(R"(test "$b" = yes || test "$a" = yes && test "$b" = yes)"), false) << "&& and || from left to right";
  EXPECT_EQ(under("test \"$a\" = yes &&\n { test \"$b\" = yes || test \"$a\" = yes; }"), true);
  EXPECT_EQ(under(R"(! test "$a" = yes)"), false);
  EXPECT_EQ(under(R"(test ! "$a" = yes)"), false);
  EXPECT_EQ(under(R"(test \( "$b" = yes -o "$a" = yes \) -a "$a" = yes)"), true);
  EXPECT_EQ(under("true && false"), false);
}

TEST(ShellConditions, WhatIsNotUnderstoodIsNoAnswer) {
  EXPECT_EQ(under("grep -q x file"), std::nullopt);
  EXPECT_EQ(under(R"(test "`uname`" = Linux)"), std::nullopt);
  EXPECT_EQ(under(R"(test "${a:-no}" = yes)"), std::nullopt);
  EXPECT_EQ(under("test $unset = yes"), std::nullopt) << "the words would be others";
  EXPECT_EQ(under(R"(test "$a" -gt 3)"), std::nullopt);
  EXPECT_EQ(under(R"(test "$a" = yes &&)"), std::nullopt);
  EXPECT_EQ(under(R"(test "$a = yes)"), std::nullopt);
  EXPECT_EQ(under(R"(case $a in yes) true;; esac)"), std::nullopt);
}

Context decided(Scene& scene, std::string_view declarations) {
  scene.tree.configure_ac = "MODULE\nMODULE_BLOCK=\n";
  scene.tree.configure_ac += declarations;
  return scene.run(decide::modules);
}

TEST(Modules, StatesFlagsAndOrder) {
  Scene scene;
  scene.set("have_x", "yes").set("X_CFLAGS", "-I/x").set("py_cv_module_gone", "n/a").set("py_cv_module_b", "missing");
  const Context& c = decided(scene, R"m(
AC_DEFUN([PY_STDLIB_MOD_SIMPLE], [PY_STDLIB_MOD([$1])])
dnl PY_STDLIB_MOD([comment])
PY_STDLIB_MOD_SIMPLE([b], [], [$UNSET])
PY_STDLIB_MOD([a],
  [], [test "$have_x" = yes],
  [-I\$(srcdir) $X_CFLAGS], [$X_LIBS]
)
PY_STDLIB_MOD([off], [test "$have_x" = no], [], [-DOFF])
PY_STDLIB_MOD([lost], [], m4_flatten([test "$have_x" = yes
   -a "$have_y" = yes]))
PY_STDLIB_MOD_SIMPLE([gone])
)m");
  EXPECT_EQ(c.var("MODULE_BLOCK"),
            "MODULE_B_STATE=yes\nMODULE_B_LDFLAGS=\n"
            "MODULE_A_STATE=yes\nMODULE_A_CFLAGS=-I$(srcdir) -I/x\nMODULE_A_LDFLAGS=\n\n"
            "MODULE_OFF_STATE=disabled\nMODULE_LOST_STATE=missing\nMODULE_GONE_STATE=n/a\n");
  EXPECT_EQ(standard_output(c),
            "checking for stdlib extension module a... yes\n"
            "checking for stdlib extension module off... disabled\n"
            "checking for stdlib extension module lost... missing\n");
  EXPECT_EQ(c.var("MODULE_A_TRUE"), "");
  EXPECT_EQ(c.var("MODULE_GONE_TRUE"), "#");
}

TEST(Modules, AnUnknownConditionIsNamed) {
  Scene scene;
  const Context& c = decided(scene, "PY_STDLIB_MOD([odd], [expr 1 + 1])\n");
  EXPECT_EQ(error_of(c), "configure.ac declares the module odd by 'expr 1 + 1', which pyconfigure does not know\n"
                         "use the checkout's own ./configure for it");
}

constexpr const char* kTable = R"(
AC_DEFUN([PY_STDLIB_MOD_SET_NA], [])
AS_CASE([$ac_sys_system],
  [AIX], [PY_STDLIB_MOD_SET_NA([_scproxy])],
  dnl a remark
  [Darwin], [],
  [Emscripten|WASI], [
    dnl more remarks, [with] brackets
    PY_STDLIB_MOD_SET_NA(
      [grp],
      [pwd],
    )
    AS_CASE([$ac_sys_system/$target], [WASI/*], [PY_STDLIB_MOD_SET_NA([mmap])])
  ],
  [PY_STDLIB_MOD_SET_NA([other])]
)
AS_CASE([$host_cpu], [wasm32], [MODULE_BUILDTYPE=static])
MODULE_BLOCK=
)";

std::string unavailable_on(std::string system) {
  Scene scene;
  scene.tree.configure_ac = kTable;
  const Context& c = scene.set("ac_sys_system", std::move(system)).run(decide::platform_modules);
  std::string names;
  for (const auto& [name, value] : c.vars()) {
    if (name.starts_with("py_cv_module_")) names += name.substr(13) + "=" + value + " ";
  }
  return names + error_of(c);
}

TEST(Modules, WhatAPlatformCannotHave) {
  EXPECT_EQ(unavailable_on("AIX"), "_scproxy=n/a ");
  EXPECT_EQ(unavailable_on("Darwin"), "");
  EXPECT_EQ(unavailable_on("WASI"), "=n/a grp=n/a mmap=n/a pwd=n/a ") << "with the module of no name behind a last comma";
  EXPECT_EQ(unavailable_on("Linux"), "other=n/a ");
}

TEST(MacroCalls, OnlyCallsOrNothing) {
  const auto calls = tree::only_calls(" dnl a remark\n A([x], [y]) # another\n B(c)\n");
  ASSERT_TRUE(calls.has_value());
  ASSERT_EQ(calls->size(), 2u);
  EXPECT_EQ(calls->front().argument(1), "y");
  EXPECT_EQ(calls->front().argument(7), "");
  EXPECT_EQ(tree::only_calls("A([x]) and words"), std::nullopt);
  EXPECT_EQ(tree::definition_of("AC_DEFUN([M], [body $1])", "M"), "body $1");
  EXPECT_EQ(tree::definition_of("AC_DEFUN([M], [body $1])", "N"), "");
}

}  // namespace
}  // namespace pyconfigure::test
