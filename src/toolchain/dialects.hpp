// What the compilers of a run are to our own preprocessor: their macros, search paths and answers.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pyconfigure/c/preprocessor.hpp"
#include "pyconfigure/c/scope.hpp"
#include "pyconfigure/os/process.hpp"
#include "pyconfigure/probe/probe.hpp"
#include "toolchain/header_files.hpp"

namespace pyconfigure::toolchain {

/// One compiler with one set of flags.
struct Speaker {
  enum class State { unknown, usable, unusable };
  State state = State::unknown;
  c::Dialect dialect;
  std::unique_ptr<c::Words> words;
  c::Pieces pieces;
  bool clang = false;
};

/// The compiler and its flags, as the program's compile line or the compile half of its link line has them.
std::vector<std::string> compiler_words(const probe::ProgramProbe& probe);

class Dialects {
 public:
  /// `base`: where relative names of folders start.
  Dialects(HeaderFiles& headers, std::string base) : headers_(headers), base_(std::move(base)) {}

  /// The one with the words of this command line, which has neither source nor output.
  Speaker& speaker(const std::vector<std::string>& line, const std::vector<std::string>& exports);
  /// What a program's command line says, for who reads it.
  struct Plain {
    std::vector<std::string> line;            ///< of the compiler, without what the others mean
    std::string definitions;                  ///< the lines that -D and -U words mean
    std::vector<c::SearchFolder> folders = {};  ///< those of -I words, where it is known that they come before all others
  };
  /// -D and -U words that could change what the compiler itself defines stay in the line. -I with a folder that is not there says nothing,
  /// and is left out.
  Plain plain(const probe::ProgramProbe& probe) const;
  /// Takes that a program's -I words name these folders, before those that it would have without them.
  void learn_folders(const probe::ProgramProbe& probe, const std::vector<std::string>& folders);
  /// True when the words of a command line change nothing that we do not know of.
  static bool understood(const std::vector<std::string>& line);

  /// Takes what `CC FLAGS -E -v -dD FILE` has told, when the file has nothing but marks. `users_path`: any of its folders may be the user's ($CPATH); `foreign_path`: or, though
  /// the compiler takes it for the system's, somebody's own ($C_INCLUDE_PATH).
  void learn(Speaker& speaker, const std::vector<std::string>& line, bool users_path, bool foreign_path, const os::Exit& end);
  /// The same for the compile line of a program whose headers have been surveyed.
  void hear(const probe::ProgramProbe& probe, bool users_path, bool foreign_path, const os::Exit& end);
  /// A program that makes the preprocessor answer questions.
  static std::string questionnaire(const std::vector<std::string>& questions);
  /// Takes its answers; false when it has none. `all_zero`: nothing has to be read again that took them to be 0.
  static bool learn_answers(Speaker& speaker, const std::vector<std::string>& questions, const os::Exit& end,
                            bool& all_zero);

  c::Atoms& atoms() { return headers_.atoms(); }
  c::Files& files() { return headers_.files(); }

 private:
  Plain without_definitions(std::vector<std::string> line) const;

  HeaderFiles& headers_;
  std::string base_;
  std::map<std::string, std::vector<c::SearchFolder>> folders_;  ///< by command line and exports
  std::map<std::string, std::unique_ptr<Speaker>> speakers_;
};

}  // namespace pyconfigure::toolchain
