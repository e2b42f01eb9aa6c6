// The body a library prepared, read as far as oracles need it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/library.h"
#include "properties/prepared_change.h"
#include "protocol/add_members_request.h"
#include "protocol/event_detail.h"
#include "protocol/membership_rules.h"

namespace keyturn {

// Points into itself, hence not to be copied or moved.
struct PreparedBody {
    PreparedBody(const RosterChange& change, const PreparedChange& prepared, const JsonValue& json);
    PreparedBody(const PreparedBody&) = delete;
    PreparedBody& operator=(const PreparedBody&) = delete;

    Group group;
    Users users;
    std::string text;
    Bytes conversation_key;
    ReadRequest read;
    Attempt attempt;

    const ReadAction* key_change_action() const;  // nullptr unless there is exactly one
};

Answer<PreparedChange> prepare(Library& library, const RosterChange& change, std::uint64_t seed);

// Nothing when the body is no JSON.
std::unique_ptr<PreparedBody> read_body(const RosterChange& change, const PreparedChange& prepared);

}  // namespace keyturn
