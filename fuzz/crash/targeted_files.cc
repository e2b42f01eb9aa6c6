#include "fuzz/crash/targeted_files.h"

#include <fmt/format.h>

#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {

std::expected<CrashFiles, std::string> find_targeted_files(const std::vector<std::string>& paths,
                                                           const std::filesystem::path& root, const std::string& target,
                                                           const CrashFileLimits& limits) {
    const auto table = load_target_table(root);
    if (!table) return std::unexpected(table.error());
    if (!target.empty() && !find_target(*table, target))
        return std::unexpected(fmt::format("there is no target '{}': tools/fuzz --list names them", target));
    const IsTarget is_target = [&](std::string_view name) { return find_target(*table, name) != nullptr; };
    CrashFiles found = find_crash_files(paths, is_target, limits);
    for (CrashFile& file : found.files) {
        if (!target.empty()) file.target = target;
        if (file.trouble.empty() && file.target.empty())
            file.trouble = "neither its name nor its folder tells the target: --target NAME does";
    }
    return found;
}

std::string text_of_left_out(const CrashFiles& found) {
    std::string text;
    for (const std::string& sentence : found.left_out) text += sentence + "\n";
    if (found.remarks > found.left_out.size())
        text += fmt::format("and {} more of these\n", found.remarks - found.left_out.size());
    return text;
}

}  // namespace keyturn::fuzz
