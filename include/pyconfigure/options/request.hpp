// What the user asked for: the command line and the environment, parsed as autoconf's scripts parse them.
//
// Autoconf's manual, "Running configure Scripts"; the generated script's argument loop.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::options {

/// Where a value came from, for messages.
enum class Origin { autoconf_default, environment, argument };

struct Value {
  std::string text;
  Origin origin = Origin::autoconf_default;
  std::size_t argument = 0;  ///< index of the argument that set it last
};

/// An --enable/--disable/--with/--without word.
struct UserOption {
  std::string variable;  ///< enable_shared, with_lto
  std::string spelled;   ///< as warnings name it: --enable-shared, --without-foo
};

/// Stand in a refusal's text for quotes, which differ between the generations of autoconf.
inline constexpr char kOpenQuote = '\001';
inline constexpr char kOpenLaterQuote = '\002';   ///< none up to autoconf 2.69
inline constexpr char kCloseLaterQuote = '\003';  ///< the same

/// An error of the command line: configure's words and status.
struct Refusal {
  std::string text;  ///< with the characters above; worded() gives what is printed
  int status = 1;
  std::string word = {};  ///< the argument that is at fault, where it may be misspelt
};

enum class Help { none, full, brief, recursive };

/// The immutable result of parsing. Every name that the shell script would have as a variable is in `values`.
struct Request {
  std::map<std::string, Value, std::less<>> values;
  std::vector<std::string> exported;       ///< NAME=value words: children see them too
  std::vector<UserOption> user_options;    ///< in order, recognised or not
  std::vector<std::string> warnings;       ///< of the bare-word kind, in order
  std::string configure_args;              ///< ac_configure_args, before precious variables are added
  std::string invocation;                  ///< the arguments as config.log's invocation line shows them
  std::optional<Refusal> refusal;
  Help help = Help::none;
  bool version = false;

  std::string_view text(std::string_view name) const;
  bool silent() const { return text("silent") == "yes"; }
  bool no_create() const { return text("no_create") == "yes"; }
};

/// The refusal's text as a script made by `autoconf_version` prints it; empty: as the newest does.
std::string worded(const Refusal& refusal, std::string_view autoconf_version);

/// Parses `arguments` over `environment` (NAME=value each).
Request parse(const std::vector<std::string>& arguments, const std::vector<std::string>& environment);

/// The directory checks and the rules about --build and --host that follow the argument loop.
void finish(Request& request);

/// 'word' with its quotes escaped, as ac_configure_args quotes.
std::string quote_argument(std::string_view word);

}  // namespace pyconfigure::options
