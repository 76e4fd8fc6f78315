// Values as words of the shell.
#pragma once

#include <string>
#include <string_view>

namespace pyconfigure::render {

/// The inside of a single-quoted word: each `'` as `'\''`.
std::string escape_single_quotes(std::string_view text);

/// A single-quoted word.
std::string single_quoted(std::string_view text);

/// A value as bash's `set` shows it in POSIX mode: quoted only where it has to be.
std::string as_set_shows(std::string_view value);

/// configure's arguments, each a blank and a single-quoted word, with the quotes taken off harmless words. This is how
/// config.log and config.status show them.
std::string readable_arguments(std::string_view quoted_arguments);

}  // namespace pyconfigure::render
