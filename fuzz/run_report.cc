// JSON that the fuzz tools read: a report of a run, the table of targets, the unreachable branches, an export of
// llvm-cov. Floors stand where they were written and change nothing else; nothing is lost since the same run; a row
// takes its branch away.
#include "fuzz/runner/measured_report.h"

#include "fuzz/runner/floors.h"
#include "fuzz/runner/unreachable_branches.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::size_t most_rows = 16;  // that are tried

template <class T>
std::span<const T> some_of(const std::vector<T>& rows) {
    return std::span(rows).first(std::min(rows.size(), most_rows));
}

bool is_same_but_for_floors(const fuzz::TargetRow& a, const fuzz::TargetRow& b) {
    return a.name == b.name && a.subject == b.subject && a.aims_at == b.aims_at && a.mutator == b.mutator &&
           a.dictionary == b.dictionary;
}

bool has_floors(const fuzz::TargetRow& row, const fuzz::Floors& floors) {
    return row.branch_floor == floors.branches && row.executions_floor == floors.executions;
}

void floors_are_written(std::string_view text, const std::vector<fuzz::TargetRow>& table, const fuzz::TargetRow& row) {
    const fuzz::Floors floors = {97, 1234};
    const auto written = fuzz::with_floors(text, row.name, floors);
    if (!written) return;  // its row has another form than ours
    const auto document = parse_json(*written);
    const auto changed = document ? fuzz::read_target_table(*document) : std::unexpected(Problems{});
    fuzz::expect(changed && changed->size() == table.size(), "a table with other floors is a table");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const fuzz::TargetRow& before = table[i];
        const fuzz::TargetRow& after = (*changed)[i];
        fuzz::expect(is_same_but_for_floors(before, after), "floors change nothing else");
        fuzz::expect(
            has_floors(after, &before == &row ? floors : fuzz::Floors{before.branch_floor, before.executions_floor}),
            "floors stand in their own row");
    }
}

bool is_table(std::string_view text, const JsonValue& document) {
    const auto table = fuzz::read_target_table(document);
    if (!table) return false;
    for (const fuzz::TargetRow& row : some_of(*table)) floors_are_written(text, *table, row);
    return true;
}

bool is_report(const JsonValue& document) {
    const auto report = fuzz::read_report(document);
    if (!report) return false;
    for (const fuzz::MeasuredTarget& target : some_of(report->targets)) {
        fuzz::expect(fuzz::lost_branches(target.unreached, target.unreached).empty(),
                     "nothing is lost since the same run");
        fuzz::expect(fuzz::lost_branches(target.unreached, {}) == target.unreached,
                     "all is lost since one that lost nothing");
        const fuzz::Floors floors = fuzz::floors_below(target, report->budget);
        fuzz::expect(floors.branches <= target.percent.value_or(0), "a floor of branches is below what was measured");
        fuzz::expect(double(floors.executions) <= target.executions_a_second,
                     "a floor of speed is below what was measured");
    }
    return true;
}

// A source that has only the line of the row, with the branch it names.
void row_takes_its_branch_away(const fuzz::UnreachableRow& row) {
    const std::string& line = row.line.empty() ? row.function : row.line;
    if (line.find('\n') != std::string::npos || fuzz::without_outer_spaces(line) != line) return;  // no line of a file
    const fuzz::TargetRow target = {.name = row.targets.empty() ? "any" : row.targets.front(), .aims_at = {row.file}};
    const fuzz::CountedBranch branch = {{row.file, 1, line, row.condition.value_or("x"), row.outcome.value_or(true)},
                                        false};
    const auto coverage =
        fuzz::coverage_of_reachable({branch}, {row}, target, {fuzz::source_text(row.file, "  " + line + "\n}")});
    fuzz::expect(coverage.unreachable == 1 && coverage.branches == 0 && coverage.mistakes.empty(),
                 "a row takes its branch away");
}

bool is_unreachable(const JsonValue& document) {
    const auto rows = fuzz::read_unreachable(document);
    if (!rows) return false;
    fuzz::expect(fuzz::mistakes_in(*rows, {}, {}).size() >= rows->size(), "a row that no target aims at is a mistake");
    for (const fuzz::UnreachableRow& row : some_of(*rows)) row_takes_its_branch_away(row);
    return true;
}

bool is_export(const JsonValue& document) {
    const fuzz::SourceText source = fuzz::source_text("a.cc", "if (a) f();\nwhile (b &&\n       c)\n    g();\n");
    const auto branches = fuzz::branches_of(document, {source});
    if (!branches) return false;
    const fuzz::BranchCoverage coverage = fuzz::coverage_of(*branches);
    fuzz::expect(coverage.branches % 2 == 0, "a condition has two branches");
    fuzz::expect(coverage.reached + coverage.unreached.size() == coverage.branches, "a branch was reached or not");
    return true;
}

}  // namespace

FUZZ_TARGET {
    const std::string_view text = text_of(input);
    const auto document = parse_json(text);
    if (!document) return fuzz::Taken::refused;
    const bool is_ours = is_table(text, *document) || is_report(*document) || is_unreachable(*document);
    return fuzz::accepted_if(is_export(*document) || is_ours);
}
