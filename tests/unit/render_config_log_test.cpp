#include <gtest/gtest.h>

#include "pyconfigure/render/config_log.hpp"

namespace pyconfigure::render {
namespace {

using decide::Event;

ConfigLogInput log_input() {
  ConfigLogInput input;
  input.generator = "pyconfigure test";
  input.version = "3.99";
  input.autoconf_version = "2.72";
  input.program = "/src/configure";
  input.arguments = " --x 'CC=a b'";
  input.platform = "uname -m = abc\n";
  input.path = {"/bin", ""};
  return input;
}

std::string log_of(const std::vector<Event>& events, const AnswerLookup& answer = {}) {
  return config_log(log_input(), events, {}, {}, {}, answer);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::shared_ptr<const probe::Probe> program_probe(probe::Phase phase) {
  probe::ProgramProbe program;
  program.phase = phase;
  program.program.prologue = "int x;\nint y;";
  return std::make_shared<const probe::Probe>(program);
}

TEST(ConfigLog, StartsWithTheInvocationAndThePlatform) {
  const std::string log = log_of({});
  EXPECT_TRUE(has(log, "It was created by python configure 3.99"));
  EXPECT_TRUE(has(log, "\n  $ /src/configure --x 'CC=a b'\n"));
  EXPECT_TRUE(has(log, "## Platform. ##\n## --------- ##\n\nuname -m = abc\n\nPATH: /bin/\nPATH: ./\n"));
  EXPECT_TRUE(has(log, "\n## Core tests. ##\n"));
  EXPECT_TRUE(log.ends_with("\nconfigure: exit 0\n"));
}

TEST(ConfigLog, MessagesAreNumbered) {
  const std::string log = log_of({{Event::Kind::checking, "for x", {}},
                                  {Event::Kind::cached, "", {}},
                                  {Event::Kind::result, "yes", {}},
                                  {Event::Kind::warning, "w", {}},
                                  {Event::Kind::notice, "\nparagraph\n", {}},
                                  {Event::Kind::out, "not here", {}},
                                  {Event::Kind::error, "e", {}}});
  EXPECT_TRUE(has(log,
                  "configure:1: checking for x\nconfigure:2: result: yes\nconfigure:3: WARNING: w\n"
                  "configure:4:\nparagraph\n\nconfigure:5: error: e\n"))
      << log;
  EXPECT_FALSE(has(log, "not here"));
}

TEST(ConfigLog, FailedProgramIsShown) {
  const probe::Answer no{false, 1, "", "bad thing", "cc -c conftest.c >&5"};
  const std::string log = log_of({{Event::Kind::probe, "", program_probe(probe::Phase::compile)}},
                                 [&no](const probe::Probe&) { return &no; });
  EXPECT_TRUE(has(log,
                  "configure:1: cc -c conftest.c >&5\nbad thing\nconfigure:2: $? = 1\n"
                  "configure: failed program was:\n| int x;\n| int y;\n"))
      << log;
}

TEST(ConfigLog, RunProbeShowsBothSteps) {
  const probe::Answer yes{true, 0, "", "", "cc conftest.c"};
  const std::string log = log_of({{Event::Kind::probe, "", program_probe(probe::Phase::run)}},
                                 [&yes](const probe::Probe&) { return &yes; });
  EXPECT_TRUE(has(log,
                  "configure:1: cc conftest.c\nconfigure:2: $? = 0\nconfigure:3: ./conftest\n"
                  "configure:4: $? = 0\n"));
  EXPECT_FALSE(has(log, "failed program"));
}

TEST(ConfigLog, UnaskedProbesAreNotShown) {
  const std::string log =
      log_of({{Event::Kind::probe, "", program_probe(probe::Phase::run)}}, [](const probe::Probe&) { return nullptr; });
  EXPECT_FALSE(has(log, "conftest"));
}

TEST(ConfigLog, EndsWithTheVariables) {
  const decide::Vars vars{{"ac_cv_b", "x y"}, {"ac_cv_a", "no"}, {"ac_cv_nl", "a\nb"}, {"CC", "it's"}, {"Z", "1\n2"}};
  probe::Confdefs confdefs;
  confdefs.lines = {{"A", "#define A 1\n"}};
  ConfigLogInput input = log_input();
  input.status = 77;
  input.after_events = "config.status:1: creating x\n";
  const std::string log = config_log(input, {}, vars, {"CC", "Z", "UNSET"}, confdefs, {});
  EXPECT_TRUE(
      log.ends_with("config.status:1: creating x\n\n"
                    "## ---------------- ##\n## Cache variables. ##\n## ---------------- ##\n\n"
                    "ac_cv_a=no\nac_cv_b='x y'\n\n"
                    "## ----------------- ##\n## Output variables. ##\n## ----------------- ##\n\n"
                    "2'\nCC='it'\\''s'\nUNSET=''\nZ='1\n\n"
                    "## ----------- ##\n## confdefs.h. ##\n## ----------- ##\n\n"
                    "/* confdefs.h */\n#define A 1\n\nconfigure: exit 77\n"))
      << log;
}

TEST(ConfigCache, SetsWhatIsNotSet) {
  std::vector<std::string> left_out;
  const decide::Vars vars{{"ac_cv_env_CC_value", "gcc"}, {"ac_cv_x", "a b"}, {"ac_cv_x2", "no"}, {"py_cv_y", "{1}"},
                          {"ac_cv_nl", "a\nb"},          {"other", "1"}};
  EXPECT_EQ(config_cache("# c\n\n", vars, &left_out),
            "# c\n\nac_cv_env_CC_value=gcc\nac_cv_x2=${ac_cv_x2=no}\nac_cv_x=${ac_cv_x='a b'}\n"
            "test ${py_cv_y+y} || py_cv_y='{1}'\n");
  EXPECT_EQ(left_out, std::vector<std::string>{"ac_cv_nl"});
  EXPECT_EQ(config_cache("", {{"py_cv_y", "{1}"}}, nullptr, true), "test \"${py_cv_y+set}\" = set || py_cv_y='{1}'\n");
}

TEST(ConfigCache, CommentComesFromTheScript) {
  EXPECT_EQ(cache_comment("x\ncat >confcache <<\\_ACEOF\n# one\n\n_ACEOF\ny\n"), "# one\n\n");
  EXPECT_TRUE(cache_comment("nothing").starts_with("# "));
}

}  // namespace
}  // namespace pyconfigure::render
