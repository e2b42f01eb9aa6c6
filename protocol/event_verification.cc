#include "protocol/event_verification.h"

#include <sodium.h>

#include <algorithm>

#include "protocol/action_signature.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

const std::int16_t detail_field = message_event_schema.find("detail")->id;

// One set field of an event as the writer encodes it: type, id, value.
Bytes encoded_field(std::int16_t id, const ThriftValue& value) {
    Bytes bytes = write_thrift(thrift_struct({{id, value}}), message_event_schema);
    bytes.pop_back();  // the STOP of the struct around it
    return bytes;
}

// Behind the type stand two bytes of id, the first of which is 0 for every field of an event.
std::int16_t field_id_at(ByteView bytes, std::size_t offset) { return bytes[offset + 2]; }

// Strict reading leaves one freedom, the order of fields, which changes no size: so canonical encodings tell where each
// field of the event ends. `bytes` are those of an event with a detail.
bool has_canonical_detail(ByteView bytes, const ThriftValue& event) {
    std::size_t offset = 0;
    std::int16_t id = field_id_at(bytes, offset);
    Bytes field = encoded_field(id, *event.find(id));
    while (id != detail_field) {
        offset += field.size();
        id = field_id_at(bytes, offset);
        field = encoded_field(id, *event.find(id));
    }
    return std::ranges::equal(bytes.subspan(offset, field.size()), field);
}

// The parts of an event without which there is nothing to verify.
struct SignedParts {
    std::string_view message_id, sender_id, signature, public_key_version, signature_version;
};

Result<SignedParts> signed_parts_of(const Event& event) {
    const EventSignature& carried = event.signature;
    if (!event.message_id) return refuse("the event has no message id");
    if (!event.sender_id) return refuse("the event has no sender");
    if (!carried.signature) return refuse("the event has no signature");
    if (!carried.public_key_version) return refuse("the signature names no public key version");
    if (!carried.signature_version) return refuse("the signature names no signature version");
    return SignedParts{*event.message_id, *event.sender_id, *carried.signature, *carried.public_key_version,
                       *carried.signature_version};
}

const PublicKey* registered_signing_key(const Users& users, const SignedParts& parts) {
    const User* sender = find_user(users, parts.sender_id);
    const RegisteredKey* key = sender ? sender->key_at(parts.public_key_version) : nullptr;
    return key && key->signing ? &*key->signing : nullptr;
}

}  // namespace

Result<Event> read_canonical_event(ByteView bytes) {
    auto event = Event::read(bytes);
    if (event && !event->detail.fields.empty() &&
        !has_canonical_detail(bytes, read_thrift(bytes, message_event_schema).value()))
        return refuse("the fields of the detail do not stand in ascending order");
    return event;
}

Result<void> verify_event(const Event& event, const Users& users, const ConversationKey* key) {
    const auto parts = signed_parts_of(event);
    if (!parts) return std::unexpected(parts.error());
    const auto version = signature_version(parts->signature_version);
    if (!version) return refuse("the signature version is none of 2 to 7");
    const PublicKey* signer = registered_signing_key(users, *parts);
    if (!signer) return refuse("the sender has no signing key registered at this version");
    auto payload =
        signature_payload({event.detail, parts->message_id, parts->sender_id, event.conversation_id, key}, *version);
    if (!payload) return refuse(payload.error().reason);
    const bool verifies = payload_verifies(*signer, *payload, parts->signature);
    sodium_memzero(payload->data(), payload->size());  // a key change's holds the key
    if (!verifies) return refuse("the signature does not verify");
    return {};
}

}  // namespace keyturn
