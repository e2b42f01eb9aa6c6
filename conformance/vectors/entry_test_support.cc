#include "conformance/vectors/entry_test_support.h"

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/key_wrap.h"
#include "protocol/sha256.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr const char* message_id = "00000000-0000-4000-8000-000000000001";

std::string payload_of(const ActionShape& shape) {
    const ConversationKey* key = shape.key ? &*shape.key : nullptr;
    return signature_payload({shape.detail, message_id, shape.sender_id, shape.conversation_id, key},
                             signature_version(shape.version).value_or(7))
        .value_or("unsigned");
}

EventSignature signature_of(const ActionShape& shape) {
    return {sign_payload(shape.signing_key, payload_of(shape)), shape.key_version, shape.version};
}

Bytes event_of(const ActionShape& shape) {
    const Event event = {"1",          message_id,         shape.sender_id, shape.conversation_id, "1700000000000",
                         shape.detail, signature_of(shape)};
    return event.write();
}

}  // namespace

JsonValue action_entry(const ActionShape& shape) {
    const std::string payload = payload_of(shape);
    const Bytes detail = write_thrift(shape.detail, message_event_detail_schema), event = event_of(shape);
    const EventSignature signature = signature_of(shape);
    const auto& id = shape.conversation_id;
    return json_object({{"name", json_string("an entry")},
                        {"signature_version", json_string(shape.version)},
                        {"message_id", json_string(message_id)},
                        {"sender_id", json_string(shape.sender_id)},
                        {"conversation_id", id ? json_string(*id) : json_null()},
                        {"signature_payload", json_string(payload)},
                        {"payload_sha256", json_string(hex(sha256(bytes_of(payload))))},
                        {"signature_b64_nopad", json_string(*signature.signature)},
                        {"detail_hex", json_string(hex(detail))},
                        {"encoded_message_event_detail", json_string(base64(detail))},
                        {"message_event_signature_thrift_hex",
                         json_string(hex(write_thrift(signature.to_thrift(), message_event_signature_schema)))},
                        {"event_hex", json_string(hex(event))},
                        {"event_b64", json_string(base64(event))}});
}

std::string event_text(const ActionShape& shape) { return base64(event_of(shape)); }

ConversationKey key_ending_in(std::uint8_t last_byte) {
    ConversationKey key;
    key.writable().back() = last_byte;
    return key;
}

DetailParticipantKey wrapped_for(std::string user_id, const ConversationKey& key) {
    const PublicKey identity = cast_identity_key(user_id).value().public_key();
    return {std::move(user_id), base64(wrap_key(key, identity, small_scalar(7))), "1"};
}

}  // namespace keyturn
