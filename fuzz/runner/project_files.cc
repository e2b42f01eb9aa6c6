#include "fuzz/runner/project_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {

std::expected<std::vector<TargetRow>, std::string> load_target_table(const std::filesystem::path& root) {
    const std::string file = (root / "fuzz/targets.json").string();
    const auto text = read_corpus_file(file);
    if (!text) return std::unexpected(text.error());
    const auto document = parse_json(*text);
    if (!document) {
        const auto [line, column] = line_and_column(*text, document.error().offset);
        return std::unexpected(fmt::format("{}:{}:{}: {}", file, line, column, document.error().reason));
    }
    auto table = read_target_table(*document);
    if (table) return *std::move(table);
    std::string lines;
    for (const Problem& problem : table.error())
        lines += fmt::format("{}{} {}: expected {}, found {}", lines.empty() ? "" : "\n", file, problem.pointer,
                             problem.expected, problem.actual);
    return std::unexpected(std::move(lines));
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
