#include "pyconfigure/report/summary.hpp"

#include <algorithm>

namespace pyconfigure::report {

namespace {

constexpr std::size_t kIndent = 14;  ///< where texts begin, behind the widest label

class Page {
 public:
  explicit Page(const os::Terminal& terminal) : terminal_(terminal) {}

  void title(const std::string& text) { out_ += strong(text) + "\n"; }

  void line(const std::string& label, const std::string& text) {
    if (text.empty()) return;
    std::string begin = "  " + label;
    begin.resize(std::max(kIndent, begin.size() + 1), ' ');
    out_ += begin + text + "\n";
  }

  void lines(const std::string& label, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) line(i == 0 ? label : std::string(), texts[i]);
  }

  /// Names with commas between, in as many lines as they need.
  void names(const std::string& label, const std::vector<std::string>& names) {
    const auto width = static_cast<std::size_t>(std::max(40, terminal_.columns - 1)) - kIndent;
    std::vector<std::string> folded;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string name = names[i] + (i + 1 < names.size() ? "," : "");
      if (folded.empty() || folded.back().size() + 1 + name.size() > width) {
        folded.push_back(name);
      } else {
        folded.back() += " " + name;
      }
    }
    lines(label, folded);
  }

  std::string strong(const std::string& text) const { return terminal_.colours ? "\033[1m" + text + "\033[0m" : text; }
  const std::string& text() const { return out_; }

 private:
  const os::Terminal& terminal_;
  std::string out_;
};

}  // namespace

std::string summary_text(const Summary& summary, const os::Terminal& terminal) {
  Page page(terminal);
  page.title(summary.title);
  for (const Summary::Line& fact : summary.facts) page.line(fact.label, fact.text);
  page.lines("missing", summary.missing);
  page.line("to get them", summary.install);
  page.names("disabled", summary.disabled);
  page.names("n/a", summary.unavailable);
  page.line("took", summary.took);
  page.line("next", summary.next.empty() ? std::string() : page.strong(summary.next));
  return page.text();
}

}  // namespace pyconfigure::report
