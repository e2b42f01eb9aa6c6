#include "fuzz/oracles/event_stream.h"

#include <algorithm>

#include "properties/conversation.h"
#include "properties/event_draft.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"

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

constexpr std::int16_t contents_field = 100;

Action with_sealed_contents(Action action) {
    ThriftValue* message = action.detail.find(arm::message_create);
    ThriftValue* contents = message ? message->find(contents_field) : nullptr;
    if (!contents || !contents->text.empty() || !action.key) return action;
    const ConversationKey key = numbered_conversation_key(*action.key);
    contents->text = text_of(seal(key, bytes_of("sealed for a stream of events"), SealNonce{}));
    return action;
}

struct EventPart {
    std::string_view name;
    void (*leave_out)(Event& event);
};

constexpr EventPart parts[] = {
    {"conversation_id", [](Event& event) { event.conversation_id.reset(); }},
    {"detail", [](Event& event) { event.detail = {}; }},
    {"message_id", [](Event& event) { event.message_id.reset(); }},
    {"public_key_version", [](Event& event) { event.signature.public_key_version.reset(); }},
    {"sender_id", [](Event& event) { event.sender_id.reset(); }},
    {"signature", [](Event& event) { event.signature.signature.reset(); }},
    {"signature_version", [](Event& event) { event.signature.signature_version.reset(); }},
};

Event as_it_arrives(Event event, const Delivery& delivery) {
    if (delivery.signature) event.signature.signature = *delivery.signature;
    for (const EventPart& part : parts)
        if (delivery.without && std::ranges::find(*delivery.without, part.name) != delivery.without->end())
            part.leave_out(event);
    return event;
}

std::optional<Event> read_event(const std::string& text) {
    const auto bytes = read_base64(text);
    auto event = bytes ? read_canonical_event(*bytes) : Result<Event>(std::unexpected(bytes.error()));
    if (!event) return std::nullopt;
    return std::move(*event);
}

}  // namespace

std::vector<std::string_view> event_parts() {
    std::vector<std::string_view> names;
    for (const EventPart& part : parts) names.push_back(part.name);
    return names;
}

const Users& stream_users() {
    static const Users users = [] {
        Users made;
        for (const std::string_view user : script_users)
            made[std::string(user)].keys.push_back(registration(user, std::string(signing_version)));
        made["5555"].keys.push_back(registration("5555", std::string(signing_version)));
        made["5555"].keys.back().signing.reset();
        return made;
    }();
    return users;
}

std::optional<Event> event_of(const Delivery& delivery) {
    if (delivery.event) return read_event(*delivery.event);
    if (!delivery.action) return std::nullopt;
    auto draft = draft_of(with_sealed_contents(with_wrapped_keys(*delivery.action)));
    if (!draft) return std::nullopt;
    return as_it_arrives(std::move(draft->event), delivery);
}

}  // namespace keyturn::fuzz
