#include "app/sources.hpp"

#include <filesystem>

#include "pyconfigure/os/files.hpp"

namespace pyconfigure::app {

namespace {

constexpr const char* kSentinel = "Include/object.h";

bool holds_sources(const std::string& folder) { return os::test('r', folder + "/" + kSentinel); }

/// dirname, as the script takes it of $0.
std::string folder_of(const std::string& program) {
  const std::size_t slash = program.find_last_of('/');
  if (slash == std::string::npos) return ".";
  const std::size_t last = program.find_last_not_of('/', slash);
  return last == std::string::npos ? "/" : program.substr(0, last + 1);
}

/// `cd FOLDER && pwd`, with names taken as they are written.
std::string logical(const std::string& build_dir, const std::string& folder) {
  const std::filesystem::path base(build_dir);
  std::string text = (base / folder).lexically_normal().string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

}  // namespace

Sources find_sources(const std::string& given, const std::string& program) {
  Sources sources;
  sources.build_dir = os::logical_working_folder();
  const std::string beside = folder_of(program);
  if (!given.empty()) {
    sources.srcdir = given;
  } else if (holds_sources(beside)) {
    sources.srcdir = beside;
  } else if (holds_sources(".")) {
    sources.srcdir = ".";  // called from elsewhere, for instance through PATH
  } else {
    sources.srcdir = "..";
  }
  if (!holds_sources(sources.srcdir)) {
    const std::string where = given.empty() ? beside + " or .." : given;
    sources.error = std::string("cannot find sources (") + kSentinel + ") in " + where +
                    "\nrun it in a CPython checkout or in a build folder, or say --srcdir=CHECKOUT";
    return sources;
  }
  if (logical(sources.build_dir, sources.srcdir) == sources.build_dir) sources.srcdir = ".";
  while (sources.srcdir.size() > 1 && sources.srcdir.back() == '/') sources.srcdir.pop_back();
  if (sources.srcdir == ".") {
    sources.abs_srcdir = sources.build_dir;
  } else if (sources.srcdir.front() == '/') {
    sources.abs_srcdir = sources.srcdir;
  } else {
    sources.abs_srcdir = sources.build_dir + "/" + sources.srcdir;
  }
  return sources;
}

}  // namespace pyconfigure::app
