// JSON: {"response": as in a case, "found": a body}. A recorded body matches itself however it is written, and none of
// another meaning; what is found matches exactly when it has the same content; differences can be shown anywhere.
#include <algorithm>

#include "conformance/difference_list.h"
#include "conformance/json_comparison.h"
#include "conformance/response_reader.h"
#include "fuzz/oracles/answer_edits.h"
#include "fuzz/oracles/harmless.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;
constexpr std::size_t most_places = 16;

std::vector<Difference> compared(const ExpectedResponse& expected, const std::string& body) {
    Captures captures;
    const int status = expected.statuses.empty() ? 200 : expected.statuses.front();
    HttpResponse found{status, "", expected.headers, body};
    for (auto& [name, value] : found.headers)
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return differences(expected, found, now_msec, captures);
}

ExpectedResponse recorded(const ExpectedResponse& expected, const JsonValue& body) {
    return {.statuses = expected.statuses,
            .headers = expected.headers,
            .json = body,
            .bytes = {},
            .matchers = {},
            .any_of = {}};
}

bool can_be_shown(const Difference& difference) { return fuzz::is_harmless(difference); }

}  // namespace

FUZZ_TARGET {
    const auto document = parse_json(text_of(input));
    const JsonValue* response = document ? document->find("response") : nullptr;
    const JsonValue* found = document ? document->find("found") : nullptr;
    if (!response || !found) return fuzz::Taken::refused;
    Problems problems;
    const ExpectedResponse expected = read_expected_response(*response, "/response", problems, StatusNeed::optional);
    if (!problems.empty()) return fuzz::Taken::refused;
    const auto all = compared(expected, to_json(*found));
    fuzz::expect(std::ranges::all_of(all, can_be_shown), "a difference can be shown anywhere");
    fuzz::expect(all.size() <= most_differences + 1, "differences are bounded");
    fuzz::expect(compared(expected, to_json(*found)) == all, "a comparison repeats");
    if (!expected.json) return fuzz::Taken::accepted;
    const auto is_same = [&](const JsonValue& body, const std::string& other) {
        return compared(recorded(expected, body), other).empty();
    };
    const bool same = same_content(*expected.json, *found) && doubled_keys(*expected.json) == doubled_keys(*found);
    fuzz::expect(is_same(*expected.json, to_json(*found)) == same, "the same content is the same, and nothing else is");
    fuzz::expect(fuzz::only_meaning_counts(*expected.json, most_places, is_same));
    return fuzz::Taken::accepted;
}
