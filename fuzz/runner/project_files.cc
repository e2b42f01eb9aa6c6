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

std::expected<std::vector<UnreachableRow>, std::string> load_unreachable(const std::filesystem::path& root,
                                                                         const std::vector<TargetRow>& table) {
    const std::filesystem::path file = root / "fuzz/unreachable.json";
    if (!std::filesystem::exists(file)) return std::vector<UnreachableRow>();
    const auto document = read_json_file(file);
    if (!document) return std::unexpected(document.error());
    auto rows = read_unreachable(*document);
    if (!rows) return std::unexpected(lines_of(file, rows.error()));
    std::vector<SourceText> sources;
    for (const UnreachableRow& row : *rows)
        if (const auto read = read_sources(root, {row.file})) sources.push_back(read->front());
    const std::vector<std::string> mistakes = mistakes_in(*rows, table, sources);
    if (!mistakes.empty()) return std::unexpected(fmt::format("{}", fmt::join(mistakes, "\n")));
    return *std::move(rows);
}

std::filesystem::path source_of(const std::filesystem::path& root, std::string_view target) {
    const std::filesystem::path own = std::filesystem::path("fuzz") / (std::string(target) + ".cc");
    return exists(root / own) ? own : std::filesystem::path("fuzz/second_opinion") / own.filename();
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
