// The lines of Setup files as makesetup's shell loop sees them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/render/makesetup.hpp"

namespace pyconfigure::render {

using Glob = std::function<std::vector<std::string>(const std::string&)>;

/// The words of `line` after the shell's field splitting and pathname expansion.
std::vector<std::string> shell_fields(std::string_view line, const Glob& glob);

/// All Setup files in one text with their marker lines; a missing file is told to `errors` and ends the text.
std::string join_setup_files(const std::vector<SetupFile>& files, bool line_break_before, std::string& errors);

/// Takes comments and blank lines out.
std::string strip_comments(std::string_view text);

/// Reads logical lines like the shell's `read` without -r: a backslash quotes the next character, and one at the end
/// of a line joins the next line to it. A last line without a newline is never seen.
class SetupReader {
 public:
  SetupReader(std::string text, Glob glob) : text_(std::move(text)), glob_(std::move(glob)) {}
  /// The next line for makesetup's loop, nothing at the end or after an error.
  std::optional<std::string> next();
  /// The text ended where a continuation line had to follow: the script dies of that.
  bool broken() const { return broken_; }

 private:
  std::optional<std::string> read();

  std::string text_;
  Glob glob_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace pyconfigure::render
