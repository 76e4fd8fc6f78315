// The starts of an executable that a batch of programs shares: one for each, and one for all that only print a value.
#include <algorithm>
#include <utility>

#include "pyconfigure/base/text.hpp"
#include "toolchain/program_batch.hpp"

namespace pyconfigure::toolchain {

namespace {

/// One start of the shared executable.
class StartJob : public os::Job {
 public:
  StartJob(SharedBatch batch, Member member, std::string executable, std::string diagnostics)
      : batch_(std::move(batch)),
        member_(std::move(member)),
        executable_(std::move(executable)),
        diagnostics_(std::move(diagnostics)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue&) override {
    if (last == nullptr) {
      const std::string folder = batch_->shop.start_folder(batch_->shop.new_folder());
      return batch_->shop.tool({executable_, member_.number}, member_.question->probe->exports, folder);
    }
    batch_->shop.settle(*member_.question, last->code == 0, last->code, last->out, diagnostics_ + last->err);
    return std::nullopt;
  }

 private:
  SharedBatch batch_;
  Member member_;
  std::string executable_;
  std::string diagnostics_;
};

/// One start for all programs that print a value and do nothing else: a line each. When that is not what comes out, each is started by
/// itself.
class ValuesJob : public os::Job {
 public:
  ValuesJob(SharedBatch batch, std::vector<MadeProgram> values, std::string executable)
      : batch_(std::move(batch)), values_(std::move(values)), executable_(std::move(executable)) {}

  std::optional<os::Command> next(const os::Exit* last, os::JobQueue& queue) override {
    if (last == nullptr) {
      std::vector<std::string> line = {executable_};
      for (const MadeProgram& value : values_) line.push_back(value.member.number);
      const std::string folder = batch_->shop.start_folder(batch_->shop.new_folder());
      return batch_->shop.tool(std::move(line), values_.front().member.question->probe->exports, folder);
    }
    std::vector<std::string> lines;
    base::each_line(last->out, [&](std::string_view line) { lines.emplace_back(line); });
    const bool told = last->code == 0 && last->err.empty() && lines.size() == values_.size() && last->out.ends_with('\n') &&
                      std::none_of(lines.begin(), lines.end(), [](const std::string& line) { return line.empty(); });
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const MadeProgram& value = values_[i];
      if (told) {
        batch_->shop.settle(*value.member.question, true, 0, lines[i], value.diagnostics);
      } else {
        queue.add_first(start_job(batch_, value.member, executable_, value.diagnostics));
      }
    }
    return std::nullopt;
  }

 private:
  SharedBatch batch_;
  std::vector<MadeProgram> values_;
  std::string executable_;
};

}  // namespace

std::unique_ptr<os::Job> start_job(SharedBatch batch, Member member, std::string executable, std::string diagnostics) {
  return std::make_unique<StartJob>(std::move(batch), std::move(member), std::move(executable), std::move(diagnostics));
}

std::unique_ptr<os::Job> values_job(SharedBatch batch, std::vector<MadeProgram> values, std::string executable) {
  return std::make_unique<ValuesJob>(std::move(batch), std::move(values), std::move(executable));
}

}  // namespace pyconfigure::toolchain
