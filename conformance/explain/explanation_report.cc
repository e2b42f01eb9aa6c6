#include "conformance/explain/explanation_report.h"

#include <fmt/format.h>

namespace keyturn {
namespace {

JsonValue texts(const std::vector<std::string>& all) {
    JsonValue array = json_array();
    for (const std::string& text : all) array.elements.push_back(json_string(text));
    return array;
}

JsonValue to_json(const ExplainedCheck& check) {
    return json_object({{"what", json_string(check.what)},
                        {"held", check.held ? json_bool(*check.held) : json_null()},
                        {"why", json_string(check.why)}});
}

std::string text_of(const ExplainedCheck& check) {
    const std::string_view outcome = !check.held ? "undecided" : *check.held ? "yes" : "no";
    return fmt::format("check: {}: {}{}\n", check.what, outcome, check.why.empty() ? "" : ": " + check.why);
}

}  // namespace

std::string text_of(const Explanation& explanation) {
    std::string text = explanation.kind + "\n";
    for (const std::string& line : explanation.lines) text += "  " + line + "\n";
    for (const ExplainedCheck& check : explanation.checks) text += text_of(check);
    for (const std::string& oddity : explanation.oddities) text += "odd: " + oddity + "\n";
    if (explanation.oddities_left_out > 0) text += fmt::format("odd: and {} more\n", explanation.oddities_left_out);
    if (!explanation.could_be.empty())
        text += fmt::format("it could be another kind too, --as takes it for one: {}\n",
                            fmt::join(explanation.could_be, ", "));
    return text;
}

JsonValue to_json(const Explanation& explanation) {
    JsonValue checks = json_array();
    for (const ExplainedCheck& check : explanation.checks) checks.elements.push_back(to_json(check));
    return json_object({{"kind", json_string(explanation.kind)},
                        {"name", json_string(explanation.name)},
                        {"form", json_string(explanation.form)},
                        {"could_be", texts(explanation.could_be)},
                        {"lines", texts(explanation.lines)},
                        {"oddities", texts(explanation.oddities)},
                        {"oddities_left_out", json_number(std::to_string(explanation.oddities_left_out))},
                        {"sender", json_string(explanation.sender)},
                        {"decoded", explanation.decoded},
                        {"checks", std::move(checks)}});
}

}  // namespace keyturn
