// What the answer to a set-up says of the state: ids as minted, tokens, and whatever else the server has otherwise than
// it was given (design, section 4, "Given").
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "conformance/server_ids.h"
#include "protocol/given.h"

namespace keyturn {

// A state that stands on the server.
struct StandingState {
    Given given;         // as it stands there
    ServerIds ids = {};  // of what differs from what was set up
};

// `answer`: nothing, or {"given": {…}}. Groups are those that were given, in the same order, all of them; users are
// told by name where every name is one that was given, else they are those that were given, in the same order, all of
// them. A part that an entry leaves out is as it was given; one that it states takes its place.
// Refused, as a sentence: what is no such JSON, an entry too much or too few, unknown or doubled keys, a new id that is
// no user's or no conversation's, a token that can't stand in a header, keys that our private keys don't belong to.
std::expected<StandingState, std::string> adopt(const Given& given, std::string_view answer);

}  // namespace keyturn
