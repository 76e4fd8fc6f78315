#include "app/own_program.hpp"

#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "pyconfigure/os/files.hpp"
#include "pyconfigure/render/config_status.hpp"
#include "pyconfigure/render/shell_words.hpp"
#include "pyconfigure/render/templates.hpp"

namespace pyconfigure::app {

std::string called_name(const std::string& argument_zero) {
#ifdef __linux__
  const auto* executed = reinterpret_cast<const char*>(getauxval(AT_EXECFN));
  const std::string path = executed == nullptr ? std::string() : executed;
  const std::string base = path.substr(path.rfind('/') + 1);
  // A dynamic linker that is called to start us, or a descriptor, is no name.
  if (!path.empty() && !base.starts_with("ld-") && !base.starts_with("ld.so") && !path.starts_with("/dev/fd/") &&
      !path.starts_with("/proc/")) {
    return path;
  }
#endif
  return argument_zero;
}

std::string own_executable(const std::string& program) {
  std::error_code code;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", code);
  return code ? program : self.string();
}

bool stand_in(const tree::Checkout& checkout, const std::string& program, std::string& error) {
  const std::string script = checkout.abs_srcdir + "/configure";
  const std::string aside = checkout.abs_srcdir + "/" + tree::kScriptAside;
  // Linked first, so that there is a configure at any time.
  if (checkout.own_script == "configure") {
    os::remove_file(aside);
    if (link(script.c_str(), aside.c_str()) != 0) {
      error = aside + ": " + std::strerror(errno);
      return false;
    }
  }
  const std::string text = render::fill_in(
      render::embedded_template("configure.in"),
      {{"GENERATOR", kGenerator}, {"PROGRAM", render::escape_single_quotes(own_executable(program))}});
  return os::write_file(script, text, 0777, error);
}

}  // namespace pyconfigure::app
