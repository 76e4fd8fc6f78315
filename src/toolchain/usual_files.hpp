// Whether the compiler works, and what it calls its files: what configure asks first, and what others' files can show later.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/os/process.hpp"
#include "pyconfigure/probe/probe.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

/// A driver that was asked to make `executable` of a source file, and told what it would start (-###): are the programs there and no scripts,
/// which may look at the names of files, nor any linker that they could start; the linker's objects and its C library; and is it told to call
/// the executable that? Programs without a folder are looked for along `path`.
bool could_make(const os::Exit& told, const std::string& executable, const std::string& path);

/// CommandProbe::usual_files. Soundness: an object, and an executable linked of several, that the same driver has made without -o and with the
/// same flags, are the yes of all that the script asks; what does not come to that has the script run after all. To expect it only decides
/// how soon a broken compiler is found out.
class UsualFiles {
 public:
  /// Queues a look at a compiler that could do with that, which queues what `otherwise` makes when it cannot be expected to work; false when
  /// it has to be asked at once. `key` is the probe's.
  bool queue(Workshop& shop, const probe::CommandProbe& probe, const std::string& key, os::JobQueue& queue, std::function<std::unique_ptr<os::Job>()> otherwise);
  /// Others are to show it.
  bool waits(const std::string& key) const { return wanted_ && wanted_->expected && wanted_->key == key; }
  /// Has `shop` note what they show, and ask the script where that goes wrong.
  void watch(Workshop& shop, const probe::CommandProbe& probe);
  /// The answer, when there is one now. In any case it waits no more.
  std::optional<probe::Answer> take(const Workshop& shop);

 private:
  struct Wanted {
    std::string key;
    std::string cc;
    std::vector<std::string> exports;
    bool expected = false;
    std::optional<probe::Answer> said = std::nullopt;  ///< by the script
  };
  class Job;
  class ScriptJob;

  std::optional<Wanted> wanted_;
};

}  // namespace pyconfigure::toolchain
