#include "fuzz/crash/explanation.h"

#include <fmt/format.h>

#include <optional>

#include "conformance/explain/explanation_report.h"
#include "conformance/explain/fuzz_inputs.h"
#include "conformance/explain/secret_texts.h"
#include "conformance/http_request_reader.h"
#include "conformance/interchange/export.h"
#include "conformance/redaction.h"
#include "conformance/shown_text.h"
#include "fuzz/cast/cast.h"
#include "fuzz/crash/shown_json.h"
#include "fuzz/crash/told_script.h"
#include "fuzz/oracles/harmless.h"
#include "protocol/base64.h"

namespace keyturn::fuzz {
namespace {

constexpr std::string_view own_server = "http://127.0.0.1:8080";
constexpr std::size_t longest_shell_line = 2000;  // nobody reads a longer one

// The only group of the state is the one meant.
ExplainOptions in_the_cast(ExplainOptions options) {
    options.state = cast();
    options.sender = cast_admin;
    options.now_msec = now_msec;
    return options;
}

Redactor redactor_of_cast() {
    Redactor redactor;
    for (const auto& [id, user] : cast().users) {
        redactor.name("TOKEN_OF_" + id, *user.token);
        const auto identity = user.private_keys->identity.reveal(), signing = user.private_keys->signing.reveal();
        redactor.name("IDENTITY_KEY_OF_" + id, base64(identity));
        redactor.name("SIGNING_KEY_OF_" + id, base64(signing));
    }
    return redactor;
}

std::string without_secrets(std::string_view input) {
    Redactor redactor = redactor_of_cast();
    const HttpRequest carrier{"POST", "/", {{"Content-Type", "application/json"}}, std::string(input)};
    return redactor.redacted(carrier).message.body;
}

// Nothing where the input is no request, or one that only raw bytes can say.
std::optional<HttpRequest> request_of(std::string_view input, std::string_view target) {
    if (takes_bodies_of_requests(target)) return add_members_by_admin(std::string(input));
    if (target != "http_request") return std::nullopt;
    HttpRequestReader reader;
    reader.take(input);
    return reader.is_whole() ? std::optional(reader.request()) : std::nullopt;
}

bool can_be_shown(std::string lines) {
    std::erase(lines, '\n');
    return is_harmless(lines);
}

std::string as_curl(std::string_view input, std::string_view target) {
    const auto request = request_of(input, target);
    if (!request) return "";
    Redactor redactor = redactor_of_cast();
    const OutgoingRequest outgoing = outgoing_request("crash", std::string(own_server), *request, redactor);
    const std::string line = exported(ExportForm::curl, {outgoing}).value_or("");
    return line.size() <= longest_shell_line && can_be_shown(line) ? line : "";
}

struct BrokenRule {
    const MembershipRule& rule;
    const Problem& problem;
};

std::vector<BrokenRule> broken_rules(const Explanation& explanation) {
    std::vector<BrokenRule> broken;
    for (const RuleResult& result : explanation.rules)
        for (const Problem& problem : result.finding.problems) broken.push_back({*result.rule, problem});
    return broken;
}

std::string text_of(const BrokenRule& broken) {
    const auto& [rule, problem] = broken;
    const std::string place = problem.pointer.empty() ? "the request" : shown_place(problem.pointer);
    return fmt::format("breaks {} {}: {}: expected {}, found {}\n", rule.requirement, rule.name, place,
                       problem.expected, problem.actual);
}

JsonValue to_json(const BrokenRule& broken) {
    return json_object({{"requirement", json_string(std::string(broken.rule.requirement))},
                        {"rule", json_string(std::string(broken.rule.name))},
                        {"pointer", json_string(broken.problem.pointer)},
                        {"expected", json_string(broken.problem.expected)},
                        {"actual", json_string(broken.problem.actual)}});
}

std::string indented(std::string_view title, std::string_view text) {
    std::string lines = fmt::format("{}\n", title);
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        lines += fmt::format("  {}\n", line);
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return lines;
}

std::string text_of_seed(const CrashExplanation& explanation) {
    const auto& [lines, left_out] = explanation.difference;
    if (lines.empty()) return fmt::format("the same as the seed {}\n", explanation.seed);
    std::string text = indented("what sets it apart from the nearest seed, " + explanation.seed + ":",
                                fmt::format("{}", fmt::join(lines, "\n")));
    return left_out == 0 ? text : text + fmt::format("  and {} more\n", left_out);
}

JsonValue texts(const std::vector<std::string>& all) {
    JsonValue array = json_array();
    for (const std::string& text : all) array.elements.push_back(json_string(text));
    return array;
}

JsonValue nearest_seed_to_json(const CrashExplanation& explanation) {
    if (explanation.seed.empty()) return json_null();
    return json_object({{"name", json_string(explanation.seed)},
                        {"differences", texts(explanation.difference.lines)},
                        {"left_out", json_number(std::to_string(explanation.difference.left_out))}});
}

}  // namespace

CrashExplanation explain_crash(std::string_view input, ExplainOptions options, const NamedInputs& seeds) {
    const std::string target = options.target;
    if (takes_bodies_of_requests(target)) options = in_the_cast(std::move(options));
    // A crash with its target is told whatever it is.
    CrashExplanation explanation{.what = explain(input, options).value_or(Explanation{})};
    SecretTexts secrets;
    secrets.add_all_of(cast());
    hide(secrets, explanation.what);
    const std::string shown = without_secrets(input);
    explanation.steps = steps_in_words(shown, target);
    explanation.json = shown_json(shown);
    explanation.curl = as_curl(input, target);
    if (const auto nearest = nearest_seed(input, seeds)) {
        explanation.seed = seeds[*nearest].first;
        explanation.difference = difference_from_seed(without_secrets(seeds[*nearest].second), shown);
    }
    return explanation;
}

std::string text_of(const CrashExplanation& explanation) {
    std::string text = text_of(explanation.what);
    for (const BrokenRule& broken : broken_rules(explanation.what)) text += text_of(broken);
    if (!explanation.steps.empty())
        text += indented("what happens:", fmt::format("{}", fmt::join(explanation.steps, "\n")));
    if (!explanation.json.empty()) text += indented("as JSON:", explanation.json);
    if (!explanation.curl.empty()) text += indented("sent to keyturn serve:", explanation.curl);
    return explanation.seed.empty() ? text : text + text_of_seed(explanation);
}

JsonValue to_json(const CrashExplanation& explanation) {
    JsonValue breaks = json_array();
    for (const BrokenRule& broken : broken_rules(explanation.what)) breaks.elements.push_back(to_json(broken));
    return json_object({{"what", to_json(explanation.what)},
                        {"breaks", std::move(breaks)},
                        {"steps", texts(explanation.steps)},
                        {"json", json_string(explanation.json)},
                        {"curl", json_string(explanation.curl)},
                        {"nearest_seed", nearest_seed_to_json(explanation)}});
}

}  // namespace keyturn::fuzz
