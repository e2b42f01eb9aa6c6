// A shipped state and what is composed from it, for the tests of what builds and replays requests.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/case_files.h"
#include "conformance/composer.h"

namespace keyturn {

inline constexpr std::uint64_t test_now_msec = 1'790'000'000'000;
inline constexpr std::string_view team_group = "g1700000000000000001";

// A state of conformance/states, by name.
inline const Given& shipped_state(const std::string& name) {
    static const ReadStates read = read_shared_states(KEYTURN_SOURCE_DIR "/conformance/states");
    EXPECT_TRUE(read.problems.empty() && read.states.contains(name)) << name;
    return std::get<Given>(read.states.find(name)->second);
}

inline Result<Composed> compose_in(const Given& given, std::string_view deviation, const SentBefore& before = {},
                                   const std::vector<std::string>& add = {"5555"}, std::uint64_t seed = 1) {
    Entropy entropy("composer test", seed);
    return compose(given, team_group, "1111", add, deviation, test_now_msec, entropy, before);
}

// The kind with an argument that fits it, where it takes one.
inline std::string with_argument(const Deviation& deviation) {
    static const std::map<std::string_view, std::string_view> arguments = {
        {"signed-at-version", "2"},
        {"drop", "/action_signatures/0/message_id"},
        {"null", "/encrypted_title"},
        {"number", "/conversation_participant_keys/0/public_key_version"},
        {"text", "/action_signatures/0/message_event_signature/message_signing_key_info_list"},
        {"array", "/encrypted_title"},
        {"object", "/encrypted_title"},
        {"empty", "/action_signatures/0/message_id"},
        {"double-key", "/conversation_key_version"},
        {"break-pattern", "/action_signatures/0/message_event_signature/signature"},
        {"for-conversation", "G1700000000000000001"},
        {"other-path-id", "g1700000000000000002"},
        {"signature-version", "8"},
        {"other-authorization", "Bearer nobody"},
        {"other-method", "PUT"},
        {"other-media-type", "text/plain"},
        {"key-in-capitals", "/user_ids"},
        {"key-version", "1790e9"},
        {"signing-key-version", "2"}};
    const auto argument = arguments.find(deviation.kind);
    return std::string(deviation.kind) + (argument == arguments.end() ? "" : ":" + std::string(argument->second));
}

using Ids = std::set<std::string, std::less<>>;

// What a bent request breaks: the requirement it names, and what no such request can keep.
inline Ids must_break(const Deviation& deviation) {
    const std::string_view kind = deviation.kind;
    Ids ids;
    if (!deviation.requirement.empty()) ids.emplace(deviation.requirement);
    if (kind == "break-pattern") ids.insert({"AM-KEY-006", "AM-SIG-011"});
    return ids;
}

}  // namespace keyturn
