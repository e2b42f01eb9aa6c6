// What `keyturn verify` reads, as JSON: a state, a sender, a request's body. What is read and written again reads as
// the same, and is judged the same; a request to a group that is there is judged by every rule.
#include "conformance/verify_input.h"

#include <algorithm>

#include "fuzz/target.h"
#include "protocol/membership_rules.h"

using namespace keyturn;

namespace {

bool are_alike(const std::vector<RuleResult>& some, const std::vector<RuleResult>& others) {
    return std::ranges::equal(some, others, [](const RuleResult& a, const RuleResult& b) {
        return a.finding.broken() == b.finding.broken() && a.finding.undecided == b.finding.undecided;
    });
}

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    if (!document) return fuzz::Taken::refused;
    const auto read = read_verify_input(*document);
    if (!read) {
        fuzz::expect(!read.error().empty(), "a refusal has problems");
        return fuzz::Taken::refused;
    }
    const JsonValue written = to_json(*read);
    const auto again = read_verify_input(written);
    fuzz::expect(again && to_json(*again) == written, "what is written reads back");
    fuzz::expect(again->body == read->body, "its body byte for byte");
    const auto results = judge(*read), results_again = judge(*again);
    fuzz::expect(results.has_value() == (read->state.find_group(read->conversation_id) != nullptr),
                 "a request to a group that is there is judged");
    fuzz::expect(results.has_value() == results_again.has_value(), "what is written is judged too");
    if (!results) return fuzz::Taken::accepted;
    fuzz::expect(results->size() == membership_rules().size(), "by every rule");
    fuzz::expect(are_alike(*results, *results_again), "and the same");
    return fuzz::Taken::accepted;
}
