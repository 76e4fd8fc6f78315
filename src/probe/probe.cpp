#include "pyconfigure/probe/probe.hpp"

namespace pyconfigure::probe {

namespace {

/// A call that links only where `symbol` is there: <limits.h> is the header that says which functions glibc only
/// pretends to have (__stub_), and the macro keeps whatever it declares under that name out of the way.
std::string function_program(const std::string& symbol) {
  std::string text;
  text += "#define " + symbol + " hidden_" + symbol + "\n#include <limits.h>\n#undef " + symbol + "\n";
  text += "#ifdef __cplusplus\nextern \"C\"\n#endif\nchar " + symbol + " (void);\n";
  text += "#if defined __stub_" + symbol + " || defined __stub___" + symbol + "\n#error \"only a stub\"\n#endif\n";
  text += "int\nmain (void)\n{\n  return " + symbol + " ();\n}\n";
  return text;
}

/// Prints the value of an integer expression.
std::string value_program(const Program& program) {
  std::string text = program.prologue;
  text += "\n#include <stdio.h>\nint\nmain (void)\n{\n";
  text += "  if ((" + program.body + ") < 0)\n    printf (\"%ld\", (long) (" + program.body + "));\n";
  text += "  else\n    printf (\"%lu\", (unsigned long) (" + program.body + "));\n";
  text += "  return ferror (stdout) != 0;\n}\n";
  return text;
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

struct Describe {
  std::string operator()(const ProgramProbe& probe) const {
    static constexpr const char* kPhases[] = {"preprocess", "compile", "link", "run"};
    std::string text = kPhases[static_cast<int>(probe.phase)];
    text += ' ';
    switch (probe.program.shape) {
      case Program::Shape::function:
        return text + "call of " + probe.program.symbol;
      case Program::Shape::value:
        return text + "value of " + probe.program.body;
      case Program::Shape::body:
        return text + first_line(probe.program.body);
      case Program::Shape::whole:
        return text + first_line(probe.program.prologue);
    }
    return text;
  }
  std::string operator()(const CommandProbe& probe) const { return "command " + first_line(probe.script); }
  std::string operator()(const WhichProbe& probe) const { return "which " + probe.word; }
  std::string operator()(const FileProbe& probe) const { return std::string("test -") + probe.op + ' ' + probe.path; }
};

}  // namespace

std::string program_text(const Program& program) {
  switch (program.shape) {
    case Program::Shape::whole:
      return program.prologue + "\n";
    case Program::Shape::body:
      return program.prologue + "\nint\nmain (void)\n{\n" + program.body + "\n  ;\n  return 0;\n}\n";
    case Program::Shape::function:
      return function_program(program.symbol);
    case Program::Shape::value:
      return value_program(program);
  }
  return {};
}

std::string confdefs_text(const ProgramProbe& probe) {
  std::string text;
  for (std::size_t i = 0; probe.confdefs && i < probe.confdefs_seen; ++i) text += probe.confdefs->lines[i].text;
  return text;
}

std::string source_text(const ProgramProbe& probe) { return confdefs_text(probe) + program_text(probe.program); }

std::string describe(const Probe& probe) { return std::visit(Describe{}, probe); }

}  // namespace pyconfigure::probe
