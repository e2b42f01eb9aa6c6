// Shapes of signed actions and messages that the sample has no entry of.
#include <gtest/gtest.h>

#include "conformance/vectors/entry_test_support.h"
#include "conformance/vectors/sample_test_support.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/sealed_text.h"
#include "protocol/signature_payload.h"
#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

constexpr std::int16_t for_key_rotation = 2;

MemberAdd member_add() {
    return {.new_members = {"3333"},
            .current_members = {"1111"},
            .current_admins = {"1111"},
            .title = {},
            .avatar_url = {},
            .conversation_key_version = "9",
            .ttl_msec = {},
            .pending_members = {},
            .screen_capture_blocking = {},
            .invite = {}};
}

std::string told_of(std::string_view section, const ActionShape& shape) {
    return told(report_on(file_with_entry(section, action_entry(shape))));
}

std::string told_of(const MemberAdd& add, const std::string& version = "7") {
    return told_of("member_add", {.detail = add.to_detail(), .version = version});
}

// With GroupChangeEvent's field 2 unset, or set to a value.
ThriftValue with_rotation_flag(ThriftValue detail, std::optional<bool> flag) {
    ThriftValue& event = *detail.find(arm::group_change);
    event.erase(for_key_rotation);
    if (flag) event.set(for_key_rotation, thrift_boolean(*flag));
    return detail;
}

std::set<std::string> cited_of(std::string_view section, const ActionShape& shape) {
    return cited(report_on(file_with_entry(section, action_entry(shape))));
}

TEST(ActionSections, member_adds_of_every_version_and_shape_pass) {
    MemberAdd add = member_add();
    for (const char* version : {"2", "3", "4", "5", "6", "7"}) EXPECT_EQ(told_of(add, version), "");
    add.title = "null";
    EXPECT_EQ(told_of(add), "");
    add.title = "a\x01\n\x7fGrüße";
    add.avatar_url = "https://img.example/a.png";
    add.ttl_msec = -1;
    add.pending_members = {"4444", ""};
    add.screen_capture_blocking = false;
    for (const char* version : {"2", "3", "4", "5", "6", "7"}) EXPECT_EQ(told_of(add, version), "");
    add.new_members = {};
    EXPECT_EQ(told_of(add), "");
}

TEST(ActionSections, an_event_without_a_conversation_id_passes) {
    const ActionShape shape = {.detail = member_add().to_detail(), .conversation_id = std::nullopt};
    EXPECT_EQ(told_of("member_add", shape), "");
    JsonValue entry = action_entry(shape);
    entry.erase("conversation_id");
    EXPECT_EQ(told(report_on(file_with_entry("member_add", entry))), "");
}

TEST(ActionSections, a_member_add_is_as_the_official_library_writes_it) {
    for (const auto flag : {std::optional<bool>(), std::optional(true)})
        EXPECT_EQ(cited_of("member_add", {.detail = with_rotation_flag(member_add().to_detail(), flag)}),
                  std::set<std::string>{"member_add/detail_hex"});
}

TEST(ActionSections, what_its_signer_never_issues_may_leave_the_rotation_flag_out) {
    MemberAdd empty_title = member_add(), empty_avatar = member_add(), invite = member_add();
    empty_title.title = "";
    empty_avatar.avatar_url = "";
    invite.invite = GroupInvite{.expires_at_msec = 5, .invite_url = "https://x.example/i", .affiliate_id = {}};
    for (const MemberAdd& add : {empty_title, empty_avatar, invite}) {
        EXPECT_EQ(told_of(add), "");
        EXPECT_EQ(told_of("member_add", {.detail = with_rotation_flag(add.to_detail(), std::nullopt)}), "");
        EXPECT_EQ(cited_of("member_add", {.detail = with_rotation_flag(add.to_detail(), true)}),
                  std::set<std::string>{"member_add/detail_hex"});
    }
}

TEST(ActionSections, a_comma_in_a_component_fails) {
    MemberAdd add = member_add();
    add.title = "a,b";
    EXPECT_TRUE(
        told_of(add).contains("detail_hex: expected an action that is signed, found current_title contains a comma"));
}

TEST(ActionSections, versions_outside_two_to_seven_fail) {
    for (const char* version : {"1", "8", "07", "", "\x1b"})
        EXPECT_EQ(cited_of("member_add", {.detail = member_add().to_detail(), .version = version}),
                  std::set<std::string>{"member_add/signature_version"});
    EXPECT_EQ(told_of(member_add(), "\x1b"),
              "member_add an entry signature_version: expected 2 to 7, found \"\\u001b\"\n");
}

TEST(ActionSections, every_signed_action_passes_as_another_action) {
    std::size_t passed = 0;
    for (const ThriftValue& detail : samples_of(message_event_detail_schema)) {
        if (detail.find(arm::key_change) || !signature_payload({detail, "m", "1111", "g1"}, 7)) continue;
        if (const ThriftValue* event = detail.find(arm::group_change))
            if (event->boolean_at(for_key_rotation) == true) continue;
        EXPECT_EQ(told_of("other", {.detail = detail}), "")
            << to_json(thrift_to_json(detail, message_event_detail_schema));
        ++passed;
    }
    EXPECT_GT(passed, 20u);
}

TEST(ActionSections, another_action_is_for_no_rotation) {
    const ThriftValue group = thrift_struct({{1, thrift_texts({"1111"})}, {5, thrift_text("1")}});
    const ThriftValue change = thrift_struct({{arm::group_create, group}});
    const ThriftValue create = thrift_struct({{arm::group_change, thrift_struct({{1, change}})}});
    EXPECT_EQ(told_of("other", {.detail = with_rotation_flag(create, std::nullopt)}), "");
    EXPECT_EQ(told_of("other", {.detail = with_rotation_flag(create, false)}), "");
    EXPECT_EQ(cited_of("other", {.detail = with_rotation_flag(create, true)}),
              std::set<std::string>{"other/detail_hex"});
}

TEST(ActionSections, an_action_stands_in_its_own_section) {
    const ThriftValue deletion =
        thrift_struct({{arm::message_delete, thrift_struct({{1, thrift_texts({"5"})}, {2, thrift_i32(1)}})}});
    for (const std::string section : {"member_add", "key_change"})
        EXPECT_EQ(told_of(section, {.detail = deletion}),
                  section + " an entry detail_hex: expected an action of this section, found MessageDeleteEvent\n");
    EXPECT_EQ(told_of("other", {.detail = thrift_struct({{arm::typing, thrift_struct()}})}),
              "other an entry detail_hex: expected an action that is signed, found MessageTypingEvent is not signed\n");
}

TEST(ActionSections, bytes_that_are_not_as_written_fail) {
    const auto told_with = [](const char* field, const char* hex) {
        JsonValue entry = action_entry({.detail = member_add().to_detail()});
        entry.set(field, json_string(hex));
        return told(report_on(file_with_entry("member_add", entry)));
    };
    EXPECT_EQ(told_with("detail_hex", "00"),
              "member_add an entry detail_hex: expected MessageEventDetail, found MessageEventDetail is a union and "
              "has no arm at byte 0\n");
    const char* swapped =
        "0b000200000001"
        "31"
        "0b000100000001"
        "41"
        "00";
    EXPECT_TRUE(told_with("message_event_signature_thrift_hex", swapped)
                    .contains("message_event_signature_thrift_hex: expected \"0b0001"));
}

KeyChange key_change(const ConversationKey& key) {
    return {"9", {wrapped_for("1111", key), wrapped_for("2222", key), wrapped_for("3333", key)}};
}

// In a file without key_change_plain.
std::string told_alone(const KeyChange& change, const std::string& version, const ConversationKey& key) {
    const JsonValue entry = action_entry({.detail = change.to_detail(), .version = version, .key = key});
    return told(report_on(json_object({{"key_change", json_array({entry})}})));
}

TEST(ActionSections, a_key_change_is_verified_with_the_key_that_the_cast_opens) {
    const ConversationKey key = key_ending_in(77);
    for (const char* version : {"2", "5", "6", "7"}) EXPECT_EQ(told_alone(key_change(key), version, key), "");
    EXPECT_TRUE(told_alone(key_change(key), "7", key_ending_in(78)).contains("signature_payload"));
}

TEST(ActionSections, a_key_change_opens_to_one_key_for_all_of_the_cast) {
    const ConversationKey key = key_ending_in(77);
    KeyChange change = key_change(key);
    change.participant_keys[1] = wrapped_for("2222", key_ending_in(78));
    EXPECT_EQ(
        told_alone(change, "5", key),
        "key_change an entry detail_hex: expected wrapped keys that the cast opens, found 2222 opens another key\n");
    change.participant_keys[1].encrypted_conversation_key = wrapped_for("1111", key).encrypted_conversation_key;
    EXPECT_EQ(told_alone(change, "5", key),
              "key_change an entry detail_hex: expected wrapped keys that the cast opens, found the wrapped key of "
              "2222: the tag of the wrapped key does not fit\n");
    change.participant_keys[1].encrypted_conversation_key = "A";
    EXPECT_TRUE(told_alone(change, "5", key).contains("found the wrapped key of 2222: "));
    change.participant_keys = {{"4444", "", ""}};
    EXPECT_EQ(told_alone(change, "5", key),
              "key_change an entry detail_hex: expected wrapped keys that the cast opens, found no key is wrapped for "
              "1111, 2222 or 3333\n");
}

TEST(ActionSections, a_key_change_is_that_of_key_change_plain) {
    const ConversationKey key = key_ending_in(77);
    EXPECT_EQ(told_of("key_change", {.detail = key_change(key).to_detail(), .version = "7", .key = key}),
              "key_change an entry detail_hex: expected the wrapped keys of key_change_plain, found others\n"
              "key_change an entry detail_hex: expected the key of key_change_plain, found another key\n");
}

TEST(ActionSections, the_signature_is_that_of_the_deterministic_signer) {
    JsonValue entry = action_entry({.detail = member_add().to_detail()});
    const Signature other = twin(read_signature(entry.find("signature_b64_nopad")->text).value());
    entry.set("signature_b64_nopad", json_string(signature_text(other)));
    const auto fields = cited(report_on(file_with_entry("member_add", entry)));
    EXPECT_TRUE(fields.contains("member_add/signature_b64_nopad"));
}

TEST(ActionSections, the_sender_has_a_registered_key_that_verifies) {
    const ThriftValue detail = member_add().to_detail();
    EXPECT_EQ(told_of("member_add", {.detail = detail, .sender_id = "22\n"}),
              "member_add an entry signature_b64_nopad: expected a signature of the key registered to \"22\\n\", found "
              "no key registered at that version\n");
    EXPECT_EQ(told_of("member_add", {.detail = detail, .key_version = "2"}),
              "member_add an entry signature_b64_nopad: expected a signature of the key registered to \"1111\", found "
              "no key registered at that version\n");
    const std::string foreign = told_of("member_add", {.detail = detail, .signing_key = small_scalar(4)});
    EXPECT_TRUE(
        foreign.contains("expected a signature of the key registered to \"1111\", found one that does not verify"))
        << foreign;
}

TEST(NegativeEvents, fail_when_they_verify) {
    const auto told_negative = [](const std::string& event) {
        const JsonValue entry = json_object(
            {{"name", json_string("n")}, {"event_b64", json_string(event)}, {"expect", json_string("reject")}});
        return told(report_on(file_with_entry("negative_events", entry)));
    };
    const std::string verifies =
        "negative_events n event_b64: expected an event that is refused, found one that verifies\n";
    const ConversationKey key = key_ending_in(77);
    const ThriftValue add = member_add().to_detail(), change = key_change(key).to_detail();
    EXPECT_EQ(told_negative(event_text({.detail = add})), verifies);
    EXPECT_EQ(told_negative(event_text({.detail = add, .conversation_id = std::nullopt})), verifies);
    EXPECT_EQ(told_negative(event_text({.detail = change, .version = "5"})), verifies);
    EXPECT_EQ(told_negative(event_text({.detail = change, .key = key})), verifies);
    EXPECT_EQ(told_negative(event_text({.detail = change, .key = key_ending_in(78)})), "");
    EXPECT_EQ(told_negative(event_text({.detail = add, .version = "8"})), "");
    EXPECT_EQ(told_negative(event_text({.detail = add, .sender_id = "2222"})), "");
    EXPECT_EQ(told_negative(event_text({.detail = add, .signing_key = small_scalar(4)})), "");
    for (const char* text : {"", "no base64", "AAAA"}) EXPECT_EQ(told_negative(text), "");
}

// The sample's message with other contents, sealed, signed and described anew.
std::string told_message(const std::string& plaintext_hex, const std::string& version) {
    JsonValue entry = sample_at("/message_create");
    const SealNonce nonce{};
    const Bytes contents = seal(key_ending_in(3), *from_hex(plaintext_hex), nonce);
    ThriftValue detail = Event::read_base64(entry.find("event_b64")->text)->detail;
    detail.find(arm::message_create)->set(100, thrift_binary(std::string(text_of(contents))));
    const std::string mid = entry.find("message_id")->text;
    const std::string payload =
        signature_payload({detail, mid, "1111", "1111:2222"}, signature_version(version).value()).value();
    const EventSignature signature = {sign_payload(cast_signing_key(), payload), "1", version};
    const Event event = {"1", mid, "1111", "1111:2222", "1700000000000", detail, signature};
    const auto set = [&](const char* field, std::string text) { entry.set(field, json_string(std::move(text))); };
    set("signature_payload", payload);
    set("signature_b64_nopad", *signature.signature);
    set("message_create_event_hex",
        hex(write_thrift(*detail.find(arm::message_create), struct_named("MessageCreateEvent"))));
    set("encoded_event_signature_hex", hex(write_thrift(signature.to_thrift(), message_event_signature_schema)));
    set("secretbox_nonce_tag_ct_hex", hex(contents));
    set("event_b64", base64(event.write()));
    return told(report_on(json_object({{"message_create", entry}})));
}

TEST(MessageCreate, seals_a_text_three_structs_deep) {
    for (const char* version : {"2", "7"})
        EXPECT_EQ(told_message("0c00010c00010b000100000002"
                               "6869"
                               "000000",
                               version),
                  "");
    EXPECT_EQ(told_message("0c00010c00010b000100000003"
                           "686579"
                           "000000",
                           "7"),
              "");
    for (const char* other : {"", "6869",
                              "0c00010b000100000002"
                              "6869"
                              "0000",
                              "0c00010c00010b000200000002"
                              "6869"
                              "000000",
                              "0c00020c00010b000100000002"
                              "6869"
                              "000000",
                              "0c00010c00020b000100000002"
                              "6869"
                              "000000",
                              "0c00010c00010b000100000002"
                              "6869"
                              "00000000"})
        EXPECT_EQ(told_message(other, "7"),
                  "message_create  secretbox_nonce_tag_ct_hex: expected a sealed message {1: {1: {1: text}}}, found "
                  "something else\n")
            << other;
}

}  // namespace
}  // namespace keyturn
