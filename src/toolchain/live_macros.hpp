// Which macros of confdefs.h can change what a compiler sees in one program.
//
// A program sees every line of confdefs.h that stands before it, so one wrong guess early in a pass would make every
// later question a new one. But a macro that neither the program nor any header it may include mentions changes
// nothing. Names in the project's own spaces (HAVE_..., SIZEOF_..., WITH_..., Py...) are therefore left out of a
// probe's identity unless its text or its headers mention them; all other names always count.
#pragma once

#include <cstdint>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "pyconfigure/probe/probe.hpp"
#include "toolchain/header_files.hpp"
#include "toolchain/header_texts.hpp"

namespace pyconfigure::toolchain {

/// The tools and flags that decide where headers are looked for: what probes have in common whose headers are the same.
/// Flags that cannot change the search are left out.
std::string search_key(const probe::ProgramProbe& probe);

class LiveMacros {
 public:
  /// `base`: where relative names of folders start.
  LiveMacros(HeaderFiles& files, std::string base) : files_(files), base_(std::move(base)) {}

  /// The folders in which programs with that search_key find their headers; nothing: unknown, and every macro counts
  /// for a program that includes one. True when that is news.
  bool learn(const std::string& search, std::optional<std::vector<std::string>> folders);

  /// Is it known where the program finds its headers?
  bool knows(const probe::ProgramProbe& probe);
  /// The names of ours that count for a program.
  const Mentions& of(const probe::ProgramProbe& probe);

  /// The identity of what a probe sees of confdefs.h, dead macros left out.
  std::string digest(const probe::ProgramProbe& probe);
  /// What it sees of confdefs.h, dead macros left out.
  std::string live_text(const probe::ProgramProbe& probe);

 private:
  struct Digest {
    std::uint64_t low = 0xcbf29ce484222325ULL;
    std::uint64_t high = 0x9e3779b97f4a7c15ULL;
    void take(std::string_view text);
    void take(const Digest& other);
  };
  /// One line of confdefs.h.
  struct Line {
    std::uint32_t number = 0;  ///< of the name that it defines
    bool named = false;        ///< it defines one
    bool own = false;          ///< a name of ours
    bool repeats = false;      ///< the same definition once more, which changes nothing
    bool leads_on = false;     ///< it stands for something with names in it
    Digest text;
  };
  struct State {
    Digest open;            ///< of all that may count
    Digest closed;          ///< of what the text itself mentions
    bool leads_on = false;  ///< that stands for something with names in it
  };
  /// The lines of one pass, and for each set of names the digests of its first n lines.
  struct Pass {
    std::shared_ptr<const probe::Confdefs> confdefs;
    std::vector<Line> lines;
    std::unordered_map<std::uint32_t, std::size_t> last;  ///< by name: its last line
    std::unordered_map<const Mentions*, std::vector<State>> states;
  };
  /// What programs with the same tools and flags have in common.
  struct Tools {
    std::string search;
    NameSet names;                      ///< those that flags mention
    std::vector<std::string> included;  ///< the files of `-include FILE`
    bool closed = false;                ///< neither flags nor warnings bring anything into a program that includes nothing
    std::unordered_map<std::string, const Mentions*> programs;  ///< by text
    /// Some of them, found without making that text.
    std::array<const std::pair<const std::string, const Mentions*>*, 512> recent{};
    probe::ToolEnv env;
    std::vector<std::string> exports;
  };

  Pass& pass_of(const probe::ProgramProbe& probe);
  Tools& tools_of(const probe::ProgramProbe& probe);
  static bool counts(const Line& line, const Mentions& mentions) {
    return mentions.all || !line.own || mentions.names.contains(line.number);
  }

  HeaderFiles& files_;
  std::string base_;
  std::map<std::string, std::unique_ptr<HeaderTexts>> searches_;  ///< null: nobody knows the folders
  std::vector<std::unique_ptr<Mentions>> sets_;                   ///< each set of names once
  std::unordered_map<std::string, Tools> tools_;
  std::array<Tools*, 8> recent_tools_{};
  std::vector<std::unique_ptr<Pass>> passes_;
};

}  // namespace pyconfigure::toolchain
