#include "tools/rule_report.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

JsonValue row(const RuleResult& result, const Problem* problem) {
    JsonValue object = json_object();
    object.set("requirement", json_string(std::string(result.rule->requirement)));
    object.set("rule", json_string(std::string(result.rule->name)));
    object.set("held", problem ? json_bool(false) : result.finding.undecided.empty() ? json_bool(true) : json_null());
    if (problem) {
        object.set("pointer", json_string(problem->pointer));
        object.set("expected", json_string(problem->expected));
        object.set("actual", json_string(problem->actual));
    } else if (!result.finding.undecided.empty()) {
        object.set("reason", json_string(result.finding.undecided));
    }
    return object;
}

}  // namespace

bool is_any_broken(const std::vector<RuleResult>& results) {
    return std::ranges::any_of(results, [](const RuleResult& result) { return result.finding.broken(); });
}

std::string text_of(const std::vector<RuleResult>& results) {
    std::string text;
    std::size_t held = 0, broken = 0, undecided = 0;
    for (const RuleResult& result : results) {
        const bool decided = result.finding.undecided.empty();
        ++(result.finding.broken() ? broken : decided ? held : undecided);
        text +=
            fmt::format("{:<10} {:<11} {}{}\n",
                        result.finding.broken() ? "broken"
                        : decided               ? "held"
                                                : "undecided",
                        result.rule->requirement, result.rule->name, decided ? "" : ": " + result.finding.undecided);
        for (const Problem& problem : result.finding.problems)
            text += fmt::format("    {}: expected {}, found {}\n",
                                problem.pointer.empty() ? "the request" : problem.pointer, problem.expected,
                                problem.actual);
    }
    return text + fmt::format("{} held, {} broken, {} undecided\n", held, broken, undecided);
}

JsonValue to_json(const std::vector<RuleResult>& results) {
    JsonValue rules = json_array();
    for (const RuleResult& result : results) {
        for (const Problem& problem : result.finding.problems) rules.elements.push_back(row(result, &problem));
        if (!result.finding.broken()) rules.elements.push_back(row(result, nullptr));
    }
    return rules;
}

}  // namespace keyturn
