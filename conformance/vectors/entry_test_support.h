// Entries made with the cast's keys, for shapes that the sample does not have.
#pragma once

#include <optional>
#include <string>

#include "conformance/vectors/vector_facts.h"
#include "protocol/json_document.h"

namespace keyturn {

struct ActionShape {
    ThriftValue detail;
    std::string version = "7";
    std::optional<std::string> conversation_id = "g1";
    std::optional<ConversationKey> key = {};
    std::string sender_id = "1111";
    std::string key_version = "1";
    PrivateKey signing_key = cast_signing_key();
};

// A right entry of `member_add`, `key_change` or `other`. Where no payload stands for the action, "unsigned" is signed.
JsonValue action_entry(const ActionShape& shape);

// The same as a whole event in base64.
std::string event_text(const ActionShape& shape);

// A conversation key whose last byte is that, and its wrap for a user of the cast in the text of a detail.
ConversationKey key_ending_in(std::uint8_t last_byte);
DetailParticipantKey wrapped_for(std::string user_id, const ConversationKey& key);

}  // namespace keyturn
