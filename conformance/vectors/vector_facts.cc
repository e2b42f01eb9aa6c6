#include "conformance/vectors/vector_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/key_wrap.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

struct CastMember {
    std::string_view user_id;
    std::uint8_t identity_scalar;
};

constexpr CastMember cast[] = {{"1111", 1}, {"2222", 3}, {"3333", 5}};

std::string text_of_member(const JsonValue& object, std::string_view name) {
    const JsonValue* value = object.find(name);
    return value && value->is(JsonKind::string) ? value->text : std::string();
}

std::vector<VectorFacts::SigningKey> read_signing_keys(const JsonValue* records) {
    std::vector<VectorFacts::SigningKey> keys;
    if (!records || records->elements.empty())
        return {{std::string(cast_signer), std::string(cast_key_version), cast_signing_key().public_key()}};
    for (const JsonValue& record : records->elements) {
        const auto bytes = read_base64(text_of_member(record, "publicKey"));
        const auto key = PublicKey::read(bytes.value_or(Bytes{}));
        if (key) keys.push_back({text_of_member(record, "userId"), text_of_member(record, "publicKeyVersion"), *key});
    }
    return keys;
}

std::optional<ConversationKey> read_conversation_key(const JsonValue& plain) {
    const auto bytes = from_hex(text_of_member(plain, "conversation_key_hex"));
    if (!bytes || bytes->size() != ConversationKey::size) return std::nullopt;
    return ConversationKey(std::span(*bytes).first<ConversationKey::size>());
}

std::optional<std::vector<DetailParticipantKey>> read_wrapped_keys(const JsonValue& plain) {
    const JsonValue* participants = plain.find("participants");
    if (!participants) return std::nullopt;
    std::vector<DetailParticipantKey> keys;
    for (const JsonValue& participant : participants->elements)
        keys.push_back({text_of_member(participant, "userId"), text_of_member(participant, "encryptedKey"),
                        text_of_member(participant, "publicKeyVersion")});
    return keys;
}

}  // namespace

PrivateKey small_scalar(std::uint8_t scalar) {
    Bytes bytes(32);
    bytes.back() = scalar;
    return PrivateKey::read(bytes).value();
}

const PrivateKey& cast_signing_key() {
    static const PrivateKey key = small_scalar(2);
    return key;
}

std::optional<PrivateKey> cast_identity_key(std::string_view user_id) {
    const auto* member = std::ranges::find(cast, user_id, &CastMember::user_id);
    if (member == std::end(cast)) return std::nullopt;
    return small_scalar(member->identity_scalar);
}

std::optional<std::string_view> cast_member_with(const PublicKey& identity_key) {
    for (const CastMember& member : cast)
        if (small_scalar(member.identity_scalar).public_key() == identity_key) return member.user_id;
    return std::nullopt;
}

VectorFacts VectorFacts::read(const JsonValue& file) {
    VectorFacts facts;
    facts.signing_keys = read_signing_keys(file.find("signing_keys"));
    if (const JsonValue* plain = file.find("key_change_plain")) {
        facts.conversation_key = read_conversation_key(*plain);
        facts.wrapped_keys = read_wrapped_keys(*plain);
    }
    return facts;
}

const PublicKey* VectorFacts::signing_key(std::string_view user_id, std::string_view version) const {
    for (const SigningKey& key : signing_keys)
        if (key.user_id == user_id && key.version == version) return &key.key;
    return nullptr;
}

Result<ConversationKey> opened_by_cast(const KeyChange& change) {
    std::optional<ConversationKey> opened;
    for (const DetailParticipantKey& participant : change.participant_keys) {
        const auto identity = cast_identity_key(participant.user_id);
        if (!identity) continue;
        const auto blob = read_base64(participant.encrypted_conversation_key);
        if (!blob) return refuse(fmt::format("the wrapped key of {}: {}", participant.user_id, blob.error().reason));
        const auto key = unwrap_key(*blob, *identity);
        if (!key) return refuse(fmt::format("the wrapped key of {}: {}", participant.user_id, key.error().reason));
        if (opened && !(*opened == *key)) return refuse(fmt::format("{} opens another key", participant.user_id));
        opened = *key;
    }
    if (!opened) return refuse("no key is wrapped for 1111, 2222 or 3333");
    return *opened;
}

Result<std::string> verified_payload(const Event& event, const VectorFacts& facts) {
    const auto version = signature_version(event.signature.signature_version.value_or(""));
    if (!version) return refuse("a signature version that is not accepted");
    const std::string sender = event.sender_id.value_or("");
    const PublicKey* signing_key = facts.signing_key(sender, event.signature.public_key_version.value_or(""));
    if (!signing_key) return refuse("no signing key is registered for the sender at that version");
    const auto change = KeyChange::from_detail(event.detail);
    const auto opened = change ? opened_by_cast(*change) : refuse("no key change");
    const auto payload = signature_payload(
        {event.detail, event.message_id.value_or(""), sender, event.conversation_id, opened ? &*opened : nullptr},
        *version);
    if (!payload) return refuse(payload.error().reason);
    if (!payload_verifies(*signing_key, *payload, event.signature.signature.value_or("")))
        return refuse("the signature does not fit");
    return *payload;
}

}  // namespace keyturn
