// Names and shell text that the macros share: AS_TR_SH, AS_TR_CPP, field splitting, quoting.
#include <algorithm>

#include "decide/autoconf.hpp"
#include "pyconfigure/tree/checkout.hpp"

namespace pyconfigure::decide {

namespace {

bool is_lower(char ch) {
  return ch >= 'a' && ch <= 'z';
}
bool is_alnum(char ch) {
  return is_lower(ch) || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9');
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (char ch : text) {
    if (ch == '\'') {
      out += "'\\''";
    } else {
      out += ch;
    }
  }
  return out + "'";
}

}  // namespace

bool autoconf_before(const Context& c, std::string_view version) {
  return c.checkout().autoconf_before(version);
}

std::string main_parameters(const Context& c) {
  return autoconf_before(c, "2.70") ? "()" : "(void)";
}

std::string tr_sh(std::string_view text) {
  std::string out;
  for (char ch : text) {
    if (ch == '*' || ch == '+') {
      out += 'p';
    } else {
      out += is_alnum(ch) ? ch : '_';
    }
  }
  return out;
}

std::string tr_cpp(std::string_view text) {
  std::string out;
  for (char ch : text) {
    if (ch == '*') {
      out += 'P';
    } else if (is_lower(ch)) {
      out += static_cast<char>(ch - 'a' + 'A');
    } else {
      out += is_alnum(ch) ? ch : '_';
    }
  }
  return out;
}

std::string shell_variables(const Context& c, Names names) {
  std::string out;
  for (std::string_view name : names) {
    out += name;
    out += '=' + quoted(c.var(name)) + '\n';
  }
  return out;
}

probe::ScratchFile conftest(const Context& c, std::string_view text, std::string_view name) {
  std::string out;
  for (const probe::Confdef& line : c.confdefs().lines) out += line.text;
  out += text;
  return {std::string(name), std::move(out)};
}

void shell_complaint(Context& c, std::string_view statement, std::string_view complaint) {
  const std::string script = c.read_file(c.checkout().abs_srcdir + "/" + c.checkout().own_script);
  std::size_t at = script.find(statement);
  if (at == std::string::npos) return;
  if (statement.starts_with('\n')) ++at;
  const auto line = 1 + std::count(script.begin(), script.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  c.err(c.checkout().srcdir + "/configure: line " + std::to_string(line) + ": " + std::string(complaint) + "\n");
}

}  // namespace pyconfigure::decide
