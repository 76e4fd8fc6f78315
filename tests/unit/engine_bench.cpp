#include "engine_bench.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace pyconfigure::test {

namespace {

using probe::Phase;
using probe::Program;
using probe::ProgramProbe;

ProgramProbe question(Phase phase, Program program) {
  ProgramProbe probe;
  probe.phase = phase;
  probe.program = std::move(program);
  return probe;
}

ProgramProbe with_body(Phase phase, std::string body, std::string includes) {
  return question(phase, {Program::Shape::body, std::move(includes), std::move(body), {}});
}

constexpr const char* kCommandLine = R"(#!/bin/sh
out=a.out mode=link sources= objects= objects_wanted= previous=
for word; do
  case $previous:$word in
    -o:*) out=$word ;;
    *:-c) mode=compile objects_wanted=yes ;;
    *:-fsyntax-only) mode=compile ;;
    *:-E) mode=preprocess ;;
    *:*.c) sources="$sources $word" ;;
    *:*.o) objects="$objects $word" ;;
  esac
  previous=$word
done
)";

constexpr const char* kCompiler = R"(
if [ $mode = preprocess ]; then
  awk 'BEGIN { print "# 1 \"" ARGV[1] "\"" }
       /^#if __has_include/ { skip = /absent/ }
       !skip && !/^#/ { print }
       /^#endif/ { skip = 0 }' $sources
  exit 0
fi
code_of() { sed -n 's/.*EXIT \([0-9]*\).*/\1/p' "$@" | tail -n 1; }
# The line that the shared executable has for a program: its number is a part of main's new name.
entry_of() { echo "`sed -n 's/^#define main .*_//p' "$1"`) exit `code=$(code_of "$1"); echo ${code:-0}` ;;"; }
if [ "$mode$out" = compilea.out ] && [ -n "$objects_wanted" ]; then
  status=0
  for source in $sources; do
    object=${source##*/}
    object=${object%.c}.o
    if grep -q BAD "$source"; then
      echo "$source:1:1: error: bad" >&2
      status=1
    else
      entry_of "$source" >"$object"
    fi
  done
  exit $status
fi
awk 'FNR == 1 { name = FILENAME } /^#line.*"/ { split($0, part, "\""); name = part[2] }
     /^#warning/ { print name ":1:2: warning: seen" }
     /BAD/ { print name ":" FNR ":1: error: bad"; bad = 1 } END { exit bad }' $sources >&2 || exit 1
code=`code_of $sources`
if [ $mode = link ]; then
  echo /tmp/object.o
  missing=`sed -n -e 's/.*return \(missing_[a-z]*\) ();.*/\1/p' -e 's/^  \(missing_[a-z]*\),$/\1/p' $sources`
  for symbol in $missing; do echo "x.c: undefined reference to \`$symbol'" >&2; done
  [ -z "$missing" ] || exit 1
  {
    echo '#!/bin/sh'
    echo 'case ${1-0} in'
    [ -z "$objects" ] || cat $objects
    echo "0) exit ${code:-0} ;; esac"
  } >"$out"
  chmod +x "$out"
elif [ "$out" != a.out ]; then
  entry_of $sources >"$out"
fi
)";

}  // namespace

ProgramProbe compile_body(std::string body, std::string includes) {
  return with_body(Phase::compile, std::move(body), std::move(includes));
}
ProgramProbe compile_text(std::string text) {
  return question(Phase::compile, {Program::Shape::whole, std::move(text), {}, {}});
}
ProgramProbe link_body(std::string body, std::string includes) {
  return with_body(Phase::link, std::move(body), std::move(includes));
}
ProgramProbe run_body(std::string body, std::string includes) {
  return with_body(Phase::run, std::move(body), std::move(includes));
}
ProgramProbe run_text(std::string text) {
  return question(Phase::run, {Program::Shape::whole, std::move(text), {}, {}});
}
ProgramProbe call_of(std::string function) {
  return question(Phase::link, {Program::Shape::function, {}, {}, std::move(function)});
}
ProgramProbe value_of(std::string expression, std::string includes) {
  return question(Phase::run, {Program::Shape::value, std::move(includes), std::move(expression), {}});
}
ProgramProbe header(std::string name) {
  return compile_text("#include <stdio.h>\n#include <" + name + ">");
}

EngineBench::EngineBench() {
  std::string error;
  EXPECT_TRUE(folder_.create(error)) << error;
  tools.cc = "gcc";
  tools.cpp = "gcc -E";
}

std::string EngineBench::fake_compiler(const std::string& prelude) {
  const std::string path = folder_.path() + "/cc" + std::to_string(++compilers_);
  os::write_plain(path, kCommandLine + prelude + kCompiler);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

std::vector<probe::Answer> EngineBench::ask(const std::vector<ProgramProbe>& questions, bool batch) {
  toolchain::Engine engine({{"PATH=/usr/bin:/bin", "LC_ALL=C"}, folder_.path(), jobs, batch, time_limit_s, in_build_folder});
  auto confdefs = std::make_shared<probe::Confdefs>();
  confdefs->lines.push_back({"_GNU_SOURCE", "#define _GNU_SOURCE 1\n"});
  std::vector<probe::Probe> probes;
  for (ProgramProbe probe : questions) {
    if (!own_tools) probe.env = tools;
    if (probe.confdefs == nullptr) {
      probe.confdefs = confdefs;
      probe.confdefs_seen = 1;
    }
    probes.emplace_back(std::move(probe));
  }
  for (const probe::Probe& probe : probes) EXPECT_EQ(engine.find(probe, true), nullptr);
  std::string error;
  EXPECT_TRUE(engine.answer_noted(error)) << error;
  EXPECT_FALSE(engine.anything_noted());
  cost_ = engine.cost();
  std::vector<probe::Answer> answers;
  for (const probe::Probe& probe : probes) {
    const probe::Answer* answer = engine.find(probe, true);
    EXPECT_NE(answer, nullptr) << describe(probe);
    answers.push_back(answer == nullptr ? probe::Answer{} : *answer);
  }
  return answers;
}

std::string ask_both_ways(EngineBench& bench, const std::vector<ProgramProbe>& questions) {
  const std::vector<probe::Answer> alone = bench.ask(questions, false);
  EXPECT_EQ(bench.cost().batched, 0U);
  const std::vector<probe::Answer> together = bench.ask(questions, true);
  std::string verdicts;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const std::string what = describe(questions[i]) + " with " + bench.tools.cc + " " + bench.tools.cflags +
                             "\nalone: " + alone[i].diagnostics + "\ntogether: " + together[i].diagnostics;
    EXPECT_EQ(together[i].ok, alone[i].ok) << what;
    EXPECT_EQ(together[i].output, alone[i].output) << what;
    if (questions[i].phase == Phase::run && alone[i].ok) {
      EXPECT_EQ(together[i].status, alone[i].status) << what;
    }
    EXPECT_EQ(together[i].command, alone[i].command);
    verdicts += together[i].ok ? 'y' : 'n';
  }
  return verdicts;
}

bool have_tool(const std::string& name) {
  return !os::find_in_path(name, "/usr/bin:/bin", "/").empty();
}

}  // namespace pyconfigure::test
