#include "tools/conform_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/lint.h"
#include "protocol/json_document.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

JsonValue texts(const std::vector<std::string>& all) {
    JsonValue array = json_array();
    for (const std::string& text : all) array.elements.push_back(json_string(text));
    return array;
}

std::string joined(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& one : all) text += (text.empty() ? "" : " ") + one;
    return text;
}

JsonValue number(std::size_t value) { return json_number(std::to_string(value)); }

JsonValue requirement_counts(const std::vector<Case>& cases, const Requirements& requirements) {
    auto counts = coverage(cases);
    JsonValue array = json_array();
    for (const Requirement& requirement : requirements.all()) {
        if (requirement.keeper != Keeper::server) continue;
        const Coverage& sides = counts[requirement.id];
        array.elements.push_back(json_object(
            {{"id", json_string(requirement.id)}, {"kept", number(sides.kept)}, {"broken", number(sides.broken)}}));
    }
    return array;
}

}  // namespace

std::string text_list(const std::vector<Case>& cases, const std::string& shard) {
    std::string text;
    for (const Case& test : cases)
        text += fmt::format("{:<48} {}   {}\n", test.id, test.title, joined(test.requirements));
    return text + fmt::format("{} cases{}\n", cases.size(), shard.empty() ? "" : "   shard " + shard);
}

std::string json_list(const std::vector<Case>& cases, const Requirements& requirements) {
    JsonValue list = json_array();
    for (const Case& test : cases) {
        JsonValue row = json_object({{"id", json_string(test.id)},
                                     {"title", json_string(test.title)},
                                     {"requirements", texts(test.requirements)}});
        row.set("broken", json_bool(std::ranges::any_of(test.exchanges, expects_refusal)));
        list.elements.push_back(std::move(row));
    }
    return to_pretty_json(
               json_object({{"cases", std::move(list)}, {"requirements", requirement_counts(cases, requirements)}})) +
           "\n";
}

std::string json_report(const std::vector<Verdict>& verdicts, const RunCoverage& coverage) {
    JsonValue totals = json_object(), cases = json_array();
    for (const auto& [kind, many] : count(verdicts)) totals.set(name_of(kind), number(many));
    for (const Verdict& verdict : verdicts) {
        JsonValue row = json_object({{"id", json_string(verdict.case_id)},
                                     {"verdict", json_string(std::string(name_of(verdict.kind)))},
                                     {"requirements", texts(verdict.requirements)},
                                     {"reason", json_string(verdict.reason)},
                                     {"repeat", json_string(verdict.repeat)}});
        cases.elements.push_back(std::move(row));
    }
    return to_pretty_json(json_object({{"verdicts", std::move(totals)},
                                       {"cases", std::move(cases)},
                                       {"coverage", coverage_to_json(coverage)}})) +
           "\n";
}

int exit_status_of(const std::vector<Verdict>& verdicts, const BaselineReport& baseline, bool strict) {
    VerdictCounts counts = count(verdicts);
    const std::size_t idle = counts[VerdictKind::not_run] + counts[VerdictKind::unimplemented];
    if (idle == verdicts.size() || std::ranges::any_of(verdicts, &Verdict::set_up_failed)) return exit_nothing_ran;
    std::size_t failures = counts[VerdictKind::nonconformant] + counts[VerdictKind::flaky];
    if (strict) failures += counts[VerdictKind::tolerated];
    if (failures > baseline.known.size()) return exit_nonconformant;
    if (!baseline.stale.empty()) return exit_stale_baseline;
    return counts[VerdictKind::inconclusive] > 0 ? exit_unreachable : exit_conformant;
}

}  // namespace keyturn
