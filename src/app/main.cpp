// pyconfigure: configure for CPython checkouts. The passes, in order; each has a file of its own.
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <string>
#include <vector>

#include "app/own_program.hpp"
#include "app/session.hpp"
#include "pyconfigure/os/process.hpp"

extern char** environ;

namespace {

/// What was used once will be used again soon: nothing is given back to the system in between.
void keep_memory() {
#ifdef __GLIBC__
  constexpr int kMuch = 64 << 20;  // bytes
  constexpr int kStep = 4 << 20;
  mallopt(M_TRIM_THRESHOLD, kMuch);
  mallopt(M_MMAP_THRESHOLD, kMuch / 4);
  mallopt(M_TOP_PAD, kStep);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory();
  pyconfigure::os::open_standard_streams();
  pyconfigure::os::catch_interruptions();
  std::vector<std::string> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.emplace_back(*entry);
  pyconfigure::app::Session session(pyconfigure::app::called_name(argc > 0 ? argv[0] : "configure"), {argv + (argc > 0 ? 1 : 0), argv + argc},
                                    std::move(environment));

  session.read_command_line();   // our own options, then autoconf's argument loop
  session.find_checkout();       // --srcdir, beside the program, here, or above
  session.read_checkout();       // configure.ac, pyconfig.h.in: options, substitutions, macros
  session.hand_over_if_unknown();  // a branch that we do not stand for
  session.check_command_line();  // unrecognised options, directories
  session.answer_questions();    // --help, --version
  session.read_saved_answers();  // site scripts, the cache file, precious variables
  session.decide();              // rounds: decide, ask, decide again
  session.show_transcript();     // what configure would have said on the way
  session.write_outputs();       // config.status and its files, makesetup
  session.close();               // the last notices, config.log
  return session.status();
}
