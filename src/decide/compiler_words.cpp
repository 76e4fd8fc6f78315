// configure.ac: what it asks $CPP with a program of its own (CC compiler name, Android API level, platform triplet).
#include "compiler_words.hpp"

#include "autoconf.hpp"
#include "pyconfigure/base/text.hpp"
#include "pyconfigure/probe/embedded.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

constexpr std::string_view kTableFollows = "pyconf_table_follows";
constexpr std::string_view kTriplet = "PLATFORM_TRIPLET=";

/// What `tr -d ' \t'` leaves of a line.
std::string without_blanks(std::string_view line) {
  std::string out(line);
  std::erase_if(out, [](char ch) { return ch == ' ' || ch == '\t'; });
  return out;
}

void add_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

/// A line that the preprocessor has written for itself, or with nothing but blanks.
bool says_nothing(std::string_view line) { return line.starts_with('#') || line.find_first_not_of(' ') == std::string_view::npos; }

/// Collects what stands behind `NAME = `, unless it is still the macro's name. True for such a line.
bool take_value(std::string_view line, std::string_view name, std::string_view macro, std::string& value) {
  if (!line.starts_with(name)) return false;
  if (line.find(macro) == std::string_view::npos) add_line(value, line.substr(name.size()));
  return true;
}

CompilerWords words_in(std::string_view preprocessed) {
  CompilerWords words;
  std::string api;
  std::string arm;
  bool android = false;
  base::each_line(preprocessed, [&](std::string_view line) {
    if (take_value(line, "android_api = ", "__ANDROID_API__", api)) {
      android = true;
    } else if (!take_value(line, "arm_arch = ", "__ARM_ARCH", arm) && !says_nothing(line)) {
      add_line(words.name, without_blanks(line));
    }
  });
  if (android) words.android = api + ":" + arm;
  return words;
}

constexpr std::string_view kTableBegins = "cat > conftest.c <<EOF\n#undef bfin\n";

/// That table, where it stands in configure.ac.
std::string table_in_configure(const Context& c) {
  const std::string& text = c.checkout().configure_ac;
  const std::size_t at = base::find(text, kTableBegins);
  if (at == std::string::npos) return {};
  const std::size_t begin = text.find('\n', at) + 1;
  return text.substr(begin, base::find(text, "\nEOF\n", begin) + 1 - begin);
}

std::string table_file(const Context& c) { return c.checkout().abs_srcdir + "/Misc/platform_triplet.c"; }

std::string platform_in(std::string_view preprocessed, bool every_line) {
  std::string platform;
  base::each_line(preprocessed, [&](std::string_view line) {
    if (every_line && !says_nothing(line)) {
      add_line(platform, without_blanks(line));
    } else if (!every_line && line.starts_with(kTriplet)) {
      add_line(platform, without_blanks(line.substr(kTriplet.size())));
    }
  });
  return platform;
}

std::string words_program(const Context& c) {
  // Older trees take emcc for the clang that it is.
  const bool plain_clang = !c.checkout().says("#if defined(__EMSCRIPTEN__)\n  emcc\n");
  return (plain_clang ? "#define PYCONF_EMCC_IS_CLANG\n" : "") + std::string(probe::embedded_program("compiler_words.c"));
}

Outcome preprocessed(Context& c, std::string text, std::string_view guess) {
  const std::string script = shell_variables(c, {"CPP", "CPPFLAGS"}) + "$CPP $CPPFLAGS conftest.c 2>/dev/null\n";
  return c.preprocessor_command(script, guess, {"conftest.c", std::move(text)});
}

struct Both {
  std::string words;
  std::string platform;
};

/// The words, and behind them the table, in one start: nothing of the words is left for the table to see. Nothing when it
/// does not end well with both of them, which leaves each to a start of its own.
std::optional<Both> words_and_platform(Context& c, std::string_view likely_words, std::string_view likely_platform) {
  const std::string inside = table_in_configure(c);
  const std::string file = table_file(c);
  if (inside.empty() && file.find_first_of("\"\\\n") != std::string::npos) return std::nullopt;
  const std::string marker = "\n" + std::string(kTableFollows) + "\n";
  const std::string table = inside.empty() ? "#include \"" + file + "\"\n" : inside;
  const std::string likely_line = (inside.empty() ? std::string(kTriplet) : std::string()) + std::string(likely_platform);
  const Outcome left = preprocessed(c, words_program(c) + marker + table, std::string(likely_words) + marker + likely_line);
  const std::size_t at = left.output.find(marker);
  if (!left.ok || at == std::string::npos) return std::nullopt;
  Both both{left.output.substr(0, at + 1), platform_in(std::string_view(left.output).substr(at + marker.size()), !inside.empty())};
  if (both.platform.empty()) return std::nullopt;
  return both;
}

}  // namespace

bool table_stands_in_configure(const Context& c) { return c.checkout().says(kTableBegins); }

CompilerWords compiler_words(Context& c, std::string_view likely) {
  if (const auto both = words_and_platform(c, likely, "unknown")) return words_in(both->words);
  const Outcome left = preprocessed(c, words_program(c), likely);
  return left.ok ? words_in(left.output) : CompilerWords();
}

std::optional<std::string> platform_words(Context& c, const std::string& likely) {
  if (const auto both = words_and_platform(c, "", likely)) return both->platform;
  const std::string inside = table_in_configure(c);
  Outcome left;
  if (!inside.empty()) {
    left = preprocessed(c, inside, likely);
  } else {
    const std::string script =
        shell_variables(c, {"CPP", "CPPFLAGS"}) + "$CPP $CPPFLAGS \"`cat pyconf.table`\" 2>/dev/null\n";
    left = c.command(script, std::string(kTriplet) + likely, {{"pyconf.table", table_file(c)}});
  }
  if (!left.ok) return std::nullopt;
  return platform_in(left.output, !inside.empty());
}

}  // namespace pyconfigure::decide
