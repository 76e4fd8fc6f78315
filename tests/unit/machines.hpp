// Machines that are not this one, as tables of answers.
#pragma once

#include <string>

#include "fake_oracle.hpp"

namespace pyconfigure::test {

struct Machine {
  std::string triplet;     ///< what config.guess says
  std::string system;      ///< uname -s
  std::string release;     ///< uname -r, on AIX uname -v
  std::string compiler;    ///< the name that the tree gives to CC's kind: gcc, clang
  std::string cc = "gcc";  ///< the one that stands in $PATH
  std::string abi;         ///< PLATFORM_TRIPLET
  std::string multiarch;   ///< $CC --print-multiarch
  bool gnu_ld = true;
};

/// A Linux host as most people have it.
Machine gnu_linux();
Machine musl_linux();
Machine darwin();
Machine freebsd();
Machine aix();
Machine cygwin();
Machine sunos();
Machine hp_ux();

/// Teaches `oracle` what the tools of a machine print. Programs and files stay what the oracle says of them otherwise;
/// commands that are not about the machine's identity are left to decide's guesses.
void imitate(FakeOracle& oracle, const Machine& machine);

/// The cross tools for a system that config.sub calls `triplet`, on a GNU/Linux host.
void imitate_cross(FakeOracle& oracle, const Machine& target);

}  // namespace pyconfigure::test
