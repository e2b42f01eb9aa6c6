#include "fuzz/crash/explain_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

#include "conformance/shown_text.h"
#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/crash/targeted_files.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

// The seeds of each target, read once; none where they can't be.
class Seeds {
  public:
    explicit Seeds(fs::path root) : root_(std::move(root)) {}

    const NamedInputs& of(const std::string& target) {
        const auto [place, is_new] = by_target_.try_emplace(target);
        if (is_new) place->second = read_corpus(seeds_of(root_, target)).value_or(NamedInputs());
        return place->second;
    }

  private:
    fs::path root_;
    std::map<std::string, NamedInputs> by_target_;
};

ExplainedFile explained(const CrashFile& file, ExplainOptions options, Seeds& seeds) {
    ExplainedFile row{shown_place(file.path.string()), file.trouble, file.target, {}};
    if (!row.trouble.empty()) return row;
    const auto content = read_crash_file(file.path, CrashFileLimits{}.bytes);
    if (!content) {
        row.trouble = content.error();
        return row;
    }
    options.target = file.target;
    row.explanation = explain_crash(*content, std::move(options), seeds.of(file.target));
    return row;
}

std::string text_of(const ExplainedFile& row) {
    if (!row.trouble.empty()) return fmt::format("{}: {}\n", row.path, row.trouble);
    return fmt::format("{}: {}", row.path, text_of(row.explanation));
}

JsonValue to_json(const ExplainedFile& row) {
    if (!row.trouble.empty())
        return json_object({{"path", json_string(row.path)}, {"problem", json_string(row.trouble)}});
    JsonValue object = json_object({{"path", json_string(row.path)}, {"target", json_string(row.target)}});
    const JsonValue told = to_json(row.explanation);
    object.members.insert(object.members.end(), told.members.begin(), told.members.end());
    return object;
}

}  // namespace

std::size_t ExplainedFiles::count_of_explained() const {
    return static_cast<std::size_t>(std::ranges::count(files, "", &ExplainedFile::trouble));
}

std::expected<ExplainedFiles, std::string> explain_files(const std::vector<std::string>& paths, const fs::path& root,
                                                         const std::string& target, const ExplainOptions& options) {
    const auto found = find_targeted_files(paths, root, target);
    if (!found) return std::unexpected(found.error());
    const std::size_t count = std::min(found->files.size(), ExplainedFiles::most_files);
    ExplainedFiles all{{}, text_of_left_out(*found)};
    Seeds seeds(root);
    for (const CrashFile& file : std::span(found->files).first(count))
        all.files.push_back(explained(file, options, seeds));
    if (count < found->files.size())
        all.left_out += fmt::format("{} more inputs: keyturn crash bucket says which of them are worth a look\n",
                                    found->files.size() - count);
    return all;
}

std::string text_of(const ExplainedFiles& explained) {
    std::string text;
    for (const ExplainedFile& row : explained.files) text += (text.empty() ? "" : "\n") + text_of(row);
    return text + explained.left_out;
}

JsonValue to_json(const ExplainedFiles& explained) {
    JsonValue files = json_array();
    for (const ExplainedFile& row : explained.files) files.elements.push_back(to_json(row));
    return json_object({{"schema", json_number("1")}, {"files", std::move(files)}});
}

}  // namespace keyturn::fuzz
