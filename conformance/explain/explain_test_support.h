// What the tests of explanations share: explanations as text, and a request with the state it was made in.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "conformance/composer.h"
#include "conformance/explain/explain.h"
#include "conformance/invented_group.h"

namespace keyturn {

inline std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

inline Explanation explained(std::string_view input, const ExplainOptions& options = {}) {
    auto explanation = explain(input, options);
    if (explanation) return std::move(*explanation);
    ADD_FAILURE() << explanation.error().reason;
    return {};
}

inline Explanation explained_as(std::string_view kind, std::string_view input) {
    return explained(input, {.kind = std::string(kind), .target = {}, .sender = {}, .conversation_id = {}});
}

inline std::string lines_of(std::string_view input) { return joined(explained(input).lines); }
inline std::string oddities_of(std::string_view input) { return joined(explained(input).oddities); }

inline std::string refusal_of(std::string_view input, const ExplainOptions& options = {}) {
    const auto explanation = explain(input, options);
    return explanation ? "explained as " + explanation->kind : explanation.error().reason;
}

// "what: yes", "what: no: why", a line each.
inline std::string checks_of(const Explanation& explanation) {
    std::string text;
    for (const ExplainedCheck& check : explanation.checks)
        text += check.what + ": " +
                (!check.held   ? "undecided"
                 : *check.held ? "yes"
                               : "no") +
                (check.why.empty() ? "" : ": " + check.why) + "\n";
    return text;
}

// A group of three with an admin, and a request that adds 4444 to it.
struct MadeRequest {
    InventedGroup invented;
    Composed composed;

    ExplainOptions options() const {
        return {.kind = {}, .target = {}, .state = invented.given, .sender = {}, .conversation_id = {}};
    }
    const std::string& body() const { return composed.request.body; }
    const Group& group() const { return invented.given.groups.front(); }
};

inline MadeRequest made_request(const std::string& deviation = "") {
    constexpr std::uint64_t now_msec = 1'790'000'000'000;
    Entropy entropy("explain test", 1);
    InventedShape shape{.members = 3, .title = "Team", .avatar_url = "https://example.com/a.png"};
    InventedGroup invented = invent_group(shape, now_msec, entropy);
    auto composed = compose(invented.given, invented.given.groups.front().id, invented.sender, invented.add, deviation,
                            now_msec, entropy);
    if (!composed) throw std::invalid_argument(composed.error().reason);
    return {std::move(invented), std::move(*composed)};
}

}  // namespace keyturn
