#include "conformance/vectors/signed_action.h"

#include <fmt/format.h>

#include "conformance/shown_text.h"
#include "conformance/vectors/vector_facts.h"
#include "protocol/action_signature.h"
#include "protocol/signature_payload.h"

namespace keyturn {

std::optional<ThriftValue> read_struct(VectorEntry& entry, std::string_view field, const ThriftStructSchema& schema) {
    const Bytes bytes = entry.hex_bytes(field);
    if (entry.failed()) return std::nullopt;
    auto value = read_thrift(bytes, schema);
    if (!value) {
        entry.expect(false, field, std::string(schema.name),
                     fmt::format("{} at byte {}", value.error().reason, value.error().offset));
        return std::nullopt;
    }
    entry.expect_hex(field, write_thrift(*value, schema));
    return std::move(*value);
}

Event event_of(const SignedAction& action, const ThriftValue& detail, const EventSignature& signature) {
    return {.sequence_id = "1",
            .message_id = action.message_id,
            .sender_id = action.sender_id,
            .conversation_id = action.conversation_id,
            .created_at_msec = "1700000000000",
            .detail = detail,
            .signature = signature};
}

Bytes written(const EventSignature& signature) {
    return write_thrift(signature.to_thrift(), message_event_signature_schema);
}

void check_signature(VectorEntry& entry, const SignedAction& action, const PublicKey* key) {
    entry.expect_text("signature_b64_nopad", sign_payload(cast_signing_key(), action.payload));
    entry.expect(key && payload_verifies(*key, action.payload, action.signature), "signature_b64_nopad",
                 fmt::format("a signature of the key registered to {}", shown_bytes(action.sender_id)),
                 key ? "one that does not verify" : "no key registered at that version");
}

void check_payload(VectorEntry& entry, const SignedAction& action, const ThriftValue& detail,
                   const ConversationKey* key) {
    const auto version = signature_version(action.signature_version);
    if (!version) return entry.expect(false, "signature_version", "2 to 7", shown_bytes(action.signature_version));
    const auto payload =
        signature_payload({detail, action.message_id, action.sender_id, action.conversation_id, key}, *version);
    if (!payload) return entry.expect(false, "detail_hex", "an action that is signed", payload.error().reason);
    entry.expect_text("signature_payload", *payload);
}

}  // namespace keyturn
