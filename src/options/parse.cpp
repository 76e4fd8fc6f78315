#include <algorithm>

#include "options/arguments.hpp"
#include "options/standard_options.hpp"
#include "pyconfigure/options/request.hpp"

namespace pyconfigure::options {

namespace {

bool alnum(char ch) {
  return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9');
}

bool only(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(),
                     [&](char ch) { return alnum(ch) || others.find(ch) != std::string_view::npos; });
}

std::string with_underscores(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), [](char ch) { return ch == '-' || ch == '+' || ch == '.'; }, '_');
  return out;
}

/// True when `word` (without dashes) is `name` or, after two dashes, one of its accepted abbreviations.
bool spells(std::string_view word, bool two_dashes, const StandardOption& option) {
  if (word == option.name) return two_dashes || !option.two_dashes_only;
  return two_dashes && word != option.gap && word.size() >= option.shortest.size() && option.name.starts_with(word);
}

/// Values come out of `expr` in back-quotes, which drop the line breaks at the end.
std::string_view as_expr_prints(std::string_view value) {
  while (value.ends_with('\n')) value.remove_suffix(1);
  return value;
}


class Parser {
 public:
  Parser(const std::vector<std::string>& arguments, Request& request) : arguments_(arguments), request_(request) {}

  void run() {
    for (index_ = 0; index_ < arguments_.size() && !request_.refusal; ++index_) word(arguments_[index_]);
    if (!request_.refusal && !waiting_.empty()) {
      std::string option = waiting_;
      std::replace(option.begin(), option.end(), '_', '-');
      refuse("missing argument to --" + option);
    }
  }

 private:
  void refuse(std::string text) { request_.refusal = Refusal{std::move(text), 1}; }

  void set(std::string_view variable, std::string_view value) {
    request_.values[std::string(variable)] = {std::string(value), Origin::argument, index_};
  }

  void word(const std::string& text) {
    if (!waiting_.empty()) {
      set(waiting_, text);
      waiting_.clear();
      return;
    }
    if (!dashdash_ && text == "--") {
      dashdash_ = true;
    } else if (!dashdash_ && text.starts_with('-')) {
      option(text);
    } else if (text.find('=') != std::string::npos) {
      assignment(text);
    } else {
      bare_word(text);
    }
  }

  void option(const std::string& text) {
    const bool two_dashes = text.starts_with("--");
    const std::string_view body = std::string_view(text).substr(two_dashes ? 2 : 1);
    const std::size_t equals = body.find('=');
    const std::string_view name = body.substr(0, equals);
    const bool has_value = equals != std::string_view::npos;
    const std::string_view value = has_value ? as_expr_prints(body.substr(equals + 1)) : std::string_view("yes");
    if (help(body, two_dashes) || version(body, two_dashes)) return;
    if (two_dashes && body == "x") return set("with_x", "yes");
    if (user_option(body, name, value)) return;
    for (const StandardOption& known : kStandardOptions) {
      const bool letter = !two_dashes && !has_value && known.letter != 0 && body == std::string_view(&known.letter, 1);
      if (!letter && !spells(name, two_dashes, known)) continue;
      if (known.takes == Takes::nothing) {
        if (has_value) break;
        return set(known.variable, known.set_to);
      }
      if (has_value) {
        set(known.variable, value);
      } else {
        waiting_ = known.variable;
      }
      return;
    }
    refuse("unrecognized option: " + quote_ + text + "'\nTry " + quote_ + "$0" + " --help' for more information");
    request_.refusal->word = text;
  }

  bool help(std::string_view body, bool two_dashes) {
    const std::string_view name = body.substr(0, body.find('='));
    const bool spelled = name == "help" || (two_dashes && name.size() >= 2 && std::string_view("help").starts_with(name));
    const bool letter = !two_dashes && (body == "h" || body.starts_with("hr") || body.starts_with("hs"));
    if (!spelled && !letter) return false;
    const std::string_view kind = letter ? body.substr(1) : body.substr(std::min(body.size(), name.size() + 1));
    if (kind.empty() && body.find('=') == std::string_view::npos) {
      request_.help = Help::full;
    } else if (kind.starts_with('r')) {
      request_.help = Help::recursive;
    } else if (kind.starts_with('s')) {
      request_.help = Help::brief;
    } else {
      return false;
    }
    return true;
  }

  bool version(std::string_view body, bool two_dashes) {
    const bool spelled = body == "version" || (two_dashes && body.size() >= 4 && std::string_view("version").starts_with(body));
    if (!spelled && (two_dashes || body != "V")) return false;
    request_.version = true;
    return true;
  }

  bool user_option(std::string_view body, std::string_view name, std::string_view value) {
    struct Form {
      std::string_view begin;
      std::string_view variable;
      std::string_view kind;
      bool off;
    };
    static constexpr Form kForms[] = {{"disable-", "enable_", "feature", true},
                                      {"enable-", "enable_", "feature", false},
                                      {"with-", "with_", "package", false},
                                      {"without-", "with_", "package", true}};
    for (const Form& form : kForms) {
      if (!body.starts_with(form.begin)) continue;
      // --disable-x and --without-x take no value: an equals sign is part of the name, and not a valid one.
      const std::string_view spelled = (form.off ? body : name).substr(form.begin.size());
      if (!only(spelled, "-+._")) {
        refuse("invalid " + std::string(form.kind) + " name: " + kOpenLaterQuote + std::string(spelled) + kCloseLaterQuote);
        return true;
      }
      const std::string variable = std::string(form.variable) + with_underscores(spelled);
      request_.user_options.push_back({variable, "--" + std::string(form.begin) + std::string(spelled)});
      set(variable, form.off ? "no" : value);
      return true;
    }
    return false;
  }

  void assignment(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    if (name.empty() || (name.front() >= '0' && name.front() <= '9') || !only(name, "_")) {
      return refuse("invalid variable name: " + quote_ + name + "'");
    }
    const std::string_view value = as_expr_prints(std::string_view(text).substr(equals + 1));
    set(name, value);
    std::erase_if(request_.exported, [&](const std::string& old) { return old.starts_with(name + "="); });
    request_.exported.push_back(name + "=" + std::string(value));
  }

  void bare_word(const std::string& text) {
    request_.warnings.push_back("you should use --build, --host, --target");
    if (!only(text, "-._")) request_.warnings.push_back("invalid host type: " + text);
    for (const char* variable : {"build_alias", "host_alias", "target_alias"}) {
      if (!request_.values.contains(variable)) set(variable, text);
    }
  }

  const std::vector<std::string>& arguments_;
  Request& request_;
  const std::string quote_{kOpenQuote};
  std::size_t index_ = 0;
  std::string waiting_;
  bool dashdash_ = false;
};

}  // namespace

std::string_view Request::text(std::string_view name) const {
  const auto it = values.find(name);
  return it == values.end() ? std::string_view{} : std::string_view(it->second.text);
}

std::string worded(const Refusal& refusal, std::string_view autoconf_version) {
  const bool known = !autoconf_version.empty();
  const bool back_quote = known && autoconf_version < "2.72";
  const bool none = known && autoconf_version < "2.70";
  std::string out;
  for (char ch : refusal.text) {
    if (ch == kOpenQuote || (ch == kOpenLaterQuote && !none)) {
      out += back_quote ? '`' : '\'';
    } else if (ch == kCloseLaterQuote && !none) {
      out += '\'';
    } else if (ch != kOpenLaterQuote && ch != kCloseLaterQuote) {
      out += ch;
    }
  }
  return out;
}

Request parse(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  Request request;
  for (const std::string& entry : environment) {
    const std::size_t equals = entry.find('=');
    const std::string name = entry.substr(0, equals);
    if (equals == std::string::npos || name.empty() || !only(name, "_")) continue;
    request.values[name] = {entry.substr(equals + 1), Origin::environment, 0};
  }
  for (const StandardOption& option : kStandardOptions) {
    const bool reset = !option.variable.starts_with("with_") && !option.variable.ends_with("_alias");
    if (reset) request.values[std::string(option.variable)] = {std::string(option.initial), Origin::autoconf_default, 0};
  }
  Parser(arguments, request).run();
  request.configure_args = remembered_arguments(arguments);
  request.invocation = invocation_arguments(arguments);
  return request;
}

void finish(Request& request) {
  for (std::string_view name : kDirectories) {
    Value& value = request.values[std::string(name)];
    std::string& text = value.text;
    if (text.ends_with('/')) {
      const std::size_t last = text.find_last_not_of('/');
      // expr takes a text of zeros for "nothing", and the script then goes on with the text as it was.
      const bool zeros = text.find_first_not_of('0') > last;
      if (last != std::string::npos && !zeros) text.resize(last + 1);
    }
    const bool absolute = text.starts_with('/') || text.starts_with('\\') || text.starts_with('$') ||
                          (text.size() > 2 && text[1] == ':' && (text[2] == '/' || text[2] == '\\'));
    const bool unset = (text.empty() || text == "NONE") && name.ends_with("prefix");
    if (absolute || unset) continue;
    request.refusal = Refusal{"expected an absolute directory name for --" + std::string(name) + ": " + text, 1};
    return;
  }
}

}  // namespace pyconfigure::options
