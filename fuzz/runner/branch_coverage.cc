#include "fuzz/runner/branch_coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <tuple>

namespace keyturn::fuzz {
namespace {

using Numbers = std::vector<std::uint64_t>;

// Where a condition stands: line and column, and where it ends.
using Place = std::array<std::size_t, 4>;

struct Outcomes {
    std::uint64_t was_true = 0, was_false = 0;
};

std::uint64_t number_of(const JsonValue& value) {
    std::uint64_t number = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
    return number;
}

// The rows of numbers that a file of the export has under a key; those that are shorter than `least` say nothing.
std::vector<Numbers> rows_of(const JsonValue& file, std::string_view key, std::size_t least) {
    std::vector<Numbers> rows;
    const JsonValue* found = file.find(key);
    if (!found) return rows;
    for (const JsonValue& element : found->elements) {
        Numbers row;
        for (const JsonValue& value : element.elements) row.push_back(number_of(value));
        if (row.size() >= least) rows.push_back(std::move(row));
    }
    return rows;
}

bool is_file(const JsonValue& file, std::string_view name) {
    const JsonValue* filename = file.find("filename");
    return filename && filename->text.ends_with(fmt::format("/{}", name));
}

// How often the code at a place ran: what the last segment says that begins there or before.
std::uint64_t runs_at(const std::vector<Numbers>& segments, std::size_t line, std::size_t column) {
    std::uint64_t runs = 0;
    for (const Numbers& segment : segments)
        if (std::tie(segment[0], segment[1]) <= std::tie(line, column)) runs = segment[2];
    return runs;
}

// A condition that ran and was neither true nor false is the compiler's; of one that never ran only the text tells.
bool is_decided_by_compiler(const Outcomes& outcomes, std::uint64_t runs, const Branch& branch) {
    if (outcomes.was_true != 0 || outcomes.was_false != 0) return false;
    return runs != 0 || branch.condition == "true" || branch.condition == "false" ||
           branch.text.contains("if constexpr (");
}

std::map<Place, Outcomes> conditions_of(const JsonValue& file) {
    std::map<Place, Outcomes> conditions;
    for (const Numbers& row : rows_of(file, "branches", 6)) {
        Outcomes& outcomes = conditions[{row[0], row[1], row[2], row[3]}];
        outcomes.was_true += row[4];
        outcomes.was_false += row[5];
    }
    return conditions;
}

void append_branches(std::vector<CountedBranch>& branches, const JsonValue& file, const SourceText& source) {
    const std::vector<Numbers> segments = rows_of(file, "segments", 3);
    for (const auto& [place, outcomes] : conditions_of(file)) {
        const auto [line, column, end_line, end_column] = place;
        Branch branch{source.file, line, std::string(without_outer_spaces(source.line(line))),
                      source.between(line, column, end_line, end_column), true};
        if (is_decided_by_compiler(outcomes, runs_at(segments, line, column), branch)) continue;
        branches.push_back({branch, outcomes.was_true != 0});
        branch.outcome = false;
        branches.push_back({std::move(branch), outcomes.was_false != 0});
    }
}

bool is_same_in_place(const Branch& a, const Branch& b) { return a == b; }

bool is_same_elsewhere(const Branch& a, const Branch& b) {
    return std::tie(a.file, a.text, a.condition, a.outcome) == std::tie(b.file, b.text, b.condition, b.outcome);
}

// Takes from both what they have in common.
void cancel(std::vector<Branch>& now, std::vector<Branch>& before, bool (*is_same)(const Branch&, const Branch&)) {
    std::erase_if(now, [&](const Branch& branch) {
        const auto same = std::ranges::find_if(before, [&](const Branch& b) { return is_same(branch, b); });
        if (same == before.end()) return false;
        before.erase(same);
        return true;
    });
}

}  // namespace

std::string Branch::sentence_if_unreached() const {
    // The compiler counts what no case of a switch is for as if it were one.
    if (text.starts_with("switch (" + condition + ")"))
        return fmt::format("{}:{}: {} {} a case", file, line, condition, outcome ? "always had" : "never had");
    return fmt::format("{}:{}: {} was never {}", file, line, condition, outcome);
}

std::expected<std::vector<CountedBranch>, std::string> branches_of(const JsonValue& exported,
                                                                   const std::vector<SourceText>& sources) {
    const JsonValue* files = resolve(exported, "/data/0/files");
    if (!files || !files->is(JsonKind::array)) return std::unexpected("this is no export of llvm-cov");
    std::vector<CountedBranch> branches;
    for (const SourceText& source : sources) {
        const auto file =
            std::ranges::find_if(files->elements, [&](const JsonValue& f) { return is_file(f, source.file); });
        if (file == files->elements.end())
            return std::unexpected(fmt::format("{} is not part of the target: see \"aims_at\"", source.file));
        append_branches(branches, *file, source);
    }
    return branches;
}

BranchCoverage coverage_of(const std::vector<CountedBranch>& branches) {
    BranchCoverage coverage;
    coverage.branches = branches.size();
    for (const CountedBranch& counted : branches) {
        if (counted.is_reached)
            ++coverage.reached;
        else
            coverage.unreached.push_back(counted.branch);
    }
    return coverage;
}

std::vector<Branch> lost_branches(std::vector<Branch> now, std::vector<Branch> before) {
    cancel(now, before, is_same_in_place);
    cancel(now, before, is_same_elsewhere);
    return now;
}

}  // namespace keyturn::fuzz
