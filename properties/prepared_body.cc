#include "properties/prepared_body.h"

#include <algorithm>

#include "properties/named_keys.h"
#include "protocol/base64.h"

namespace keyturn {

PreparedBody::PreparedBody(const RosterChange& change, const PreparedChange& prepared, const JsonValue& json)
    : group(group_of(change)),
      users(users_of(change)),
      text(prepared.body),
      conversation_key(prepared.conversation_key),
      read(AddMembersRequest::read(json)),
      attempt(make_attempt(group.id, change.sender, group, users, read)) {
    attempt.now_msec = property_now_msec;
}

const ReadAction* PreparedBody::key_change_action() const {
    if (!attempt.key_change) return nullptr;
    const auto found = std::ranges::find_if(attempt.actions, [](const ReadAction& action) {
        return action.detail && action.detail->find(arm::key_change);
    });
    return &*found;
}

namespace {

// What the sender signs with; of a sender without a registration any keys.
Bytes private_keys_of_sender(const RosterChange& change, const Users& users) {
    const User* user = find_user(users, change.sender);
    const RegisteredKey* key = user ? user->latest_key() : nullptr;
    return private_bytes(registered_keys(change.sender, key ? key->version : ""));
}

}  // namespace

Answer<PreparedChange> prepare(Library& library, const RosterChange& change, std::uint64_t seed) {
    PrepareAddMembers question = {group_of(change), users_of(change), change.sender, {}, change.add};
    question.private_keys = private_keys_of_sender(change, question.users);
    return library.prepare_add_members(question, surroundings(seed));
}

std::unique_ptr<PreparedBody> read_body(const RosterChange& change, const PreparedChange& prepared) {
    const auto json = parse_json(prepared.body);
    if (!json) return nullptr;
    return std::make_unique<PreparedBody>(change, prepared, *json);
}

std::optional<Violation> look_at_body(Library& library, const RosterChange& change, const LookAtBody& look) {
    const auto prepared = prepare(library, change, change.seed);
    if (!prepared) return std::nullopt;
    const auto body = read_body(change, *prepared);
    if (!body) return violated("AM-REQ-001", "the body is no JSON text");
    return look(*body);
}

std::optional<ConversationKey> key_of(const PreparedBody& body) {
    if (body.conversation_key.size() != ConversationKey::size) return std::nullopt;
    return ConversationKey(std::span(body.conversation_key).first<ConversationKey::size>());
}

const std::vector<ParticipantKey>& participant_keys(const PreparedBody& body) {
    static const std::vector<ParticipantKey> none;
    const auto& keys = body.read.request.conversation_participant_keys;
    return keys ? *keys : none;
}

std::vector<ActionSignature> action_signatures(const PreparedBody& body) {
    return body.read.request.action_signatures.value_or(std::vector<ActionSignature>());
}

Result<Bytes> blob_of(const ParticipantKey& key) {
    if (!key.encrypted_conversation_key) return refuse("there is no wrapped key");
    return read_base64(*key.encrypted_conversation_key);
}

std::optional<std::string> ephemeral_point(const ParticipantKey& key) {
    constexpr std::size_t point_size = 65;
    const auto blob = blob_of(key);
    if (!blob || blob->size() < point_size) return std::nullopt;
    return std::string(text_of(ByteView(*blob).first(point_size)));
}

}  // namespace keyturn
