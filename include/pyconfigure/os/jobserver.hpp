// The jobserver of a make that we run under: who wants more than one process at a time takes a token for each further one.
// GNU make's manual, "Sharing Job Slots with GNU make".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pyconfigure::os {

/// Where the tokens are, as $MAKEFLAGS tells: `--jobserver-auth=3,4`, `--jobserver-auth=fifo:PATH`, the older `--jobserver-fds=3,4`;
/// empty when it tells of none. The last one counts.
std::string jobserver_of(std::string_view makeflags);

class Jobserver {
 public:
  /// `where` as jobserver_of has it. One that is not there, or not open for us, limits nothing.
  explicit Jobserver(const std::string& where);
  /// Gives back what is held.
  ~Jobserver();
  Jobserver(const Jobserver&) = delete;
  Jobserver& operator=(const Jobserver&) = delete;

  /// There is one, and it is asked.
  bool active() const { return from_ >= 0; }
  /// Takes a token without waiting; true also where there is nobody to ask.
  bool take();
  /// Gives back all but `count` tokens.
  void keep(std::size_t count);
  /// Readable when somebody has given a token back; -1: none.
  int descriptor() const { return from_; }

 private:
  int from_ = -1;
  int to_ = -1;
  std::string held_;  ///< a token is a byte, and each goes back as it was
};

/// From now on run_jobs asks this one; null: nobody.
void share_slots(Jobserver* jobserver);

}  // namespace pyconfigure::os
