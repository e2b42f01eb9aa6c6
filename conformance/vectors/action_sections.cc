#include "conformance/vectors/section_checks.h"
#include "conformance/vectors/signed_action.h"
#include "protocol/sha256.h"

namespace keyturn::section_checks {
namespace {

SignedAction read_action(VectorEntry& entry) {
    return {.message_id = entry.text("message_id"),
            .sender_id = entry.text("sender_id"),
            .conversation_id = entry.optional_text("conversation_id"),
            .signature_version = entry.text("signature_version"),
            .payload = entry.text("signature_payload"),
            .signature = entry.text("signature_b64_nopad")};
}

// The key that a key change is about; every member of the cast opens it, and it is that of `key_change_plain`.
std::optional<ConversationKey> changed_key(VectorEntry& entry, const ThriftValue& detail, const VectorFacts& facts) {
    const auto change = KeyChange::from_detail(detail);
    if (!change) return std::nullopt;
    entry.expect(!facts.wrapped_keys || *facts.wrapped_keys == change->participant_keys, "detail_hex",
                 "the wrapped keys of key_change_plain", "others");
    const auto opened = opened_by_cast(*change);
    if (!opened) {
        entry.expect(false, "detail_hex", "wrapped keys that the cast opens", opened.error().reason);
        return std::nullopt;
    }
    entry.expect(!facts.conversation_key || *facts.conversation_key == *opened, "detail_hex",
                 "the key of key_change_plain", "another key");
    return *opened;
}

// `for_key_rotation` of a GroupChangeEvent is in no payload: false where it stands, else unset.
void copy_rotation_flag(const ThriftValue& from, ThriftValue& to) {
    constexpr std::int16_t for_key_rotation = 2;
    const ThriftValue* event = from.find(arm::group_change);
    if (!event) return;
    to.find(arm::group_change)->erase(for_key_rotation);
    if (event->find(for_key_rotation)) to.find(arm::group_change)->set(for_key_rotation, thrift_boolean(false));
}

using Remake = std::optional<ThriftValue>(const ThriftValue& detail);

// Never issued by the official signer, so not as it would write them.
bool is_only_read(const MemberAdd& add) { return add.title == "" || add.avatar_url == "" || add.invite; }

std::optional<ThriftValue> remade_member_add(const ThriftValue& detail) {
    const auto add = MemberAdd::from_detail(detail);
    if (!add) return std::nullopt;
    ThriftValue made = add->to_detail();
    if (is_only_read(*add)) copy_rotation_flag(detail, made);
    return made;
}

std::optional<ThriftValue> remade_key_change(const ThriftValue& detail) {
    const auto change = KeyChange::from_detail(detail);
    return change ? std::optional(change->to_detail()) : std::nullopt;
}

std::optional<ThriftValue> remade_by_name(const ThriftValue& detail) {
    const JsonValue values = thrift_to_json(detail, message_event_detail_schema);
    auto made = thrift_from_json(values, message_event_detail_schema);
    if (!made) return std::nullopt;
    copy_rotation_flag(detail, *made);
    return std::move(*made);
}

void check_detail(VectorEntry& entry, const ThriftValue& detail, Remake remake) {
    entry.expect_base64("encoded_message_event_detail", write_thrift(detail, message_event_detail_schema));
    const auto made = remake(detail);
    if (!made) return entry.expect(false, "detail_hex", "an action of this section", std::string(action_name(detail)));
    entry.expect_hex("detail_hex", write_thrift(*made, message_event_detail_schema));
}

void check_action(VectorEntry& entry, const VectorFacts& facts, Remake remake) {
    entry.text("name");
    const SignedAction action = read_action(entry);
    const auto detail = read_struct(entry, "detail_hex", message_event_detail_schema);
    const auto signed_by = read_struct(entry, "message_event_signature_thrift_hex", message_event_signature_schema);
    if (!detail || !signed_by || entry.failed()) return;
    const std::string key_version = EventSignature::from_thrift(*signed_by).public_key_version.value_or("");
    const EventSignature signature = {action.signature, key_version, action.signature_version};
    const Bytes event = event_of(action, *detail, signature).write();

    entry.expect_hex("payload_sha256", sha256(bytes_of(action.payload)));
    check_signature(entry, action, facts.signing_key(action.sender_id, key_version));
    entry.expect_hex("message_event_signature_thrift_hex", written(signature));
    entry.expect_hex("event_hex", event);
    entry.expect_base64("event_b64", event);
    const auto key = changed_key(entry, *detail, facts);
    check_payload(entry, action, *detail, key ? &*key : nullptr);
    check_detail(entry, *detail, remake);
}

}  // namespace

void member_add(VectorEntry& entry, const VectorFacts& facts) { check_action(entry, facts, remade_member_add); }
void key_change(VectorEntry& entry, const VectorFacts& facts) { check_action(entry, facts, remade_key_change); }
void other(VectorEntry& entry, const VectorFacts& facts) { check_action(entry, facts, remade_by_name); }

// `event_b64` may be no base64 at all, as long as it is refused.
void negative_events(VectorEntry& entry, const VectorFacts& facts) {
    entry.text("name");
    entry.expect_text("expect", "reject");
    const auto event = Event::read_base64(entry.text("event_b64"));
    entry.expect(!event || !verified_payload(*event, facts), "event_b64", "an event that is refused",
                 "one that verifies");
}

}  // namespace keyturn::section_checks
