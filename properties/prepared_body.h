// The body a library prepared, read as far as oracles need it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/library.h"
#include "properties/roster_change.h"
#include "properties/violation.h"
#include "protocol/add_members_request.h"
#include "protocol/event_detail.h"
#include "protocol/membership_rules.h"
#include "protocol/secret.h"

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

using LookAtBody = std::function<std::optional<Violation>(const PreparedBody&)>;

// What is seen of the body that the library prepares. Nothing of a refusal, which impossible_change_is_refused judges.
std::optional<Violation> look_at_body(Library& library, const RosterChange& change, const LookAtBody& look);

std::optional<ConversationKey> key_of(const PreparedBody& body);  // nothing when it is not of 32 bytes
const std::vector<ParticipantKey>& participant_keys(const PreparedBody& body);
std::vector<ActionSignature> action_signatures(const PreparedBody& body);

Result<Bytes> blob_of(const ParticipantKey& key);
std::optional<std::string> ephemeral_point(const ParticipantKey& key);  // as bytes; nothing when there is none

}  // namespace keyturn
