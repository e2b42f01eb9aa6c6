#include "fuzz/runner/project_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {

std::expected<std::vector<TargetRow>, std::string> load_target_table(const std::filesystem::path& root) {
    const std::filesystem::path file = root / "fuzz/targets.json";
    const auto document = read_json_file(file);
    if (!document) return std::unexpected(document.error());
    auto table = read_target_table(*document);
    if (!table) return std::unexpected(lines_of(file, table.error()));
    return *std::move(table);
}

std::expected<std::vector<TargetRow>, std::string> chosen_targets(const std::vector<TargetRow>& table,
                                                                  const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (!find_target(table, name)) return std::unexpected(fmt::format("there is no target '{}'", name));
    std::vector<TargetRow> chosen;
    for (const TargetRow& row : table)
        if (names.empty() || std::ranges::find(names, row.name) != names.end()) chosen.push_back(row);
    return chosen;
}

}  // namespace keyturn::fuzz
