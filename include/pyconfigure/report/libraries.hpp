// Which library an extension module of the standard library is made from, and which package brings it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pyconfigure::report {

/// Package managers that we know the packages' names of.
enum class System { unknown, debian, fedora, alpine, homebrew };

/// Several names in one field have | between them.
struct Library {
  std::string_view modules;
  std::string_view headers;    ///< one of them has to be there
  std::string_view variables;  ///< the cache variables with what was found of the headers; empty: there are none
  std::string_view debian;
  std::string_view fedora;
  std::string_view alpine;
  std::string_view homebrew;
};

/// Null for a module that needs no library of its own.
const Library* library_of(std::string_view module);
std::vector<std::string_view> split(std::string_view names);

std::string_view package_of(const Library& library, System system);
/// "Debian: libsqlite3-dev; Fedora: sqlite-devel; ...".
std::string packages_words(const Library& library);

/// Which system this is, by the text of /etc/os-release.
System system_of(std::string_view os_release);
/// `apt-get install A B`; empty for an unknown system or no packages. A package named twice is installed once.
std::string install_command(System system, const std::vector<const Library*>& libraries);

}  // namespace pyconfigure::report
