#include "toolchain/header_texts.hpp"

#include "pyconfigure/base/text.hpp"

namespace pyconfigure::toolchain {

namespace {

constexpr std::string_view kFramework = " (framework directory)";

/// <Tcl/tcl.h> in a folder of frameworks.
std::string in_framework(std::string_view folder, const std::string& name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string::npos) return {};
  return std::string(folder) + "/" + name.substr(0, slash) + ".framework/Headers" + name.substr(slash);
}

}  // namespace

void Mentions::add(const Mentions& other) {
  all = all || other.all;
  main = main || other.main;
  names.add(other.names);
}

HeaderTexts::HeaderTexts(HeaderFiles& files, std::vector<std::string> folders, const std::string& base)
    : files_(files), folders_(std::move(folders)) {
  for (std::string& folder : folders_) {
    if (!folder.starts_with('/')) folder = base + "/" + folder;
  }
}

HeaderTexts::Node* HeaderTexts::node(const std::string& path) {
  const HeaderFile* const file = files_.read(path);
  if (file == nullptr) return nullptr;
  std::unique_ptr<Node>& node = nodes_[file];
  if (node == nullptr) {
    node = std::make_unique<Node>();
    node->file = file;
  }
  return node.get();
}

const std::vector<HeaderTexts::Node*>& HeaderTexts::found(const std::string& name) {
  const auto [it, fresh] = found_.try_emplace(name);
  if (!fresh) return it->second;
  const auto add = [&, &nodes = it->second](const std::string& path) {
    if (Node* const there = node(path)) nodes.push_back(there);
  };
  if (name.starts_with('/')) {
    add(name);
    return it->second;
  }
  for (const std::string& folder : folders_) {
    std::string path = folder + "/" + name;
    if (folder.ends_with(kFramework)) {
      path = in_framework(std::string_view(folder).substr(0, folder.size() - kFramework.size()), name);
    }
    if (!path.empty()) add(path);
  }
  return it->second;
}

void HeaderTexts::follow(Node& from) {
  from.followed = true;
  for (const IncludeLine& line : from.file->includes) {
    if (line.name.empty()) {
      from.computes = true;
      continue;
    }
    const std::vector<Node*>& nodes = found(line.name);
    from.leads_to.insert(from.leads_to.end(), nodes.begin(), nodes.end());
    if (!line.quoted || line.name.starts_with('/')) continue;
    if (Node* const beside = node(from.file->folder + "/" + line.name)) from.leads_to.push_back(beside);
  }
}

const Mentions& HeaderTexts::of(const std::string& header) {
  const auto [it, fresh] = mentions_.try_emplace(header);
  Mentions& mentions = it->second;
  if (!fresh) return mentions;
  ++walks_;
  std::vector<Node*> open = found(header);
  while (!open.empty()) {
    Node& at = *open.back();
    open.pop_back();
    if (std::exchange(at.seen, walks_) == walks_) continue;
    if (!at.followed) follow(at);
    mentions.names.add(at.file->names);
    mentions.main = mentions.main || at.file->main;
    mentions.all = mentions.all || at.computes;
    open.insert(open.end(), at.leads_to.begin(), at.leads_to.end());
  }
  return mentions;
}

std::optional<std::vector<std::string>> search_folders(std::string_view said) {
  std::vector<std::string> folders;
  bool inside = false;
  bool ended = false;
  base::each_line(said, [&](std::string_view line) {
    if (line.starts_with("#include ") && line.ends_with(" search starts here:")) {
      inside = true;
    } else if (line == "End of search list.") {
      ended = inside;
      inside = false;
    } else if (inside && line.starts_with(' ')) {
      folders.emplace_back(line.substr(1));
    }
  });
  if (!ended || folders.empty()) return std::nullopt;
  return folders;
}

}  // namespace pyconfigure::toolchain
