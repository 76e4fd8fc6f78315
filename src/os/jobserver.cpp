#include "pyconfigure/os/jobserver.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace pyconfigure::os {

namespace {

bool is_pipe(int fd) {
  struct stat about {};
  return fstat(fd, &about) == 0 && S_ISFIFO(about.st_mode);
}

/// The two ends of one pipe.
bool one_pipe(int from, int to) {
  struct stat one {};
  struct stat other {};
  return is_pipe(from) && is_pipe(to) && fstat(from, &one) == 0 && fstat(to, &other) == 0 && one.st_ino == other.st_ino &&
         one.st_dev == other.st_dev && (fcntl(from, F_GETFL) & O_ACCMODE) != O_WRONLY && (fcntl(to, F_GETFL) & O_ACCMODE) != O_RDONLY;
}

/// The same pipe, opened anew: reading it never waits, and make's own descriptor stays as make wants it.
int opened_anew(int fd) { return open(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC); }

}  // namespace

std::string jobserver_of(std::string_view makeflags) {
  std::string found;
  // What stands behind ` -- ` are variables.
  makeflags = makeflags.substr(0, makeflags.find(" -- "));
  for (std::string_view option : {"--jobserver-fds=", "--jobserver-auth="}) {
    const std::size_t at = makeflags.rfind(option);
    if (at == std::string_view::npos) continue;
    const std::string_view value = makeflags.substr(at + option.size());
    found = value.substr(0, value.find(' '));
  }
  return found;
}

Jobserver::Jobserver(const std::string& where) {
  if (where.starts_with("fifo:")) {
    const int both = open(where.c_str() + 5, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (both >= 0 && is_pipe(both)) {
      from_ = both;
      to_ = both;
    } else if (both >= 0) {
      close(both);
    }
    return;
  }
  int from = -1;
  int to = -1;
  // make closes them for what it does not take for a make of its own, and the numbers may be anything's by now.
  if (std::sscanf(where.c_str(), "%d,%d", &from, &to) != 2 || !one_pipe(from, to)) return;
  from_ = opened_anew(from);
  to_ = to;
}

Jobserver::~Jobserver() {
  keep(0);
  if (from_ >= 0) close(from_);
}

bool Jobserver::take() {
  if (!active()) return true;
  char token = 0;
  ssize_t got = 0;
  while ((got = read(from_, &token, 1)) < 0 && errno == EINTR) {
  }
  if (got != 1) return false;
  held_ += token;
  return true;
}

void Jobserver::keep(std::size_t count) {
  while (held_.size() > count) {
    const char token = held_.back();
    held_.pop_back();
    while (write(to_, &token, 1) < 0 && errno == EINTR) {
    }
  }
}

}  // namespace pyconfigure::os
