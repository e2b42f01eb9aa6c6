#include "properties/event_draft.h"

#include <algorithm>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::int16_t signature_field = 9, carried_key_field = 4;
constexpr std::size_t first_field = 3, flag_size = 4, stops = 2;

// Moves the flag for_key_rotation, which the writers put behind everything else, to the front of its struct.
Bytes with_flag_in_front(Bytes detail) {
    const auto flag_end = detail.end() - stops, flag_begin = flag_end - flag_size;
    std::rotate(detail.begin() + first_field, flag_begin, flag_end);
    return detail;
}

Bytes replaced(Bytes bytes, const Bytes& part, const Bytes& replacement) {
    const auto found = std::ranges::search(bytes, part);
    std::ranges::copy(replacement, found.begin());
    return bytes;
}

User registered(std::string_view user) {
    return {.keys = {registration(user, std::string(signing_version)),
                     registration(user, std::string(other_signing_version))},
            .private_keys = {},
            .token = {}};
}

}  // namespace

void EventDraft::sign_with(const PrivateKey& signer) { event.signature.signature = sign_payload(signer, payload); }

Bytes EventDraft::bytes() const {
    Bytes bytes = event.write();
    if (carried_key) {
        ThriftValue value = *read_thrift(bytes, message_event_schema);
        value.find(signature_field)->set(carried_key_field, thrift_text(*carried_key));
        bytes = write_thrift(value, message_event_schema);
    }
    if (is_detail_out_of_order) {
        const Bytes detail = write_thrift(event.detail, message_event_detail_schema);
        bytes = replaced(std::move(bytes), detail, with_flag_in_front(detail));
    }
    return bytes;
}

std::optional<EventDraft> draft_of(const Action& action) {
    std::optional<ConversationKey> key;
    if (action.key) key = numbered_conversation_key(*action.key);
    const std::optional<std::string_view> conversation_id = action.conversation_id;
    auto payload =
        signature_payload({action.detail, action.message_id, action.sender, conversation_id, key ? &*key : nullptr},
                          signature_version(action.signature_version).value_or(0));
    if (!payload) return std::nullopt;
    EventDraft draft = {.action = action,
                        .payload = std::move(*payload),
                        .event = {.message_id = action.message_id,
                                  .sender_id = action.sender,
                                  .conversation_id = action.conversation_id,
                                  .detail = action.detail,
                                  .signature = {{}, std::string(signing_version), action.signature_version}},
                        .key = action.key,
                        .carried_key = {}};
    draft.sign_with(registered_keys(action.sender, signing_version).signing);
    return draft;
}

VerifyEvent question_about(const EventDraft& draft) {
    VerifyEvent question = {.event = base64(draft.bytes()), .signing_keys = {}, .conversation_key = {}};
    question.signing_keys.emplace(draft.action.sender, registered(draft.action.sender));
    question.signing_keys.emplace(other_sender, registered(other_sender));
    if (draft.key) question.conversation_key = bytes_of_key(numbered_conversation_key(*draft.key));
    return question;
}

}  // namespace keyturn
