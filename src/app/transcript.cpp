#include "app/transcript.hpp"

namespace pyconfigure::app {

namespace {

using Kind = decide::Event::Kind;

/// A message that begins with a line break follows its prefix without a blank, as autoconf's macros lay it out.
std::string spaced(const std::string& text) { return text.starts_with('\n') ? text : " " + text; }

class Writer {
 public:
  explicit Writer(const std::string& name) : name_(name) {}

  void event(const decide::Event& event) {
    switch (event.kind) {
      case Kind::checking:
        add(false, "checking " + event.text + "... ");
        break;
      case Kind::result:
        add(false, event.text + "\n");
        break;
      case Kind::cached:
        add(false, "(cached) ");
        break;
      case Kind::notice:
        add(false, name_ + ":" + spaced(event.text) + "\n");
        break;
      case Kind::warning:
        add(true, name_ + ": WARNING:" + spaced(event.text) + "\n");
        break;
      case Kind::error:
        add(true, name_ + ": error: " + event.text + "\n");
        break;
      case Kind::out:
        add(false, event.text);
        break;
      case Kind::err:
        add(true, event.text);
        break;
      case Kind::log:
      case Kind::probe:
        break;
    }
  }

  std::vector<report::Piece> take() { return std::move(pieces_); }

 private:
  void add(bool to_stderr, std::string text) {
    if (pieces_.empty() || pieces_.back().to_stderr != to_stderr) pieces_.push_back({to_stderr, {}});
    pieces_.back().text += text;
  }

  const std::string& name_;
  std::vector<report::Piece> pieces_;
};

}  // namespace

std::vector<report::Piece> transcript(const std::vector<decide::Event>& events, std::size_t first, const std::string& name) {
  Writer writer(name);
  for (std::size_t i = first; i < events.size(); ++i) writer.event(events[i]);
  return writer.take();
}

}  // namespace pyconfigure::app
