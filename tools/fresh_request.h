// A request as `keyturn request` makes it: what it was made from, and what is to be expected of it.
#pragma once

#include <cstdint>
#include <expected>
#include <set>
#include <string>
#include <vector>

#include "conformance/composer.h"
#include "protocol/given.h"
#include "protocol/json_document.h"

namespace keyturn {

struct FreshRequest {
    Given given;  // with the only group that it is for
    std::string sender;
    std::vector<std::string> add;
    std::string deviation;  // "" for none
    std::uint64_t now_msec = 0, seed = 0;
    Composed composed = {};

    const Group& group() const { return given.groups.front(); }
    std::string token() const;   // of the sender; "" where the state has none
    std::string target() const;  // of the request, with the token hidden where a deviation has put it there
};

using RequirementIds = std::set<std::string, std::less<>>;

// What it breaks: by the rules that a body is held to, else by what its deviation says of the rest of a request. Empty
// when a server must accept it.
RequirementIds broken_by(const FreshRequest& request);

// What a server may answer: 200 to what breaks nothing, else any status by which it may refuse.
std::vector<int> expected_statuses(const FreshRequest& request);

// A case file that composes the same request when it is sent, with the state it starts from, private keys included.
JsonValue case_of(const FreshRequest& request);

// {"method", "path", "headers", "body" | "body_base64", "sender", "conversation_id", "message_ids",
// "conversation_key_version", "deviation", "breaks", "seed", "now_msec"}
JsonValue to_json(const FreshRequest& request);

}  // namespace keyturn
