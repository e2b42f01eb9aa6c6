// Events, their details and signatures.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "conformance/explain/kinds.h"
#include "conformance/explain/opened_keys.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/event_verification.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/known_group.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

constexpr std::size_t most_elements = 100;  // of a list, told one by one

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f; });
}

void explain_version(std::string_view what, std::string_view version, Words& words) {
    words.say(fmt::format("{}: {}", what, version_in_words(version)));
    words.find_odd_if(!read_key_version(version),
                      fmt::format("{} {} is no decimal number of 64 bits", what, quoted(version)));
}

// What stands in a payload as it is: a comma there can't be told from a separator.
void explain_text(std::string_view what, const std::optional<std::string>& text, Words& words) {
    words.say(fmt::format("{}: {}", what, or_not_set(text)));
    if (!text) return;
    words.find_odd_if(text->empty(), fmt::format("{} is set and empty: no signer issues that", what));
    words.find_odd_if(*text == "null", fmt::format("{} is the text null, which is signed like an unset one", what));
    words.find_odd_if(text->contains(','), fmt::format("{} contains a comma, so it can't be signed", what));
    words.find_odd_if(has_control_characters(*text), fmt::format("{} contains control characters", what));
}

void explain_users(std::string_view what, const std::vector<std::string>& ids, Words& words) {
    words.say(fmt::format("{}: {}", what, users_in_words(ids)));
    words.find_doubled(what, ids);
}

void find_odd_roster(const MemberAdd& add, Words& words) {
    const std::set<std::string_view> members(add.current_members.begin(), add.current_members.end());
    for (const std::string& id : add.new_members)
        if (members.contains(id)) words.find_odd(fmt::format("{} is added and a member already", quoted(id)));
    for (const std::string& id : add.current_admins)
        if (!members.contains(id)) words.find_odd(fmt::format("the admin {} is no member", quoted(id)));
}

void explain_member_add(const MemberAdd& add, Words& words) {
    words.find_odd_if(add.new_members.empty(), "nobody is added");
    explain_users("new members", add.new_members, words);
    explain_users("members before", add.current_members, words);
    explain_users("admins", add.current_admins, words);
    explain_users("pending", add.pending_members, words);
    explain_text("title", add.title, words);
    explain_text("avatar URL", add.avatar_url, words);
    words.say("ttl: " + in_words(add.ttl_msec));
    words.find_odd_if(add.ttl_msec.value_or(0) < 0, "the ttl is negative");
    words.say("screen capture blocking: " + in_words(add.screen_capture_blocking));
    explain_version("conversation key version", add.conversation_key_version, words);
    words.find_odd_if(add.invite.has_value(), "carries an invite, which no signer writes here");
    find_odd_roster(add, words);
}

void explain_key_change(const KeyChange& change, Words& words) {
    explain_version("conversation key version", change.conversation_key_version, words);
    std::vector<std::string> users;
    for (const DetailParticipantKey& key : change.participant_keys) users.push_back(key.user_id);
    explain_users("keys wrapped for", users, words);
    for (const DetailParticipantKey& key : change.participant_keys)
        find_odd_wrapped_key(key.user_id, key.encrypted_conversation_key, words);
}

// Every field of a struct by its name: for actions that have no words of their own.
void explain_fields(const JsonValue& value, const std::string& name, Words& words) {
    const bool is_leaf = !value.is(JsonKind::object) && !value.is(JsonKind::array);
    if (is_leaf || (value.elements.empty() && value.members.empty()))
        return words.say(fmt::format("{}: {}", name, shown(&value)));
    for (const JsonMember& member : value.members)
        explain_fields(member.value, name.empty() ? member.key : name + "." + member.key, words);
    for (std::size_t i = 0; i < value.elements.size() && i < most_elements; ++i)
        explain_fields(value.elements[i], fmt::format("{}[{}]", name, i), words);
}

void explain_signature_fields(const EventSignature& signature, Words& words) {
    const std::string version = signature.signature_version.value_or("");
    words.say(fmt::format("signature version {}, by the sender's key of version {}",
                          or_not_set(signature.signature_version), or_not_set(signature.public_key_version)));
    words.find_odd_if(!signature_version(version), fmt::format("signature version {} is not one of 2 to 7",
                                                               or_not_set(signature.signature_version)));
    const auto bytes = read_base64(signature.signature.value_or(""));
    words.find_odd_if(!bytes || bytes->size() != Signature{}.size(), "the signature is no base64 of 64 bytes");
}

void find_odd_bytes(const ThriftValue& value, ByteView bytes, const ThriftStructSchema& schema, Words& words) {
    words.find_odd_if(write_thrift(value, schema) != copy(bytes),
                      "the bytes are not canonical: a writer would make others");
}

// The payload as a verifier rebuilds it; that of a key change from version 6 needs the key, which is not here.
void explain_signed_payload(const Event& event, Words& words) {
    const auto version = signature_version(event.signature.signature_version.value_or(""));
    if (!version) return;
    const std::string message_id = event.message_id.value_or(""), sender = event.sender_id.value_or("");
    const auto payload = signature_payload({event.detail, message_id, sender, event.conversation_id}, *version);
    if (payload) return words.say("signs " + quoted(*payload));
    words.say("payload: " + payload.error().reason);
    words.find_odd_if(payload.error().obstacle != PayloadObstacle::needs_conversation_key, payload.error().reason);
}

void explain_time(const std::optional<std::string>& created_at_msec, Words& words) {
    if (created_at_msec) explain_version("created at", *created_at_msec, words);
}

void explain_envelope(const Event& event, Words& words) {
    words.say(fmt::format("message id: {}", or_not_set(event.message_id)));
    words.say(fmt::format("sender: {}", or_not_set(event.sender_id)));
    words.say(fmt::format("conversation: {}", or_not_set(event.conversation_id)));
    explain_time(event.created_at_msec, words);
    words.find_odd_if(!event.message_id, "no message id");
    words.find_odd_if(!event.sender_id, "no sender");
    words.find_odd_if(!event.conversation_id, "no conversation id: a strict recipient refuses the event");
}

std::vector<WrappedFor> wrapped_keys_of(const ThriftValue& detail) {
    std::vector<WrappedFor> wraps;
    if (const auto change = KeyChange::from_detail(detail))
        for (const DetailParticipantKey& key : change->participant_keys)
            wraps.push_back({key.user_id, key.encrypted_conversation_key});
    return wraps;
}

bool is_of_a_group(const ThriftValue& detail) {
    const std::string_view action = action_name(detail);
    return action.starts_with("GroupChangeEvent.") || action.starts_with("ConversationMetadataChangeEvent.");
}

// Whether a recipient that knows the group as the state has it would take the change.
void judge_by_group(const Event& event, const Given& state, Words& words) {
    const Group* group = state.find_group(event.conversation_id.value_or(""));
    const auto version = signature_version(event.signature.signature_version.value_or(""));
    if (!group || !version || !is_of_a_group(event.detail)) return;
    const auto after = group_after(known_group(*group), event.detail, *version, event.sender_id.value_or(""));
    words.check("it agrees with the group of the state", after.has_value(), after ? "" : after.error().reason);
}

void judge_event(const Event& event, const Given& state, Words& words) {
    const auto key = open_wrapped_keys(wrapped_keys_of(event.detail), words);
    words.check("the signature verifies", verify_event(event, state.users, key ? &*key : nullptr));
    judge_by_group(event, state, words);
}

}  // namespace

void find_odd_wrapped_key(std::string_view user_id, std::string_view blob, Words& words) {
    const auto bytes = read_base64(blob);
    const auto odd = [&](std::string_view why) {
        words.find_odd(fmt::format("the key wrapped for {} {}", quoted(user_id), why));
    };
    if (!bytes) return odd("is no base64: " + bytes.error().reason);
    constexpr std::size_t point_size = 65;
    if (bytes->size() != WrappedKey{}.size()) return odd(fmt::format("has {} bytes, not 113", bytes->size()));
    if (!PublicKey::read(ByteView(*bytes).first(point_size))) odd("does not begin with a point of the curve");
}

void explain_detail(const ThriftValue& detail, Words& words) {
    if (const auto change = KeyChange::from_detail(detail)) return explain_key_change(*change, words);
    if (const auto add = MemberAdd::from_detail(detail)) return explain_member_add(*add, words);
    explain_fields(thrift_to_json(detail, message_event_detail_schema), "", words);
}

Fit fit_detail(ByteView bytes) { return read_thrift(bytes, message_event_detail_schema) ? Fit::surely : Fit::no; }

Fit fit_event(ByteView bytes) {
    constexpr std::int16_t detail = 7;
    const auto event = read_thrift(bytes, message_event_schema);
    return !event || event->fields.empty() ? Fit::no : event->find(detail) ? Fit::surely : Fit::may;
}

Fit fit_event_signature(ByteView bytes) {
    const auto signature = read_thrift(bytes, message_event_signature_schema);
    return signature && !signature->fields.empty() ? Fit::surely : Fit::no;
}

Result<void> explain_detail_bytes(ByteView bytes, Words& words) {
    const auto detail = read_thrift(bytes, message_event_detail_schema);
    if (!detail) return std::unexpected(detail.error());
    words.explanation().decoded = thrift_to_json(*detail, message_event_detail_schema);
    words.say(std::string(action_name(*detail)));
    find_odd_bytes(*detail, bytes, message_event_detail_schema, words);
    Words inside = words.within("the detail");
    explain_detail(*detail, inside);
    open_wrapped_keys(wrapped_keys_of(*detail), words);
    return {};
}

Result<void> explain_event_bytes(ByteView bytes, Words& words) {
    const auto value = read_thrift(bytes, message_event_schema);
    if (!value) return std::unexpected(value.error());
    const Event event = Event::read(bytes).value_or(Event{});
    words.explanation().sender = event.sender_id.value_or("");
    words.explanation().decoded = thrift_to_json(*value, message_event_schema);
    const std::string_view action = action_name(event.detail);
    words.say(action.empty() ? "no action" : action);
    find_odd_bytes(*value, bytes, message_event_schema, words);
    explain_envelope(event, words);
    Words inside = words.within("the detail");
    explain_detail(event.detail, inside);
    explain_signature_fields(event.signature, words);
    explain_signed_payload(event, words);
    if (words.state()) judge_event(event, *words.state(), words);
    return {};
}

Result<void> explain_event_signature_bytes(ByteView bytes, Words& words) {
    const auto signature = read_thrift(bytes, message_event_signature_schema);
    if (!signature) return std::unexpected(signature.error());
    words.explanation().decoded = thrift_to_json(*signature, message_event_signature_schema);
    find_odd_bytes(*signature, bytes, message_event_signature_schema, words);
    explain_signature_fields(EventSignature::from_thrift(*signature), words);
    return {};
}

}  // namespace keyturn
