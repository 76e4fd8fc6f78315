// Where a run keeps what is temporary.
#pragma once

#include <string>

#include "pyconfigure/os/files.hpp"

namespace pyconfigure::toolchain {

/// The folder in which everything temporary of a run lives.
class ScratchFolder {
 public:
  bool ready(std::string& error) { return !folder_.path().empty() || folder_.create(error); }
  /// A place for one round. Where it cannot be made, what is to be written there tells.
  std::string round() {
    std::string path = folder_.path() + "/r" + std::to_string(++rounds_);
    std::string told_later;
    os::make_folder(path, told_later);
    return path;
  }

 private:
  os::TemporaryFolder folder_;
  std::size_t rounds_ = 0;
};

}  // namespace pyconfigure::toolchain
