#include "machines.hpp"

namespace pyconfigure::test {

namespace {

/// config.sub gives back an alias in full; the tests only use full ones.
std::optional<probe::Answer> canonical_alias(const probe::Probe& probe) {
  const auto* command = std::get_if<probe::CommandProbe>(&probe);
  if (command == nullptr || !command->script.starts_with("alias='")) return std::nullopt;
  const std::size_t end = command->script.find('\'', 7);
  probe::Answer answer;
  answer.ok = true;
  answer.output = command->script.substr(7, end - 7) + "\n";
  return answer;
}

/// The auxiliary files of every tree are there; no other file of the build host is.
std::optional<probe::Answer> tree_files(const probe::Probe& probe) {
  const auto* file = std::get_if<probe::FileProbe>(&probe);
  if (file == nullptr) return std::nullopt;
  probe::Answer answer;
  const bool regular = file->op == 'f' || file->op == 'e' || file->op == 'r';
  for (const char* name : {"/install-sh", "/config.guess", "/config.sub"}) {
    answer.ok = answer.ok || (regular && file->path.ends_with(name));
  }
  answer.status = answer.ok ? 0 : 1;
  return answer;
}

/// Nothing but the compiler, ar and the usual small tools are in $PATH.
std::optional<probe::Answer> usual_tools(const probe::Probe& probe) {
  const auto* which = std::get_if<probe::WhichProbe>(&probe);
  if (which == nullptr) return std::nullopt;
  probe::Answer answer;
  for (const char* name : {"ar", "readelf", "grep", "sed", "install", "mkdir", "python3"}) {
    if (which->word == name) answer.output = "/usr/bin/" + which->word + "\n";
  }
  answer.ok = !answer.output.empty();
  return answer;
}

/// The compiler's name, and behind it what is left of the table of platforms, which does not have all of them.
std::string preprocessed(const Machine& machine) {
  const std::string table = machine.abi.empty() ? "" : "\npyconf_table_follows\nPLATFORM_TRIPLET=" + machine.abi + "\n";
  return "# 1 \"conftest.c\"\n  " + machine.compiler + "\n" + table;
}

void tools_of(FakeOracle& oracle, const Machine& machine) {
  oracle.which(machine.cc, "/usr/bin/" + machine.cc)
      .command("for file in a.out", "a.out\n")
      .command("for file in conftest.exe", "conftest\n")
      .command("for file in conftest.o", "conftest.o\n")
      .command("$LDFLAGS conftest.o $LIBS", "conftest.o\na.out\nconftest\n")
      .command("$CPP $CPPFLAGS conftest.c", preprocessed(machine))
      .command("pyconf.table", "PLATFORM_TRIPLET=" + machine.abi + "\n")
      .command("--print-multiarch", machine.multiarch + "\n")
      .command("\"$linker\" -V", machine.gnu_ld ? "GNU ld 2.40\n" : "ld: unknown option: -V\n");
}

}  // namespace

Machine gnu_linux() {
  return {"x86_64-pc-linux-gnu", "Linux", "6.1.0-13-amd64", "gcc", "gcc", "x86_64-linux-gnu", "x86_64-linux-gnu", true};
}
Machine musl_linux() {
  return {"x86_64-pc-linux-musl", "Linux", "6.6.1-0-lts", "gcc", "gcc", "x86_64-linux-musl", "", true};
}
Machine darwin() {
  return {"aarch64-apple-darwin24.6.0", "Darwin", "24.6.0", "clang", "clang", "darwin",
          "arm64-apple-darwin24.6.0",   false};
}
Machine freebsd() {
  return {"x86_64-unknown-freebsd14.1", "FreeBSD", "14.1-RELEASE", "clang", "cc", "x86_64-freebsd14.1", "", false};
}
Machine aix() {
  return {"powerpc-ibm-aix7.2.0.0", "AIX", "7", "gcc", "gcc", "", "", false};
}
Machine cygwin() {
  return {"x86_64-pc-cygwin", "CYGWIN_NT-10.0", "3.5.3", "gcc", "gcc", "x86_64-cygwin", "", true};
}
Machine sunos() {
  return {"sparc-sun-solaris2.11", "SunOS", "5.11", "gcc", "gcc", "", "", false};
}
Machine hp_ux() {
  return {"ia64-hp-hpux11.31", "HP-UX", "B.11.31", "cc", "cc", "", "", false};
}

void imitate(FakeOracle& oracle, const Machine& machine) {
  oracle.commands(FakeOracle::Otherwise::unknown);
  oracle.rule(tree_files).rule(usual_tools);
  oracle.command("pyconf.grade.sh", "/bin/sh\n")
      .command("config.sub' sun4", "sparc-sun-sunos4.1.1\n")
      .command("config.guess", machine.triplet + "\n")
      .rule(canonical_alias)
      .command("uname -s", machine.system + "\n")
      .command("uname -r", machine.release + "\n")
      .command("uname -v", machine.release + "\n")
      .command("ordinary_system", machine.triplet + "\n");
  tools_of(oracle, machine);
}

void imitate_cross(FakeOracle& oracle, const Machine& target) {
  imitate(oracle, gnu_linux());
  tools_of(oracle, target);
  oracle.command("command -v", "").command("sys.version_info", "3.14\n");
}

}  // namespace pyconfigure::test
