#include "properties/signing.h"

#include "properties/answers.h"
#include "protocol/action_signature.h"
#include "protocol/event_detail.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

Answer<std::string> payload_by(Library& library, const Action& action) {
    PayloadQuestion question = {.detail = json_form(action.detail),
                                .message_id = action.message_id,
                                .sender_id = action.sender,
                                .conversation_id = action.conversation_id,
                                .signature_version = action.signature_version,
                                .conversation_key = {}};
    if (action.key) question.conversation_key = bytes_of_key(numbered_conversation_key(*action.key));
    return library.signature_payload(question, surroundings());
}

std::expected<std::string, PayloadRefusal> expected_payload(const Action& action) {
    std::optional<ConversationKey> key;
    if (action.key) key = numbered_conversation_key(*action.key);
    const std::optional<std::string_view> conversation_id = action.conversation_id;
    return signature_payload({action.detail, action.message_id, action.sender, conversation_id, key ? &*key : nullptr},
                             signature_version(action.signature_version).value_or(0));
}

const ThriftValue* member_add_in(const ThriftValue& detail) {
    const ThriftValue* event = detail.find(arm::group_change);
    const ThriftValue* change = event ? event->find(1) : nullptr;
    return change ? change->find(arm::member_add) : nullptr;
}

constexpr std::int16_t invite_field = 11;

// A deletion may name a conversation itself: what counts is the one that the event names.
bool deletes_another_conversation(const Action& action) {
    const ThriftValue* deletion = action.detail.find(arm::conversation_delete);
    const ThriftValue* named = deletion ? deletion->find(1) : nullptr;
    return named && named->text != action.conversation_id;
}

// The sentence that says what this payload is made of.
std::string requirement_of_layout(const Action& action, std::string_view payload) {
    const std::string_view name = action_name(action.detail);
    if (const ThriftValue* add = member_add_in(action.detail); add && add->find(invite_field)) return "AM-SIG-064";
    if (deletes_another_conversation(action)) return "AM-SIG-061";
    if (payload.contains(",,") || payload.ends_with(',') || !action.conversation_id) return "AM-SIG-056";
    if (name == "ConversationKeyChangeEvent") return "AM-SIG-016";
    if (name == "GroupChangeEvent.GroupMemberAddChange") return "AM-SIG-057";
    if (name == "GroupChangeEvent.GroupCreate") return "AM-SIG-058";
    return name == "MessageCreateEvent" ? "AM-SIG-055" : "AM-SIG-017";
}

std::string requirement_of_refusal(PayloadObstacle obstacle) {
    switch (obstacle) {
        case PayloadObstacle::unsigned_by_design:
            return "AM-SIG-043";
        case PayloadObstacle::never_verifiable:
        case PayloadObstacle::missing_part:
            return "AM-SIG-044";
        case PayloadObstacle::version_not_accepted:
            return "AM-SIG-035";
        case PayloadObstacle::needs_conversation_key:
            return "AM-SIG-016";
        case PayloadObstacle::comma_in_component:
        case PayloadObstacle::text_spells_null:
            break;
    }
    return "AM-SIG-018";
}

}  // namespace

std::optional<Violation> payload_has_its_layout(Library& library, const Action& input) {
    const auto expected = expected_payload(input);
    const auto payload = payload_by(library, input);
    const std::string what = fmt::format("a {} of signature version {}", action_name(input.detail),
                                         to_json(json_string(input.signature_version)));
    if (!expected)
        return unless_accepted(payload, requirement_of_refusal(expected.error().obstacle),
                               fmt::format("{} ({})", what, expected.error().reason));
    const std::string requirement = requirement_of_layout(input, *expected);
    if (!payload) return unless_refused(payload, requirement, what);
    if (*payload == *expected) return std::nullopt;
    return violated(requirement, fmt::format("{} is signed as {}, its layout is {}", what,
                                             to_json(json_string(*payload)), to_json(json_string(*expected))));
}

std::optional<Violation> signature_is_deterministic(Library& library, const SignInput& input) {
    const PrivateKey key = numbered_private_key(input.key);
    const auto one = library.sign(bytes_of_key(key), input.payload, surroundings(1));
    const auto other = library.sign(bytes_of_key(key), input.payload, surroundings(2));
    if (!one || !other) return unless_refused(one, "AM-SIG-022", "a payload to sign");
    if (*one != *other) return violated("AM-SIG-022", "the same key and payload gave two signatures");
    const auto read = read_signature(*one);
    if (!read || *read == sign(key, bytes_of(input.payload))) return std::nullopt;
    return violated("AM-SIG-022", "the signature is not the one of RFC 6979");
}

std::optional<Violation> signature_verifies(Library& library, const SignInput& input) {
    const PrivateKey key = numbered_private_key(input.key);
    const auto signature = library.sign(bytes_of_key(key), input.payload, surroundings());
    if (!signature) return unless_refused(signature, "AM-SIG-023", "a payload to sign");
    const auto read = read_signature(*signature);
    if (!read) return violated("AM-SIG-023", fmt::format("a signature can't be read: {}", read.error().reason));
    if (signature_text(*read) != *signature)
        return violated("AM-SIG-023", fmt::format("the signature {} is no unpadded base64", *signature));
    if (verify(key.public_key(), bytes_of(input.payload), *read)) return std::nullopt;
    return violated("AM-SIG-023", "a signature does not verify");
}

}  // namespace keyturn
