#include "fuzz/oracles/event_stream.h"

#include "properties/conversation.h"
#include "properties/event_draft.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/key_wrap.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t most_wraps = 8;

std::string wrapped_for(const RegisteredKey& registered, KeyNumber key) {
    Entropy entropy("wrapped for a stream of events", key);
    return base64(wrap_key(numbered_conversation_key(key), registered.identity, entropy));
}

Action with_wrapped_keys(Action action) {
    auto change = KeyChange::from_detail(action.detail);
    if (!change || !action.key) return action;
    std::size_t wraps = 0;
    for (DetailParticipantKey& participant : change->participant_keys) {
        const User* user = find_user(stream_users(), participant.user_id);
        if (!user || !participant.encrypted_conversation_key.empty() || wraps++ == most_wraps) continue;
        participant.encrypted_conversation_key = wrapped_for(user->keys.front(), *action.key);
    }
    if (wraps != 0) action.detail = change->to_detail();
    return action;
}

std::optional<Event> read_event(const std::string& text) {
    const auto bytes = read_base64(text);
    auto event = bytes ? read_canonical_event(*bytes) : Result<Event>(std::unexpected(bytes.error()));
    if (!event) return std::nullopt;
    return std::move(*event);
}

}  // namespace

const Users& stream_users() {
    static const Users users = [] {
        Users made;
        for (const std::string_view user : script_users)
            made[std::string(user)].keys.push_back(registration(user, std::string(signing_version)));
        return made;
    }();
    return users;
}

std::optional<Event> event_of(const Delivery& delivery) {
    if (delivery.event) return read_event(*delivery.event);
    if (!delivery.action) return std::nullopt;
    auto draft = draft_of(with_wrapped_keys(*delivery.action));
    if (!draft) return std::nullopt;
    return std::move(draft->event);
}

}  // namespace keyturn::fuzz
