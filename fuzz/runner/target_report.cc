#include "fuzz/runner/target_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn::fuzz {
namespace {

JsonValue number(std::uint64_t value) { return json_number(fmt::format("{}", value)); }
JsonValue decimal(double value) { return json_number(fmt::format("{:.1f}", value)); }

std::string corpus_size(const TargetReport& report) {
    return fmt::format("{} ({:.1f} kB)", report.corpus_files, double(report.corpus_bytes) / 1000);
}

std::string percent_text(const TargetReport& report) {
    return report.branches ? fmt::format("{:.1f} %", report.branches->percent()) : "-";
}

void append_row(std::string& text, const TargetReport& report, const TargetRow& row) {
    text += fmt::format("{:<24} {:>10} {:>8.0f} {:>6} {:>18} {:>9} {:>6.0f} {:>5} {:>6}\n", report.target,
                        report.executions, report.executions_a_second(), report.seeds, corpus_size(report),
                        percent_text(report), row.branch_floor, report.peak_mb, report.findings.size());
}

void append_findings(std::string& text, const TargetReport& report) {
    for (const TargetFinding& finding : report.findings)
        text += fmt::format("\n{}: {}\n  input: {}\n  again: {}\n", report.target, finding.oracle,
                            finding.input.string(), finding.repeat);
}

JsonValue findings_json(const std::vector<TargetFinding>& findings) {
    JsonValue list = json_array();
    for (const TargetFinding& finding : findings)
        list.elements.push_back(json_object({{"oracle", json_string(finding.oracle)},
                                             {"input", json_string(finding.input.string())},
                                             {"repeat", json_string(finding.repeat)}}));
    return list;
}

bool is_under_floor(const TargetReport& report, const TargetRow& row) {
    return report.branches && report.branches->percent() < row.branch_floor;
}

// What a person is shown of branches; all of them stand in the report.
constexpr std::size_t most_branches_shown = 40;

void append_branches(std::string& text, std::string_view title, const std::vector<Branch>& branches) {
    text += fmt::format("  {}\n", title);
    for (std::size_t i = 0; i < std::min(branches.size(), most_branches_shown); ++i)
        text += fmt::format("    {}\n", branches[i].sentence_if_unreached());
    if (branches.size() > most_branches_shown)
        text += fmt::format("    and {} more: build/fuzzing/report.json\n", branches.size() - most_branches_shown);
}

void append_shortcomings(std::string& text, const TargetReport& report, const TargetRow& row, const Budget& budget,
                         const UnreachedBefore& before) {
    for (const std::string& sentence : shortcomings(report, row, budget))
        text += fmt::format("\n{}: {}\n", report.target, sentence);
    if (!is_under_floor(report, row)) return;
    const auto known = before.find(report.target);
    if (known == before.end()) return append_branches(text, "not reached:", report.branches->unreached);
    append_branches(text, "lost since the earlier run:", lost_branches(report.branches->unreached, known->second));
}

JsonValue branch_json(const Branch& branch) {
    return json_object({{"file", json_string(branch.file)},
                        {"line", number(branch.line)},
                        {"text", json_string(branch.text)},
                        {"condition", json_string(branch.condition)},
                        {"never", json_string(branch.outcome ? "true" : "false")}});
}

JsonValue branches_json(const TargetReport& report, const TargetRow& row) {
    if (!report.branches) return json_null();
    JsonValue unreached = json_array();
    for (const Branch& branch : report.branches->unreached) unreached.elements.push_back(branch_json(branch));
    return json_object({{"count", number(report.branches->branches)},
                        {"reached", number(report.branches->reached)},
                        {"percent", decimal(report.branches->percent())},
                        {"floor", decimal(row.branch_floor)},
                        {"unreachable", number(report.branches->unreachable)},
                        {"unreached", std::move(unreached)}});
}

JsonValue optional_number(const std::optional<std::uint64_t>& value) { return value ? number(*value) : json_null(); }

JsonValue budget_json(const Budget& budget) {
    return json_object({{"seconds", optional_number(budget.seconds)},
                        {"executions", optional_number(budget.executions)},
                        {"from_empty", json_bool(budget.from_empty)},
                        {"kept_corpus", json_bool(budget.kept_corpus)}});
}

JsonValue target_json(const TargetReport& report, const TargetRow& row, const Budget& budget) {
    JsonValue sentences = json_array();
    for (std::string& sentence : shortcomings(report, row, budget))
        sentences.elements.push_back(json_string(std::move(sentence)));
    return json_object(
        {{"name", json_string(report.target)},
         {"executions", number(report.executions)},
         {"executions_a_second", decimal(report.executions_a_second())},
         {"seeds", number(report.seeds)},
         {"corpus", json_object({{"files", number(report.corpus_files)}, {"bytes", number(report.corpus_bytes)}})},
         {"branches", branches_json(report, row)},
         {"peak_mb", number(report.peak_mb)},
         {"findings", findings_json(report.findings)},
         {"shortcomings", std::move(sentences)}});
}

}  // namespace

std::vector<std::string> shortcomings(const TargetReport& report, const TargetRow& row, const Budget& budget) {
    std::vector<std::string> sentences;
    if (!report.trouble.empty()) return {report.trouble};
    if (!budget.from_empty && report.seeds == 0) sentences.emplace_back("no seed was loaded");
    if (budget.executions && report.executions < *budget.executions)
        sentences.push_back(fmt::format("it ran {} inputs of {}", report.executions, *budget.executions));
    if (budget.seconds && report.executions_a_second() < double(row.executions_floor))
        sentences.push_back(fmt::format("it ran {:.0f} inputs a second, and its floor is {}",
                                        report.executions_a_second(), row.executions_floor));
    if (report.edges <= report.edges_of_nothing)
        sentences.push_back(fmt::format("it reached no edge that an empty input does not reach ({})", report.edges));
    if (!report.branches) sentences.emplace_back("its branches could not be counted");
    if (is_under_floor(report, row))
        sentences.push_back(fmt::format("it reached {} of {} branches, {:.1f} %, and its floor is {} %",
                                        report.branches->reached, report.branches->branches, report.branches->percent(),
                                        row.branch_floor));
    if (report.branches) std::ranges::copy(report.branches->mistakes, std::back_inserter(sentences));
    return sentences;
}

std::string report_text(const std::vector<TargetReport>& reports, const std::vector<TargetRow>& table,
                        const Budget& budget, const UnreachedBefore& before) {
    std::string text = fmt::format("{:<24} {:>10} {:>8} {:>6} {:>18} {:>9} {:>6} {:>5} {:>6}\n", "target", "runs",
                                   "runs/s", "seeds", "corpus", "branches", "floor", "MB", "finds");
    for (const TargetReport& report : reports) append_row(text, report, *find_target(table, report.target));
    for (const TargetReport& report : reports) append_findings(text, report);
    for (const TargetReport& report : reports)
        append_shortcomings(text, report, *find_target(table, report.target), budget, before);
    return text;
}

JsonValue report_json(const std::vector<TargetReport>& reports, const std::vector<TargetRow>& table,
                      const Budget& budget) {
    JsonValue targets = json_array();
    for (const TargetReport& report : reports)
        targets.elements.push_back(target_json(report, *find_target(table, report.target), budget));
    return json_object(
        {{"schema", json_number("1")}, {"budget", budget_json(budget)}, {"targets", std::move(targets)}});
}

int exit_status_of(const std::vector<TargetReport>& reports, const std::vector<TargetRow>& table,
                   const Budget& budget) {
    const auto found = [](const TargetReport& report) { return !report.findings.empty(); };
    const auto fell_short = [&](const TargetReport& report) {
        return !shortcomings(report, *find_target(table, report.target), budget).empty();
    };
    if (std::ranges::any_of(reports, found)) return 1;
    return reports.empty() || std::ranges::any_of(reports, fell_short) ? 3 : 0;
}

}  // namespace keyturn::fuzz
