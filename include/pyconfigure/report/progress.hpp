// One line on a terminal that is written over as the run goes on.
#pragma once

#include <string>

#include "pyconfigure/os/terminal.hpp"

namespace pyconfigure::report {

class Progress {
 public:
  explicit Progress(os::Terminal terminal) : terminal_(terminal) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows `text` instead of what stood there; nothing on a terminal that cannot write over a line.
  void show(const std::string& text);
  /// Takes the line away, so that other output can follow.
  void clear();

 private:
  os::Terminal terminal_;
  bool shown_ = false;
};

}  // namespace pyconfigure::report
