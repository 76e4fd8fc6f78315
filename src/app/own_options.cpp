#include "app/own_options.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>

namespace pyconfigure::app {

namespace {

bool is_own(const std::string& word) {
  const bool jobs_letter = word.starts_with("-j") && word.size() > 2 &&
                           std::all_of(word.begin() + 2, word.end(), [](unsigned char ch) { return std::isdigit(ch) != 0; });
  return jobs_letter || word.starts_with("--jobs=") || word.starts_with("--trace=") || word == "--no-batch" || word == "--show-cost" ||
         word == "--print-options-markdown" || word == "--print-statements" || word == "--stand-in" ||
         word.starts_with("--called-as=") || word.starts_with("--print-completion=");
}

}  // namespace

OwnOptions take_own_options(std::vector<std::string>& arguments) {
  OwnOptions options;
  std::vector<std::string> own;
  const auto end = std::find(arguments.begin(), arguments.end(), "--");
  const auto rest = std::stable_partition(arguments.begin(), end, [](const std::string& word) { return !is_own(word); });
  own.assign(rest, end);
  arguments.erase(rest, end);
  if (own.empty()) return options;

  CLI::App parser("pyconfigure's own options");
  parser.set_help_flag();
  bool no_batch = false;
  parser.add_option("-j,--jobs", options.jobs, "processes at a time")->check(CLI::Range(1, 1024));
  parser.add_option("--trace", options.trace, "file for a Chrome trace of the run");
  parser.add_flag("--no-batch", no_batch, "every probe in its lone form");
  parser.add_flag("--print-options-markdown", options.print_options, "the option table as docs/options.md has it");
  parser.add_option("--print-completion", options.print_completion, "a completion script")->check(CLI::IsMember({"bash", "zsh"}));
  parser.add_flag("--print-statements", options.print_statements, "the hashes of the checkout's statements");
  parser.add_option("--called-as", options.called_as, "the name that stands for the program's own");
  parser.add_flag("--stand-in", options.stand_in, "make the checkout's configure a script that calls pyconfigure");
  parser.add_flag("--show-cost", options.show_cost, "say what the run cost");
  std::reverse(own.begin(), own.end());  // CLI11 takes its words from the back
  try {
    parser.parse(own);
  } catch (const CLI::ParseError& error) {
    options.error = error.what();
  }
  options.batch = !no_batch;
  return options;
}

}  // namespace pyconfigure::app
