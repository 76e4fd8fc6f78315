// Many AC_CHECK_FUNC programs in one: which of these functions does the linker find?
//
// Soundness. Every function stands in a table that main calls one of, as argc says, so no optimiser can drop it. A function that
// the linker names as undefined would be undefined alone too, since the tools, flags and libraries are the same; those
// are taken out, and only when the rest really links are they all there. One link is enough for many functions when the
// linker complains of undefined symbols alone, knows all of them for ours, and names both the first and the last entry,
// which are made to be undefined: it has then looked at all that stand between. glibc's stubs become calls of a symbol
// that nobody defines. Where programs are linked that have such a guard too (batch_programs.cpp), their link tells it all: the table
// stands in their main. Where archives other than the compiler's own take part, all are asked alone: a member that one
// function needs could hold what another one lacks. Whenever the tools fail for another reason, or warnings count and there are some, everything
// still open is asked alone.
#include <memory>
#include <set>
#include <utility>

#include "pyconfigure/os/files.hpp"
#include "toolchain/command_line.hpp"
#include "toolchain/diagnostics.hpp"
#include "toolchain/merged_units.hpp"
#include "toolchain/workshop.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr std::string_view kFirstGuard = "pyconfigure_first_guard";
constexpr std::string_view kLastGuard = "pyconfigure_last_guard";
constexpr std::size_t kManyFunctions = 8;

/// No warning counts.
bool quiet(const probe::ToolEnv& env) { return !env.warnings_fail && !warnings_are_errors(env) && !linker_warnings_fail(env); }

std::string entries(const std::set<std::string>& symbols) {
  std::string table;
  for (const std::string& symbol : symbols) table += "  " + symbol + ",\n";
  return table;
}

std::set<std::string> symbols_of(const Questions& functions) {
  std::set<std::string> symbols;
  for (const Question* question : functions) symbols.insert(question->probe->program.symbol);
  return symbols;
}

std::string declarations(const Questions& functions) {
  std::string hide;
  std::string show;
  std::string declare;
  for (const std::string& symbol : symbols_of(functions)) {
    hide += "#define " + symbol + " hidden_" + symbol + "\n";
    show += "#undef " + symbol + "\n";
    const std::string stub = std::string(kStub) + symbol;
    declare += "#if defined __stub_" + symbol + " || defined __stub___" + symbol + "\nchar " + stub +
               " (void);\n#define " + symbol + " " + stub + "\n#else\nchar " + symbol + " (void);\n#endif\n";
  }
  return probe::confdefs_text(*functions.front()->probe) + hide + "#include <limits.h>\n" + show + declare;
}

class FunctionJob : public os::Job {
 public:
  FunctionJob(Workshop& shop, Questions questions) : shop_(shop), open_(std::move(questions)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      folder_ = shop_.new_folder();
      const probe::ToolEnv& env = first().probe->env;
      guards_ = open_.size() >= kManyFunctions && quiet(env);
      return attempt();
    }
    if (last->code == 0 && guards_) {  // a linker that does not mind what is undefined
      guards_ = false;
      return attempt();
    }
    if (last->code == 0) {
      const probe::ToolEnv& env = first().probe->env;
      if ((env.warnings_fail && !last->err.empty()) || !shop_.libraries.harmless(last->out) || !Workshop::executable_there(product(), env))
        return give_up(queue);
      for (Question* question : open_) shop_.settle_batched(*question, true, {});
      return std::nullopt;
    }
    if (looked_at_all(last->err) && shop_.libraries.harmless(last->out)) {
      take_out_missing(last->err);
      for (Question* question : open_) shop_.settle_batched(*question, true, {});
      return std::nullopt;
    }
    const bool guards = std::exchange(guards_, false);
    if (guards && !last->not_started && !last->signalled && only_guards_named(last->err)) return attempt();
    const bool named = take_out_missing(last->err) || take_out_refused(last->err, queue);
    if (last->not_started || last->signalled || !named) return give_up(queue);
    if (open_.empty()) return std::nullopt;
    return attempt();
  }

 private:
  const Question& first() const { return *open_.front(); }

  os::Command attempt() {
    const probe::ProgramProbe& probe = *first().probe;
    const std::string source = folder_ + "/functions.c";
    shop_.put(source, text());
    std::vector<std::string> line = link_line(plain_speech(probe.env), {source}, product());
    line.emplace_back(kTellFiles);
    return shop_.tool(std::move(line), probe.exports);
  }

  std::string product() const { return folder_ + "/functions" + first().probe->env.exeext; }

  std::string text() const {
    std::string declare = declarations(open_);
    std::string table;
    if (guards_) {
      for (std::string_view guard : {kFirstGuard, kLastGuard}) declare += "char " + std::string(guard) + " (void);\n";
      table += "  " + std::string(kFirstGuard) + ",\n";
    }
    table += entries(symbols_of(open_));
    if (guards_) table += "  " + std::string(kLastGuard) + ",\n";
    return declare + "char (*pyconfigure_table[]) (void) = {\n" + table +
           "};\nint\nmain (int argc, char **argv)\n{\n  (void) argv;\n  return pyconfigure_table[argc] ();\n}\n";
  }

  /// The linker has named every function that is not there.
  bool looked_at_all(const std::string& diagnostics) const {
    // "the use of `tmpnam' is dangerous": such words fail nothing, unless the flags say so.
    if (!guards_ || !only_undefined_symbols(without_linker_warnings(without_compiler_warnings(diagnostics)))) return false;
    std::set<std::string> missing = undefined_symbols(diagnostics);
    if (missing.erase(std::string(kFirstGuard)) + missing.erase(std::string(kLastGuard)) != 2) return false;
    for (const Question* question : open_) {
      missing.erase(question->probe->program.symbol);
      missing.erase(std::string(kStub) + question->probe->program.symbol);
    }
    return missing.empty();
  }

  /// Nothing of ours is known to be missing; without the guards more may be told.
  bool only_guards_named(const std::string& diagnostics) const {
    const std::set<std::string> missing = undefined_symbols(diagnostics);
    for (const Question* question : open_) {
      const std::string& symbol = question->probe->program.symbol;
      if (missing.contains(symbol) || missing.contains(std::string(kStub) + symbol)) return false;
      if (error_names(diagnostics, symbol)) return false;
    }
    return !missing.empty();
  }

  /// Answers the functions that the linker did not find; false when it named none of them.
  bool take_out_missing(const std::string& diagnostics) {
    const std::set<std::string> missing = undefined_symbols(diagnostics);
    Questions rest;
    for (Question* question : open_) {
      const std::string& symbol = question->probe->program.symbol;
      const std::string stub = std::string(kStub) + symbol;
      if (missing.contains(symbol) || missing.contains(stub)) {
        shop_.settle_batched(*question, false, lines_with(diagnostics, symbol + "'"));
      } else {
        rest.push_back(question);
      }
    }
    const bool named = rest.size() < open_.size();
    open_ = std::move(rest);
    return named;
  }

  /// An error names it, and be it a warning that counts.
  bool error_names(const std::string& diagnostics, const std::string& symbol) const {
    const probe::ToolEnv& env = first().probe->env;
    const bool warnings = env.warnings_fail || warnings_are_errors(env);
    const std::string said = lines_with(diagnostics, "'" + symbol + "'");
    return warnings ? !said.empty() : said.find("error:") != std::string::npos;
  }

  /// Asks those alone whose declaration the compiler did not take (-Werror: it knows the function itself); false when
  /// it named none.
  bool take_out_refused(const std::string& diagnostics, os::JobQueue& queue) {
    Questions refused;
    std::erase_if(open_, [&](Question* question) {
      const bool is_named = error_names(diagnostics, question->probe->program.symbol);
      if (is_named) refused.push_back(question);
      return is_named;
    });
    ask_alone(shop_, refused, queue);
    return !refused.empty();
  }

  std::optional<os::Command> give_up(os::JobQueue& queue) {
    ask_alone(shop_, open_, queue);
    return std::nullopt;
  }

  Workshop& shop_;
  Questions open_;
  std::string folder_;
  bool guards_ = false;  ///< the first and the last call are of functions that nobody defines
};

}  // namespace

std::unique_ptr<os::Job> function_job(Workshop& shop, Questions questions) {
  return std::make_unique<FunctionJob>(shop, std::move(questions));
}

bool can_be_linked_with_others(const Questions& functions) {
  const probe::ToolEnv& env = functions.front()->probe->env;
  // Where libraries are archives, or code is made by the linker, that does not tell enough.
  const bool tells = !flags_contain(env, "-static") && !flags_contain(env, "-flto");
  return tells && functions.size() >= kManyFunctions && quiet(env);
}

std::string function_table(const Questions& functions, const Questions& calls) {
  Questions all = functions;
  std::set<std::string> called;
  for (Question* question : calls) {
    if (question->probe->program.shape == probe::Program::Shape::function) {
      all.push_back(question);
    } else {
      called.insert(called_function(*question));
    }
  }
  const auto table = [](const char* name, const std::string& entries, const char* last) {
    return std::string("char (*") + name + "[]) (void) = {\n" + entries + "  " + last + "\n};\n";
  };
  std::string declare;
  for (const std::string& name : called) declare += "char " + name + " (void);\n";
  return declare + table(kCallTable, entries(called), "0") + declarations(all) + "char " + kFunctionGuard + " (void);\n" +
         table(kFunctionTable, entries(symbols_of(all)), kFunctionGuard);
}

}  // namespace pyconfigure::toolchain
