#include "adapters/reference_library.h"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/action_signature.h"
#include "protocol/add_members_change.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/recipient.h"
#include "protocol/sealed_text.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

std::unexpected<NoValue> refused(std::string reason) {
    return std::unexpected(NoValue{NoValueKind::refused, std::move(reason)});
}

template <class T>
Answer<T> answer(Result<T> result) {
    if (!result) return refused(std::move(result.error().reason));
    return std::move(*result);
}

Result<ConversationKey> read_conversation_key(const Bytes& bytes) {
    if (bytes.size() != ConversationKey::size) return refuse("a conversation key is 32 bytes");
    return ConversationKey(std::span(bytes).first<ConversationKey::size>());
}

// The key, when there is one; refused when it can't be one.
Result<std::optional<ConversationKey>> read_optional_key(const std::optional<Bytes>& bytes) {
    if (!bytes) return std::nullopt;
    const auto key = read_conversation_key(*bytes);
    if (!key) return std::unexpected(key.error());
    return *key;
}

const ConversationKey* pointer_to_key(const std::optional<ConversationKey>& key) { return key ? &*key : nullptr; }

// The identity key alone, or with the signing key behind it (AM-KEY-020).
Result<PrivateKey> read_identity_key(const Bytes& private_keys) {
    if (private_keys.size() == 32) return PrivateKey::read(private_keys);
    const auto both = PrivateKeys::read(private_keys);
    if (!both) return std::unexpected(both.error());
    return both->identity;
}

Bytes revealed(const ConversationKey& key) { return copy(key.reveal()); }

Answer<LibraryDescription> describe() {
    const auto operations = library_operations();
    return LibraryDescription{"keyturn", KEYTURN_VERSION, {operations.begin(), operations.end()}};
}

Answer<PreparedChange> prepare_add_members(const PrepareAddMembers& change, const Surroundings& surroundings) {
    const auto keys = PrivateKeys::read(change.private_keys);
    if (!keys) return refused(keys.error().reason);
    const auto plan = plan_add_members(change.group, change.users, change.sender, change.add, surroundings.now_msec);
    if (!plan) return refused(plan.error().reason);
    Entropy entropy(surroundings.entropy);
    const auto made = make_change(*plan, keys->signing, entropy);
    if (!made) return refused(made.error().reason);
    return PreparedChange{to_json(made->request.to_json()), revealed(made->conversation_key)};
}

Answer<std::string> payload_of(const PayloadQuestion& question, const Surroundings&) {
    const auto version = signature_version(question.signature_version);
    if (!version) return refused("the signature version is none of 2 to 7");
    const auto detail = thrift_from_json(question.detail, message_event_detail_schema);
    if (!detail) return refused(detail.error().reason);
    const auto key = read_optional_key(question.conversation_key);
    if (!key) return refused(key.error().reason);
    auto payload = signature_payload(
        {*detail, question.message_id, question.sender_id, question.conversation_id, pointer_to_key(*key)}, *version);
    if (!payload) return refused(payload.error().reason);
    return std::move(*payload);
}

Answer<std::string> signature_over(const Bytes& private_key, const std::string& payload, const Surroundings&) {
    const auto key = PrivateKey::read(private_key);
    if (!key) return refused(key.error().reason);
    return sign_payload(*key, payload);
}

Answer<bool> event_verifies(const VerifyEvent& question, const Surroundings&) {
    const auto bytes = read_base64(question.event);
    if (!bytes) return refused(bytes.error().reason);
    const auto event = read_canonical_event(*bytes);
    if (!event) return refused(event.error().reason);
    const auto key = read_optional_key(question.conversation_key);
    if (!key) return refused(key.error().reason);
    return verify_event(*event, question.signing_keys, pointer_to_key(*key)).has_value();
}

Answer<OpenedKeys> keys_after(const OpenChange& change, const Surroundings& surroundings) {
    const auto identity = read_identity_key(change.private_keys);
    if (!identity) return refused(identity.error().reason);
    const auto opened =
        open_change(change.events, change.user, {*identity}, change.signing_keys, surroundings.now_msec);
    OpenedKeys keys;
    if (const auto latest = opened.conversation.latest_version()) keys.latest_version = std::to_string(*latest);
    for (const auto& [version, key] : opened.conversation.keys)
        keys.keys.emplace(std::to_string(version), revealed(key));
    for (const EventRefusal& refusal : opened.refusals)
        keys.errors.push_back(fmt::format("event {}: {}", refusal.index, refusal.reason));
    return keys;
}

Answer<Bytes> wrapped(const Bytes& public_key, const Bytes& key, const Surroundings& surroundings) {
    const auto member = PublicKey::read(public_key);
    if (!member) return refused(member.error().reason);
    const auto conversation_key = read_conversation_key(key);
    if (!conversation_key) return refused(conversation_key.error().reason);
    Entropy entropy(surroundings.entropy);
    return copy(wrap_key(*conversation_key, *member, entropy));
}

Answer<Bytes> unwrapped(const Bytes& private_key, const Bytes& blob, const Surroundings&) {
    const auto member = PrivateKey::read(private_key);
    if (!member) return refused(member.error().reason);
    const auto key = unwrap_key(blob, *member);
    if (!key) return refused(key.error().reason);
    return revealed(*key);
}

Answer<Bytes> sealed(const Bytes& key, const std::string& text, const Surroundings& surroundings) {
    const auto conversation_key = read_conversation_key(key);
    if (!conversation_key) return refused(conversation_key.error().reason);
    if (!is_utf8(text)) return refused("the text is not UTF-8");
    Entropy entropy(surroundings.entropy);
    return seal(*conversation_key, bytes_of(text), entropy.bytes<24>());
}

Answer<std::string> opened_text(const Bytes& key, const Bytes& blob, const Surroundings&) {
    const auto conversation_key = read_conversation_key(key);
    if (!conversation_key) return refused(conversation_key.error().reason);
    return answer(open_text(*conversation_key, base64(blob)));
}

Answer<Bytes> encoded_detail(const JsonValue& json, const Surroundings&) {
    const auto detail = thrift_from_json(json, message_event_detail_schema);
    if (!detail) return refused(detail.error().reason);
    Bytes bytes = write_thrift(*detail, message_event_detail_schema);
    if (const auto read = read_thrift(bytes, message_event_detail_schema); !read) return refused(read.error().reason);
    return bytes;
}

Answer<JsonValue> decoded_detail(const Bytes& bytes, const Surroundings&) {
    const auto detail = read_thrift(bytes, message_event_detail_schema);
    if (!detail) return refused(detail.error().reason);
    return thrift_to_json(*detail, message_event_detail_schema);
}

Answer<std::string> canonical_id(const std::string& id, const std::string& sender, const Surroundings&) {
    return canonical_conversation_id(id, sender);
}

Answer<std::string> latest_version(const std::vector<std::string>& versions, const Surroundings&) {
    const auto latest =
        std::ranges::max_element(versions, [](const auto& a, const auto& b) { return compare_versions(a, b) < 0; });
    if (latest == versions.end()) return refused("there is no version");
    return *latest;
}

Answer<Bytes> parsed_public_key(const Bytes& bytes, const Surroundings&) {
    const auto key = PublicKey::read(bytes);
    if (!key) return refused(key.error().reason);
    return copy(key->sec1());
}

Answer<Bytes> decoded_base64(const std::string& text, const Surroundings&) { return answer(read_base64(text)); }

}  // namespace

LibraryFunctions reference_functions() {
    return {.describe = describe,
            .prepare_add_members = prepare_add_members,
            .signature_payload = payload_of,
            .sign = signature_over,
            .verify_event = event_verifies,
            .open_change = keys_after,
            .wrap_key = wrapped,
            .unwrap_key = unwrapped,
            .seal_text = sealed,
            .open_text = opened_text,
            .encode_detail = encoded_detail,
            .decode_detail = decoded_detail,
            .canonical_conversation_id = canonical_id,
            .latest_key_version = latest_version,
            .parse_public_key = parsed_public_key,
            .decode_base64 = decoded_base64};
}

std::unique_ptr<Library> reference_library() { return std::make_unique<FunctionLibrary>(reference_functions()); }

}  // namespace keyturn
