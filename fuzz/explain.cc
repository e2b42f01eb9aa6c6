// Any bytes, explained with the state of the cast: the first byte forces a kind, or leaves it to be found out. An
// explanation is the same twice; what is shown is UTF-8 without control characters, so that no terminal acts on it; its
// JSON reads back and names a kind that there is; and no private key or token of the cast stands in any of it.
#include "conformance/explain/explain.h"

#include <algorithm>

#include "conformance/explain/explanation_report.h"
#include "fuzz/cast/cast.h"
#include "fuzz/oracles/harmless.h"
#include "fuzz/target.h"
#include "protocol/base64.h"

using namespace keyturn;

namespace {

// A digit or letter before a colon: "a:" forces the first kind. Other inputs are found out.
ExplainOptions options_for(std::string_view& input) {
    ExplainOptions options;
    options.state = fuzz::cast();
    const std::span<const ExplainKind> kinds = explain_kinds();
    if (input.size() < 2 || input[1] != ':') return options;
    const auto place = static_cast<std::size_t>(input[0] - 'a');
    if (place >= kinds.size()) return options;
    options.kind = kinds[place].name;
    input.remove_prefix(2);
    return options;
}

std::vector<std::string> secrets_of_cast() {
    std::vector<std::string> secrets;
    for (const auto& [id, user] : fuzz::cast().users) {
        secrets.push_back(*user.token);
        for (const PrivateKey* key : {&user.private_keys->identity, &user.private_keys->signing}) {
            secrets.push_back(hex(key->reveal()));
            secrets.push_back(base64_unpadded(key->reveal()));
        }
    }
    return secrets;
}

bool are_harmless(const std::vector<std::string>& lines) {
    return std::ranges::all_of(lines, [](const std::string& line) { return fuzz::is_harmless(line); });
}

void is_kept_secret(const std::string& shown) {
    static const std::vector<std::string> secrets = secrets_of_cast();
    for (const std::string& secret : secrets)
        fuzz::expect(!shown.contains(secret), "no private key or token of the state is shown");
}

void is_known(const Explanation& explanation) {
    const auto kinds = explain_kinds();
    const auto is_kind = [&](std::string_view name) {
        return std::ranges::any_of(kinds, [&](const ExplainKind& kind) { return kind.name == name; });
    };
    fuzz::expect(is_kind(explanation.name), "its kind is one that there is");
    fuzz::expect(std::ranges::all_of(explanation.could_be, is_kind), "and so is any other that it could be");
    fuzz::expect(std::ranges::find(explanation.could_be, explanation.name) == explanation.could_be.end(),
                 "the others are others");
}

void is_printable(const Explanation& explanation) {
    fuzz::expect(!explanation.lines.empty(), "what is recognised is explained");
    fuzz::expect(are_harmless(explanation.lines), "a line is harmless to a terminal");
    fuzz::expect(are_harmless(explanation.oddities), "an oddity is harmless to a terminal");
    for (const ExplainedCheck& check : explanation.checks)
        fuzz::expect(fuzz::is_harmless(check.what) && fuzz::is_harmless(check.why),
                     "a check is harmless to a terminal");
    fuzz::expect(explanation.lines.size() <= Explanation::most_lines &&
                     explanation.oddities.size() <= Explanation::most_oddities &&
                     explanation.checks.size() <= Explanation::most_checks,
                 "an explanation has bounds");
}

}  // namespace

FUZZ_TARGET {
    std::string_view text = text_of(input);
    const ExplainOptions options = options_for(text);
    const auto explanation = explain(text, options);
    if (!explanation) {
        fuzz::expect(!explanation.error().reason.empty(), "a refusal has a reason");
        fuzz::expect(fuzz::is_harmless(explanation.error().reason), "a refusal is harmless to a terminal");
        return fuzz::Taken::refused;
    }
    is_known(*explanation);
    is_printable(*explanation);
    const std::string json = to_json(to_json(*explanation)), words = text_of(*explanation);
    const auto read = parse_json(json, {.bytes = json.size()});
    fuzz::expect(read && read->find("name")->text == explanation->name, "its JSON reads back and says the same kind");
    is_kept_secret(json);
    is_kept_secret(words);
    const auto again = explain(text, options);
    fuzz::expect(again && to_json(to_json(*again)) == json, "an input is explained alike twice");
    return fuzz::Taken::accepted;
}
