#include "conformance/run_coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "protocol/field_constraints.h"
#include "protocol/membership_rules.h"

namespace keyturn {
namespace {

using Cases = std::vector<std::string>;
using Rows = std::vector<CoverageRow>;

struct CasesOfName {
    Cases valid, broken;
};

std::map<std::string, CasesOfName, std::less<>> cases_by_name(const std::vector<Verdict>& verdicts) {
    std::map<std::string, CasesOfName, std::less<>> cases;
    for (const Verdict& verdict : verdicts) {
        for (const std::string& name : verdict.exercised.valid) cases[name].valid.push_back(verdict.case_id);
        for (const std::string& name : verdict.exercised.broken) cases[name].broken.push_back(verdict.case_id);
    }
    return cases;
}

Rows field_rows() {
    Rows rows = {{.subject = "body", .detail = std::string(name_of(FieldConstraint::type))}};
    for (const auto& [field, constraint] : field_constraints())
        rows.push_back({.subject = std::string(field->pointer), .detail = std::string(name_of(constraint))});
    return rows;
}

Rows rule_rows() {
    Rows rows;
    for (const MembershipRule& rule : membership_rules())
        rows.push_back({.subject = std::string(rule.name), .detail = std::string(rule.requirement)});
    return rows;
}

Rows requirement_rows(const Requirements& requirements) {
    Rows rows;
    for (const Requirement& requirement : requirements.all())
        if (const Sides sides = sides_to_cover(requirement); sides != Sides::none)
            rows.push_back({.subject = requirement.id, .detail = "", .sides = sides});
    return rows;
}

void drop_other_sides_of_conflicts(Rows& rows, const Requirements& requirements) {
    const auto was_exercised = [&rows](const std::string& id) {
        const auto row = std::ranges::find(rows, id, &CoverageRow::subject);
        return row != rows.end() && !row->is_never();
    };
    Rows kept;
    for (const CoverageRow& row : rows) {
        const auto& conflict = requirements.find(row.subject)->conflict;
        if (!row.is_never() || !conflict || !was_exercised(*conflict)) kept.push_back(row);
    }
    rows = std::move(kept);
}

// ---- as text

std::string joined(const Cases& names, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
    return text;
}

std::string totals(std::string_view table, const Rows& rows) {
    const auto valid = std::ranges::count_if(rows, [](const CoverageRow& row) { return !row.valid.empty(); }),
               broken = std::ranges::count_if(rows, [](const CoverageRow& row) { return !row.broken.empty(); }),
               breakable = std::ranges::count(rows, Sides::both, &CoverageRow::sides);
    return fmt::format("{} {}/{} valid, {}/{} broken", table, valid, rows.size(), broken, breakable);
}

template <class Lacks>
void append_names(Cases& names, const Rows& rows, Lacks lacks) {
    for (const CoverageRow& row : rows)
        if (lacks(row)) names.push_back(row.name());
}

// "  never broken: …" and a line feed, or nothing.
template <class Lacks>
std::string lacking(const RunCoverage& coverage, std::string_view words, Lacks lacks) {
    constexpr std::size_t most_names = 3;
    Cases names;
    for (const Rows* rows : {&coverage.fields, &coverage.rules, &coverage.requirements})
        append_names(names, *rows, lacks);
    return names.empty() ? "" : fmt::format("  {}: {}\n", words, joined(names, most_names));
}

bool is_all_never(const RunCoverage& coverage) {
    const auto is_never = [](const Rows& rows) { return std::ranges::all_of(rows, &CoverageRow::is_never); };
    return is_never(coverage.fields) && is_never(coverage.rules) && is_never(coverage.requirements);
}

std::string side(std::string_view name, const Cases& cases) {
    constexpr std::size_t most_cases = 3;
    if (cases.empty()) return fmt::format("    {:<7} never\n", name);
    return fmt::format("    {:<7} {}: {}\n", name, cases.size(), joined(cases, most_cases));
}

std::string table(std::string_view title, const Rows& rows) {
    std::string text = fmt::format("coverage of {}\n", title);
    for (const CoverageRow& row : rows) {
        text += fmt::format("  {}{}{}\n{}", row.subject, row.detail.empty() ? "" : " ", row.detail,
                            side("valid", row.valid));
        if (row.sides == Sides::both || !row.broken.empty()) text += side("broken", row.broken);
    }
    return text;
}

// ---- as JSON

JsonValue to_json(const Cases& cases) {
    constexpr std::size_t most_cases = 10;
    JsonValue named = json_array();
    for (std::size_t i = 0; i < std::min(cases.size(), most_cases); ++i)
        named.elements.push_back(json_string(cases[i]));
    return json_object({{"count", json_number(std::to_string(cases.size()))}, {"cases", std::move(named)}});
}

JsonValue to_json(const Rows& rows, std::string_view subject, std::string_view detail) {
    JsonValue array = json_array();
    for (const CoverageRow& row : rows) {
        JsonValue object = json_object();
        object.set(std::string(subject), json_string(row.subject));
        if (!detail.empty()) object.set(std::string(detail), json_string(row.detail));
        object.set("breakable", json_bool(row.sides == Sides::both));
        object.set("valid", to_json(row.valid));
        object.set("broken", to_json(row.broken));
        array.elements.push_back(std::move(object));
    }
    return array;
}

}  // namespace

RunCoverage run_coverage(const std::vector<Verdict>& verdicts, const Requirements& requirements) {
    const auto cases = cases_by_name(verdicts);
    RunCoverage coverage{field_rows(), rule_rows(), requirement_rows(requirements)};
    const auto fill = [&cases](CoverageRow& row, const std::string& name) {
        const auto found = cases.find(name);
        if (found == cases.end()) return;
        row.valid = found->second.valid;
        row.broken = found->second.broken;
    };
    for (CoverageRow& row : coverage.fields) fill(row, fmt::format("{} {}", row.subject, row.detail));
    for (CoverageRow& row : coverage.rules) fill(row, row.subject);
    for (CoverageRow& row : coverage.requirements) fill(row, row.subject);
    drop_other_sides_of_conflicts(coverage.requirements, requirements);
    return coverage;
}

std::string coverage_line(const RunCoverage& coverage) {
    if (is_all_never(coverage)) return {};
    return fmt::format("coverage: {}; {}; {}\n", totals("fields", coverage.fields), totals("rules", coverage.rules),
                       totals("requirements", coverage.requirements));
}

std::string coverage_summary(const RunCoverage& coverage) {
    const std::string line = coverage_line(coverage);
    if (line.empty()) return {};
    return line + lacking(coverage, "never", [](const CoverageRow& row) { return row.is_never(); }) +
           lacking(coverage, "never valid",
                   [](const CoverageRow& row) { return row.lacks_valid() && !row.is_never(); }) +
           lacking(coverage, "never broken",
                   [](const CoverageRow& row) { return row.lacks_broken() && !row.is_never(); });
}

std::string coverage_table(const RunCoverage& coverage) {
    return table("field constraints", coverage.fields) + table("membership rules", coverage.rules) +
           table("requirements", coverage.requirements);
}

JsonValue coverage_to_json(const RunCoverage& coverage) {
    return json_object({{"schema", json_number("1")},
                        {"fields", to_json(coverage.fields, "field", "constraint")},
                        {"rules", to_json(coverage.rules, "rule", "requirement")},
                        {"requirements", to_json(coverage.requirements, "requirement", "")}});
}

}  // namespace keyturn
