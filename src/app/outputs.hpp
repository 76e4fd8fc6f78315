// Rendering and writing what a finished pass has decided.
#pragma once

#include <string>
#include <vector>

#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/options/request.hpp"
#include "pyconfigure/os/files.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::app {

struct OutputJob {
  const decide::Context* pass = nullptr;
  const options::Request* request = nullptr;
  const tree::Checkout* checkout = nullptr;
  std::string program;      ///< $0
  bool awk = true;          ///< config.status would find an awk
  std::string name;         ///< what messages begin with
  bool silent = false;      ///< nothing on standard output
  os::FileSet* files = nullptr;  ///< where the files go; the caller commits them
};

/// Text for the two streams, in order, and how it went.
struct OutputReport {
  std::string error;            ///< not empty: what went wrong
  bool as_configure = false;    ///< configure has the same error, and leaves what was written before it
  std::string log;              ///< what config.status says in config.log
};

/// Does what the pass did to the build folder on its way (folders made, files removed).
bool carry_out(const decide::Context& pass, os::FileSet& files, std::string& error);

/// config.status and all files that it makes: rendered first, then written. Prints `creating X` lines as it goes.
OutputReport write_config_status_outputs(const OutputJob& job);

/// Modules/Setup.local if it is not there, then the makesetup step: Makefile and Modules/config.c.
OutputReport write_makesetup_outputs(const OutputJob& job);

}  // namespace pyconfigure::app
