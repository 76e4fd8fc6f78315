// A preprocessor for the headers of a system (C11 6.10, with what gcc and clang add): what a program consists of once
// its headers are read.
//
// It knows what it does not know. A program in which something is not understood is not processed, and has to be asked
// as it is.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "pyconfigure/c/condition.hpp"
#include "pyconfigure/c/expander.hpp"
#include "pyconfigure/c/macros.hpp"
#include "pyconfigure/c/tokens.hpp"

namespace pyconfigure::c {

/// A header, cut into tokens once.
struct File {
  std::string path;
  std::string folder;  ///< where its own #include "x" look first
  SourceText text;
  std::vector<Macro*> macros;  ///< those that its #defines make, by item
  std::uint64_t number = 0;
  bool twin = false;     ///< says #pragma once, and there is one of another name that compilers may take for the same file
  Atom once = kNothing;  ///< a name that no program can have: is it a macro, the file has said #pragma once
};

/// Header files, each read once.
class Files {
 public:
  /// `read` gives a file's text, or nothing.
  Files(Atoms& atoms, std::function<std::optional<std::string>(const std::string&)> read)
      : atoms_(atoms), read_(std::move(read)) {}
  /// Null when there is none.
  File* find(const std::string& path);
  /// All that were found so far.
  std::vector<const File*> all() const;
  /// The macro that the #define in item `item` makes; null when it is none.
  Macro* macro(File& file, std::size_t item);

 private:
  Atoms& atoms_;
  std::deque<Macro> macros_;
  std::function<std::optional<std::string>(const std::string&)> read_;
  std::unordered_map<std::string, std::unique_ptr<File>> files_;
  /// Those that say #pragma once, by what is nearly always different for different texts.
  std::map<std::pair<std::size_t, std::size_t>, File*> once_;
};

/// A folder in which headers are looked for.
struct SearchFolder {
  std::string path;
  bool system = false;  ///< warnings about what stands there are not wanted
  bool foreign = false;  ///< it is neither the compiler's nor the system's, whatever is said of warnings

  auto operator<=>(const SearchFolder&) const = default;
};

/// What one compiler with its flags is to a preprocessor.
struct Dialect {
  std::string macros;  ///< `#define` lines of all that is defined before the first line of a program
  std::vector<SearchFolder> folders;
  bool more_folders = false;  ///< there are some in which we do not look
  /// `__has_attribute(x)`, `defined X`, as far as the compiler has been asked.
  std::unordered_map<std::string, long long> told;
};

/// Whose headers the tokens of a header are.
struct Origin {
  bool system = false;   ///< the system's, as far as warnings go
  bool foreign = false;  ///< of a folder of somebody's own

  bool operator==(const Origin&) const = default;
};

/// Where a sink can keep what it has found out about a run of tokens that will come again.
struct Kept {
  virtual ~Kept() = default;
};

/// Takes the tokens of a program as they come.
class TokenSink {
 public:
  virtual ~TokenSink() = default;
  /// `own`: they stand in the program itself; `from`: in which header otherwise. `kept` belongs to these tokens,
  /// whenever they come.
  virtual bool take(const Tokens& tokens, bool own, Origin from, std::unique_ptr<Kept>* kept) = 0;
};

/// The trouble of a program that comes to an #error, and was understood as far as there.
inline constexpr std::string_view kErrorDirective = "#error";

class Preprocessor {
 public:
  /// `definitions`: lines like those of the dialect, behind them (-DX). `before`: where headers are looked for before the folders of the
  /// dialect (-I).
  Preprocessor(Atoms& atoms, Files& files, const Dialect& dialect, const std::string& definitions, std::vector<SearchFolder> before = {});
  /// From now on these, and none of what has been defined since; what pieces of headers have come to is still known.
  void begin(const std::string& definitions, std::vector<SearchFolder> before);

  /// Goes through items `begin` to `end` of a program, which end on the level of conditionals on which they begin.
  /// False when something is not understood, or is an error.
  bool go(const SourceText& program, std::size_t begin, std::size_t end, TokenSink& sink);

  /// A place to come back to.
  std::size_t mark() const { return table_.mark(); }
  void back_to(std::size_t mark) { table_.back_to(mark); }

  /// Questions that only the compiler can answer, and that nobody has asked it; what was processed since counts for
  /// nothing.
  const std::vector<std::string>& open_questions() const { return open_; }
  /// Adds what the conditions of all files that were read may ask, in whatever order they are read.
  void ask_ahead();
  /// The same for the conditions of a program.
  void ask_ahead(const SourceText& text);
  /// Why the last go() failed, for traces.
  const std::string& trouble() const { return trouble_; }

 private:
  /// What a piece of a header came to when the macros that it uses were these.
  struct Memo {
    Lookups lookups;
    Tokens tokens;  ///< of a run of text
    bool left_open = false;
    std::unique_ptr<Kept> kept;
    bool value = false;  ///< of a condition
  };
  using Memos = std::vector<std::unique_ptr<Memo>>;

  Memo* recall(const File* file, std::size_t item);
  Memo& keep(const File* file, std::size_t item, Memo memo);
  bool text_run(const SourceText& text, std::size_t item, const File* file, Origin from, TokenSink& sink);
  bool walk(const SourceText& text, std::size_t begin, std::size_t end, File* file, std::size_t place, Origin from,
            TokenSink& sink);
  Macro* own_macro(const Token* begin, const Token* end);
  void define(const std::string& lines);
  bool condition(const SourceText& text, std::size_t item, const File* file, std::size_t place, bool& value);
  bool compute_condition(const SourceText& text, const Item& item, const File* file, std::size_t place, bool& value);
  bool include(const SourceText& text, std::size_t item, const File* file, std::size_t place, Origin from,
               TokenSink& sink);
  bool pragma(const SourceText& text, const Item& item, const File* file, Origin& from);
  bool is_defined(Atom name);
  bool is_reserved(Atom name);
  bool query(Atom name, const Token* begin, const Token* end, const File* file, std::size_t place, long long& value);
  long long ask(const std::string& question);
  struct Found {
    File* file = nullptr;
    std::size_t place = 0;  ///< the search folder behind the one where it was
    Origin from = {};
    bool beside = false;  ///< it stands beside the one that includes it
  };
  Found look(std::string_view spelled, const File* from, std::size_t place, bool next);
  /// The words of an #include, macros expanded.
  bool spell(const Token* begin, const Token* end, std::string& spelled);
  bool find_included(const SourceText& text, std::size_t item, const File* file, std::size_t place, Found& found);
  bool fail(std::string why);

  Atoms& atoms_;
  Files& files_;
  const Dialect& dialect_;
  std::vector<SearchFolder> before_;
  std::vector<SearchFolder> folders_;  ///< all of them
  MacroTable table_;
  std::size_t start_ = 0;  ///< the mark behind the dialect's macros
  Expander expander_;
  std::deque<Macro> own_macros_;
  std::unordered_map<std::string, Found> found_;
  std::vector<std::string> open_;
  std::unordered_set<std::string> asked_;
  std::vector<char> reserved_;  ///< by atom: is it defined without any #define?
  std::vector<std::pair<Atom, char>> given_;  ///< what that was before the definitions
  std::string trouble_;
  std::vector<std::vector<Memos>> memos_;  ///< by file and item
  std::vector<std::vector<Found>> included_;  ///< the same, for those without macros
  bool queried_ = false;                   ///< the condition depends on more than macros
  int depth_ = 0;
  Macro flag_;  ///< stands for "seen" behind names that no program can have
};

}  // namespace pyconfigure::c
