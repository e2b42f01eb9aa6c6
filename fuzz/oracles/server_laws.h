// What holds of a server's answer to a request to add members, whatever the request.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "conformance/leaks.h"
#include "conformance/server/respond.h"
#include "fuzz/oracles/finding.h"
#include "protocol/given.h"

namespace keyturn::fuzz {

// A request about a conversation of the state, and who sends it with a token that is known.
struct Asked {
    const ServerState& state;
    const Conversation& conversation;
    std::string sender;
    const HttpRequest& request;
    std::uint64_t now_msec;
};

// What a request breaks: nothing when a server has to accept it. A refusal has one of the statuses.
struct BrokenRules {
    std::set<int> statuses;
    std::set<std::string> requirements;
};
BrokenRules broken_rules(const Asked& asked);

// Accepted exactly when every rule of membership_rules.h holds, everybody can be added and the group stays within its
// size; refused with the status of a rule that is broken; a refusal changes nothing (AM-ROT-020).
Finding accepted_exactly_by_the_rules(const Asked& asked, const Handled& handled);

// An accepted change adds whom it names and its key version, stores both signed events, the key change first, and
// changes nothing else (AM-ROT-021, AM-ROT-034).
Finding accepted_change_takes_effect(const Asked& asked, const Handled& handled);

// What must not come back: tokens and private keys of the users, and the key that the body has wrapped for the sender
// (AM-SEC-001, AM-SEC-002).
std::vector<Confidential> secrets_around(const Users& users, const std::string& sender, const std::string& body);

}  // namespace keyturn::fuzz
