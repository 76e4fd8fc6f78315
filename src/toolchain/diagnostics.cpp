#include "toolchain/diagnostics.hpp"

#include <algorithm>
#include <utility>

#include "pyconfigure/base/text.hpp"

namespace pyconfigure::toolchain {

namespace {

/// `FILE:LINE:COLUMN: ` or `FILE:LINE: ` before an error; empty when the line does not begin so.
std::string_view place_of(std::string_view line) {
  std::size_t colon = line.find(':');
  while (colon != std::string_view::npos) {
    std::size_t at = colon + 1;
    const std::size_t digits = at;
    while (at < line.size() && line[at] >= '0' && line[at] <= '9') ++at;
    if (at > digits && at < line.size() && line[at] == ':') return line.substr(0, colon);
    colon = line.find(':', colon + 1);
  }
  return {};
}

constexpr std::string_view kMark = "pyconfigure-seen-";
constexpr std::string_view kMarkLine = "#warning \"seen\"";

/// clang's `1 warning and 2 errors generated.` with one warning less; empty when nothing is left.
std::string one_warning_less(std::string_view line) {
  const std::size_t number = std::stoul("0" + std::string(line.substr(0, line.find(' '))));
  if (line.find(" warning") == std::string_view::npos || number == 0) return std::string(line);
  const std::size_t others = line.find(" and ");
  if (number > 1) {
    const std::string word = number == 2 ? " warning" : " warnings";
    return std::to_string(number - 1) + word + std::string(line.substr(std::min(line.find(" warning") + 9, line.size())));
  }
  return others == std::string_view::npos ? std::string() : std::string(line.substr(others + 5));
}

/// The text between `before` and one of the closing quotes or the line's end.
std::string symbol_after(std::string_view line, std::string_view before) {
  const std::size_t at = line.find(before);
  if (at == std::string_view::npos) return {};
  std::string_view rest = line.substr(at + before.size());
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '`' || rest.front() == '\'' || rest.front() == '"')) {
    rest.remove_prefix(1);
  }
  return std::string(rest.substr(0, rest.find_first_of("'\"`(), ")));
}

}  // namespace

std::optional<std::vector<CompilerError>> compiler_errors(std::string_view diagnostics) {
  std::vector<CompilerError> errors;
  bool readable = true;
  base::each_line(diagnostics, [&](std::string_view line) {
    // A compiler that gave up has not looked at the rest.
    if (line.find("confused by earlier errors") != std::string_view::npos ||
        line.find("terminated program ") != std::string_view::npos) {
      readable = false;
      return;
    }
    const bool error =
        line.find(" error: ") != std::string_view::npos || line.find(" fatal error: ") != std::string_view::npos;
    // clang's last words after its twentieth error: the ones before are errors all the same.
    if (!error || line.starts_with("fatal error: too many errors emitted")) return;
    const std::string_view place = place_of(line);
    if (place.empty()) {
      readable = false;
    } else {
      errors.push_back({std::string(place), std::string(line)});
    }
  });
  if (!readable) return std::nullopt;
  return errors;
}

std::set<std::string> undefined_symbols(std::string_view diagnostics) {
  std::set<std::string> symbols;
  base::each_line(diagnostics, [&](std::string_view line) {
    for (std::string_view before : {"undefined reference to", "undefined references to", "undefined symbol:"}) {
      std::string symbol = symbol_after(line, before);
      if (!symbol.empty()) symbols.insert(std::move(symbol));
    }
    // Apple's ld: `  "_fork", referenced from:`, with the underscore that its symbols carry.
    if (line.find("\", referenced from:") != std::string_view::npos) {
      const std::string symbol = symbol_after(line, "\"");
      if (symbol.size() > 1) symbols.insert(symbol.front() == '_' ? symbol.substr(1) : symbol);
    }
  });
  return symbols;
}

std::set<std::string> missing_libraries(std::string_view diagnostics) {
  std::set<std::string> libraries;
  base::each_line(diagnostics, [&](std::string_view line) {
    for (std::string_view before : {"cannot find -l", "unable to find library -l",
                                    "library not found: ", "library not found for -l", "library '"}) {
      std::string_view rest = line;
      const std::size_t at = rest.find(before);
      if (at == std::string_view::npos) continue;
      rest.remove_prefix(at + before.size());
      if (before.ends_with('\'') && rest.find("' not found") == std::string_view::npos) continue;
      const std::string_view name = rest.substr(0, rest.find_first_of(" :'"));
      if (!name.empty()) libraries.emplace(name);
    }
  });
  return libraries;
}

std::string missing_of(const std::vector<std::string>& words, const std::set<std::string>& missing) {
  for (const std::string& word : words) {
    if (word.starts_with("-l") && missing.contains(word.substr(2))) return word.substr(2);
  }
  return {};
}

bool only_undefined_symbols(std::string_view diagnostics) {
  bool undefined = false;
  bool other = false;
  base::each_line(diagnostics, [&](std::string_view line) {
    const auto has = [&](std::string_view words) { return line.find(words) != std::string_view::npos; };
    if (has("undefined reference to") || has("undefined symbol:")) {
      undefined = true;
    } else if (!line.empty() && !has(": in function ") && !has("more undefined references to") &&
               !line.starts_with(">>> ") && !line.starts_with("collect2: error: ld returned") &&
               !has("linker command failed")) {
      other = true;
    }
  });
  return undefined && !other;
}

std::string lines_with(std::string_view diagnostics, std::string_view word) {
  std::string out;
  base::each_line(diagnostics, [&](std::string_view line) {
    if (line.find(word) != std::string_view::npos) {
      out += line;
      out += '\n';
    }
  });
  return out;
}

bool hides_nothing(const std::string& error, const probe::Program& program) {
  for (std::string_view words : {"undeclared (first use in this function)", "use of undeclared identifier",
                                 "has no member named", "no member named", "incomplete type", "size of array", "array size is negative",
                                 "too many arguments to function", "too few arguments to function"}) {
    if (error.find(words) != std::string::npos) return true;
  }
  // AC_CHECK_TYPE's second program: a type in parentheses where an expression has to be.
  return program.body.starts_with("if (sizeof ((") && error.find("expected expression") != std::string::npos;
}

bool error_of_others(const std::string& error) {
  if (warned_to_death(error)) return true;
  for (std::string_view word : {"pyconfigure_", "conflicting", "redefinition", "redeclar", "different kind", "previous"}) {
    if (error.find(word) != std::string::npos) return true;
  }
  return false;
}

bool error_of_merging(const std::string& error) { return error_of_others(error) || error.find("[-W") != std::string::npos; }

bool warned_to_death(std::string_view diagnostics) {
  return diagnostics.find("[-Werror") != std::string_view::npos ||
         diagnostics.find("warnings being treated as errors") != std::string_view::npos;
}

std::string seen_mark(std::size_t unit) {
  return "\n#line 1 \"" + std::string(kMark) + std::to_string(unit) + "\"\n" + std::string(kMarkLine) + "\n";
}

bool was_seen(std::string_view diagnostics, std::size_t unit) {
  return diagnostics.find(std::string(kMark) + std::to_string(unit) + ":") != std::string_view::npos;
}

std::string without_marks(std::string_view diagnostics) {
  std::string out;
  bool excerpt = false;  // clang shows the line, and a caret below
  bool marked = false;   // clang counts at the end of each source
  base::each_line(diagnostics, [&](std::string_view line) {
    const bool mark = line.starts_with(kMark);
    const bool below = excerpt && (line.ends_with(kMarkLine) || line.find_first_not_of(" ^|") == std::string_view::npos);
    excerpt = mark || below;
    marked = marked || mark;
    if (excerpt) return;
    if (marked && line.ends_with(" generated.")) {
      marked = false;
      const std::string count = one_warning_less(line);
      if (!count.empty()) out += count + '\n';
    } else {
      out.append(line) += '\n';
    }
  });
  return out;
}

std::string without_compiler_warnings(std::string_view diagnostics) {
  std::vector<std::string_view> lines;
  base::each_line(diagnostics, [&](std::string_view line) { lines.push_back(line); });
  const auto points = [&](std::size_t i) {
    return i < lines.size() && lines[i].find('^') != std::string_view::npos && lines[i].find_first_not_of(" \t~^|") == std::string_view::npos;
  };
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const bool message = !place_of(line).empty() && (line.find(": warning: ") != std::string_view::npos ||
                                                     line.find(": note: ") != std::string_view::npos);
    const std::size_t text = line.find_first_not_of(" 0123456789+");
    const bool excerpt = line.starts_with(' ') && text != std::string_view::npos && line[text] == '|';
    const bool function = line.find(": In function '") != std::string_view::npos || line.ends_with(": At top level:");
    // clang shows the source's line as it is, and a caret below.
    if (message && points(i + 2)) i += 2;
    if (!message && !excerpt && !function && !line.ends_with(" generated.")) out += std::string(line) + "\n";
  }
  return out;
}

std::string without_linker_warnings(std::string_view diagnostics) {
  std::string out;
  std::string place;  // printed once before all that concerns one function
  base::each_line(diagnostics, [&](std::string_view line) {
    if (line.find(": in function `") != std::string_view::npos && line.ends_with("':")) {
      place = std::string(line) + "\n";
    } else if (line.find(": warning: ") == std::string_view::npos) {
      out += std::exchange(place, {}) + std::string(line) + "\n";
    }
  });
  return out + place;
}

}  // namespace pyconfigure::toolchain
