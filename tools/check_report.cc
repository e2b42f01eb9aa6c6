#include "tools/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace keyturn {
namespace {

JsonValue as_json(std::optional<bool> held) { return held ? json_bool(*held) : json_null(); }

bool is_of_a_library(const Requirement& requirement) { return requirement.keeper != Keeper::server; }

std::string sentence_of(const Requirements& requirements, const std::string& id) {
    const Requirement* requirement = requirements.find(id);
    if (!requirement) return id;
    return fmt::format("{} {}  {}   [{}]", id, name_of(requirement->level), requirement->text, requirement->source);
}

std::string text_of(const Violation& finding, const std::string& repeat, const Requirements& requirements) {
    return fmt::format("{}\n  {}\n  {}\n  input  {}\n  again: {}\n", finding.oracle,
                       sentence_of(requirements, finding.requirement), finding.summary,
                       shown(finding.witness.find("input"), 400), repeat);
}

std::string findings_text(const CheckReport& report, const CheckedSubject& subject, const Requirements& requirements,
                          bool limits) {
    std::string text;
    const auto findings = report.findings();
    for (std::size_t i = 0; i < findings.size(); ++i)
        if (findings[i].limit_of_protocol == limits) text += text_of(findings[i], subject.repeats[i], requirements);
    return text;
}

// "  no operation of the interface shows it: AM-KEY-016, AM-KEY-022", a line for each reason.
std::string reasons_text(const std::map<std::string_view, std::vector<std::string_view>>& not_exercised) {
    constexpr std::size_t most_named = 20;
    std::string text;
    for (const auto& [why, ids] : not_exercised)
        text += ids.size() > most_named ? fmt::format("  {}: {} requirements\n", why, ids.size())
                                        : fmt::format("  {}: {}\n", why, fmt::join(ids, ", "));
    return text;
}

std::string sum_of(const CheckReport& report, const Requirements& requirements) {
    std::size_t held = 0, violated = 0, unknown = 0;
    std::map<std::string_view, std::vector<std::string_view>> not_exercised;
    for (const Requirement& requirement : requirements.all()) {
        if (!is_of_a_library(requirement)) continue;
        const auto known = report.held(requirement.id);
        ++(!known ? unknown : *known ? held : violated);
        if (!known) not_exercised[report.why_not_exercised(requirement.id)].push_back(requirement.id);
    }
    return fmt::format("requirements: {} held, {} violated, {} not exercised\n", held, violated, unknown) +
           reasons_text(not_exercised);
}

JsonValue row_of(const CheckReport& report, const std::string& id) {
    const auto held = report.held(id);
    JsonValue row = json_object({{"id", json_string(id)}, {"held", as_json(held)}});
    if (!held) row.set("why", json_string(std::string(report.why_not_exercised(id))));
    return row;
}

std::string shortfalls_text(const CheckReport& report) {
    std::string text;
    for (const PropertyOutcome& outcome : report.outcomes)
        for (const Shortfall& shortfall : outcome.run.shortfalls)
            text += fmt::format("{}: {:.1f} of 100 inputs are \"{}\", {:.1f} are required\n", outcome.property->name,
                                shortfall.percent, shortfall.share, shortfall.required);
    return text;
}

}  // namespace

JsonValue to_json(const CheckReport& report, const CheckedSubject& subject, const Requirements& requirements) {
    JsonValue rows = json_array(), findings = json_array();
    for (const Requirement& requirement : requirements.all())
        if (is_of_a_library(requirement)) rows.elements.push_back(row_of(report, requirement.id));
    const auto all = report.findings();
    for (std::size_t i = 0; i < all.size(); ++i)
        findings.elements.push_back(json_object({{"requirement", json_string(all[i].requirement)},
                                                 {"oracle", json_string(all[i].oracle)},
                                                 {"summary", json_string(all[i].summary)},
                                                 {"witness", all[i].witness},
                                                 {"repeat", json_string(subject.repeats[i])},
                                                 {"limit_of_protocol", json_bool(all[i].limit_of_protocol)}}));
    return json_object({{"subject", json_string(subject.name)},
                        {"requirements", std::move(rows)},
                        {"findings", std::move(findings)},
                        {"inputs", json_number(std::to_string(report.inputs()))}});
}

std::string text_of(const CheckReport& report, const CheckedSubject& subject, const Requirements& requirements) {
    std::string text = findings_text(report, subject, requirements, false);
    if (const std::string limits = findings_text(report, subject, requirements, true); !limits.empty())
        text += "\nLimits of the protocol: its layout allows these, no library can do better.\n" + limits;
    if (!text.empty()) text += "\n";
    return text + shortfalls_text(report) +
           fmt::format("{}: {} properties, {} inputs, seed {}\n", subject.name, report.outcomes.size(), report.inputs(),
                       subject.seed) +
           sum_of(report, requirements);
}

std::string text_list(std::span<const Property* const> chosen) {
    std::string text;
    for (const Property* property : chosen)
        text += fmt::format("{:<42} {:<9} {:>6}  {}\n", property->name, name_of(property->cost),
                            default_runs(property->cost), fmt::join(property->requirements, " "));
    return text;
}

JsonValue json_list(std::span<const Property* const> chosen) {
    JsonValue rows = json_array();
    for (const Property* property : chosen) {
        JsonValue ids = json_array();
        for (const std::string_view id : property->requirements) ids.elements.push_back(json_string(std::string(id)));
        rows.elements.push_back(json_object({{"name", json_string(std::string(property->name))},
                                             {"cost", json_string(std::string(name_of(property->cost)))},
                                             {"runs", json_number(std::to_string(default_runs(property->cost)))},
                                             {"requirements", std::move(ids)}}));
    }
    return json_object({{"properties", std::move(rows)}});
}

}  // namespace keyturn
