// The differences from configure that docs/parity.md lists and no other test shows.
#include <gtest/gtest.h>

#include "decide/sections.hpp"
#include "decide_scene.hpp"

namespace pyconfigure::test {
namespace {

TEST(DeliberateDifferences, NoPathnameExpansionInTheValueOfDbmliborder) {
  Scene scene;
  EXPECT_EQ(error_of(scene.set("with_dbmliborder", "*").run(decide::dbm)),
            "proper usage is --with-dbmliborder=db1:db2:... (gdbm:ndbm:bdb)");
}

TEST(DeliberateDifferences, NoPathnameExpansionInTheValueOfTzpath) {
  Scene scene;
  EXPECT_EQ(error_of(scene.set("with_tzpath", "*").run(decide::tzpath)),
            "--with-tzpath must contain only absolute paths, not *");
}

TEST(DeliberateDifferences, TheStrayBracketOfPkgConfigIsNoFileName) {
  Scene scene;  // nothing is found there
  const decide::Context c = scene.set("with_pkg_config", "yes").run(decide::pkg_config_option);
  EXPECT_EQ(error_of(c), "pkg-config is required");
  for (const decide::Action& action : c.actions()) EXPECT_NE(action.path, "5]");
}

TEST(DeliberateDifferences, TheNodeOfUuidsIsNeverAskedFor) {
  Scene scene(FakeOracle::Otherwise::yes);
  scene.tree.configure_ac += "PY_EXTRACT_UUID_GENERATE_TIME_SAFE_MAC";
  scene.set("HAVE_UUID_GENERATE_TIME_SAFE", "1");
  EXPECT_NE(standard_output(scene.run(decide::uuid)).find("node value is stable... unstable\n"), std::string::npos);
  EXPECT_FALSE(scene.machine.was_asked("conftest.out"));
  scene.set("py_cv_uuid_node1", "abc").set("py_cv_uuid_node2", "abc");
  EXPECT_EQ(macro_of(scene.run(decide::uuid), "HAVE_UUID_GENERATE_TIME_SAFE_STABLE_MAC"), "1");
}

}  // namespace
}  // namespace pyconfigure::test
