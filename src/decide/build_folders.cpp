// configure.ac: THREADHEADERS, and the folders of the build tree (SRCDIRS).
#include <string>
#include <string_view>
#include <vector>

#include "pyconfigure/base/text.hpp"
#include "pyconfigure/decide/context.hpp"
#include "pyconfigure/tree/checkout.hpp"
#include "sections.hpp"
#include "shell_words.hpp"

namespace pyconfigure::decide {

namespace {

/// The value of the checkout's `SRCDIRS="..."`, as the shell reads it: backslash and newline vanish, the indentation
/// stays.
std::string source_folders(const std::string& configure_ac) {
  constexpr std::string_view kStart = "\nSRCDIRS=\"";
  const std::size_t start = base::find(configure_ac, kStart);
  if (start == std::string::npos) return {};
  const std::size_t end = configure_ac.find('"', start + kStart.size());
  if (end == std::string::npos) return {};
  std::string text = configure_ac.substr(start + kStart.size(), end - start - kStart.size());
  for (std::size_t at = text.find("\\\n"); at != std::string::npos; at = text.find("\\\n", at)) text.erase(at, 2);
  return text;
}

/// A folder's name as a pathname pattern that matches nothing else.
std::string literal_pattern(std::string_view name) {
  std::string pattern;
  for (const char ch : name) {
    if (std::string_view("*?[]\\").find(ch) != std::string_view::npos) pattern += '\\';
    pattern += ch;
  }
  return pattern;
}

}  // namespace

void thread_headers(Context& c) {
  c.subst("THREADHEADERS");
  const std::string folder = c.checkout().abs_srcdir + "/";
  std::vector<std::string> headers = c.glob(literal_pattern(folder) + "Python/thread_*.h");
  for (std::string& header : headers) {
    if (header.starts_with(folder)) header.erase(0, folder.size());
  }
  if (headers.empty()) headers.emplace_back("Python/thread_*.h");  // The shell leaves the pattern as it stands.
  for (const std::string& header : headers) c.append("THREADHEADERS", " $(srcdir)/" + header);
}

void build_folders(Context& c) {
  c.subst("SRCDIRS", source_folders(c.checkout().configure_ac));
  c.checking("for build directories");
  for (const std::string& folder : shell_words(c.var("SRCDIRS"))) c.make_dir(folder);
  c.result("done");
}

}  // namespace pyconfigure::decide
