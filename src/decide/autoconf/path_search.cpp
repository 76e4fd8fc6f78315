#include "decide/autoconf/path_search.hpp"

#include <algorithm>

#include "decide/autoconf.hpp"

namespace pyconfigure::decide {

namespace {

/// The entries of a path as IFS=: splits them, each with the slash that the file's name is put behind.
std::vector<std::string> folders(std::string_view path, bool always_slash) {
  std::vector<std::string> out;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    std::string folder(path.substr(0, end));
    if (folder.empty()) {
      folder = "./";
    } else if (folder.back() != '/' || always_slash) {
      folder += '/';
    }
    out.push_back(std::move(folder));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return out;
}

}  // namespace

std::vector<Executable> executables(Context& c, const std::vector<std::string>& names, std::string_view path) {
  std::vector<Executable> out;
  if (path.empty()) return out;
  std::vector<std::vector<std::string>> found;
  found.reserve(names.size());
  for (const std::string& name : names) found.push_back(c.which(name, path));
  for (const std::string& folder : folders(path, autoconf_before(c, "2.70"))) {
    // Up to autoconf 2.69 a folder that has a slash at its end in the path gets another.
    const std::string searched = folder.ends_with("//") ? folder.substr(0, folder.size() - 1) : folder;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string file = searched + names[i];
      if (std::find(found[i].begin(), found[i].end(), file) != found[i].end()) out.push_back({folder, names[i]});
    }
  }
  return out;
}

}  // namespace pyconfigure::decide
