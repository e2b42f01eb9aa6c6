// What `verify` reads and `request --as state` writes: a state, and a request made in it (design, section 5).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/given.h"
#include "protocol/json_document.h"
#include "protocol/membership_rules.h"
#include "protocol/problem.h"

namespace keyturn {

struct VerifyInput {
    Given state;
    std::string sender;
    std::string conversation_id;            // absent in the input: the state's only group
    std::string body;                       // the request's body, byte for byte
    std::optional<std::uint64_t> now_msec;  // absent in the input: the time that the body's key version names
    std::optional<std::set<std::string, std::less<>>> seen_message_ids;
};

std::expected<VerifyInput, Problems> read_verify_input(const JsonValue& value);

// Private keys included: whoever prints this means to.
JsonValue to_json(const VerifyInput& input);

// Holds the request to every rule of a server. Nothing when the state has no group of that id.
std::optional<std::vector<RuleResult>> judge(const VerifyInput& input);

}  // namespace keyturn
