// -pthread at the end of a compiler's name: often a macro and a library, and nothing else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pyconfigure/os/process.hpp"
#include "pyconfigure/probe/probe.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

/// The same question with the macro and the library instead of the option (GCC's manual, "Options for Linking"): nothing where
/// $CC does not end with it, or other words of the command line have to do with threads.
std::optional<probe::ProgramProbe> without_thread_option(const probe::ProgramProbe& probe);

/// What a driver would do (-###), without and with the option: does the option add nothing but the macro and the library?
bool only_macro_and_library(const os::Exit& without, const os::Exit& with);

class ThreadOption {
 public:
  /// Has drivers asked about the option that they have not been asked yet.
  void queue(Workshop& shop, const probe::ProgramProbe& probe, os::JobQueue& queue);
  /// The probe that can be asked instead of this one; nothing: itself.
  std::optional<probe::ProgramProbe> instead_of(const probe::ProgramProbe& probe) const;

 private:
  class Job;
  std::map<std::string, bool> plain_;  ///< by compiler, flags and exports
};

}  // namespace pyconfigure::toolchain
