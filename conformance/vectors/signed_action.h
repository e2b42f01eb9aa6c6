// What the sections of signed actions and of messages share: an action beside its signature, and its checks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "conformance/vectors/vector_entry.h"
#include "protocol/event_detail.h"

namespace keyturn {

struct SignedAction {
    std::string message_id, sender_id;
    std::optional<std::string> conversation_id;
    std::string signature_version, payload, signature;
};

// The struct in a field, in hexadecimal; a failure when it can't be read, or has other bytes when it is written again.
std::optional<ThriftValue> read_struct(VectorEntry& entry, std::string_view field, const ThriftStructSchema& schema);

// The whole event around an action, with the sequence id and the time that every event of a file has.
Event event_of(const SignedAction& action, const ThriftValue& detail, const EventSignature& signature);
Bytes written(const EventSignature& signature);

// The signature is that of the cast's deterministic signer, and fits the sender's registered key; nullptr: there is
// none.
void check_signature(VectorEntry& entry, const SignedAction& action, const PublicKey* key);

// The payload rebuilt from the detail is the entry's. `key`: what a key change signs from version 6.
void check_payload(VectorEntry& entry, const SignedAction& action, const ThriftValue& detail,
                   const ConversationKey* key = nullptr);

}  // namespace keyturn
