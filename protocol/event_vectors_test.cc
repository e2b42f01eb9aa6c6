// The golden vectors of signed actions, as far as they go without a signature's check: bytes, payloads, values.
#include <gtest/gtest.h>

#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/signature_payload.h"
#include "protocol/test_support.h"
#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

using nlohmann::json;

std::string text_at(const json& entry, const char* field) { return entry.at(field).get<std::string>(); }

std::vector<json> signed_actions() {
    std::vector<json> entries;
    for (const char* section : {"member_add", "key_change", "other"})
        for (const json& entry : golden().at(section)) entries.push_back(entry);
    return entries;
}

std::optional<std::string> conversation_id_of(const json& entry) {
    const json& id = entry.at("conversation_id");
    return id.is_null() ? std::nullopt : std::optional(id.get<std::string>());
}

std::string payload_of(const json& entry, const ThriftValue& detail) {
    const auto key = sized<ConversationKey>(bytes_at(golden().at("key_change_plain"), "conversation_key_hex"));
    const std::string message_id = text_at(entry, "message_id"), sender_id = text_at(entry, "sender_id");
    const auto conversation_id = conversation_id_of(entry);
    const PayloadSource source = {detail, message_id, sender_id, conversation_id, &key};
    return signature_payload(source, signature_version(text_at(entry, "signature_version")).value()).value();
}

void expect_writes_back(const Bytes& bytes, const ThriftStructSchema& schema) {
    const auto value = read_thrift(bytes, schema);
    ASSERT_TRUE(value) << value.error().reason;
    EXPECT_EQ(hex(write_thrift(*value, schema)), hex(bytes));
    EXPECT_TRUE(is_canonical(bytes, schema));
    EXPECT_EQ(thrift_from_json(parse_json(to_json(thrift_to_json(*value, schema))).value(), schema), *value);
}

TEST(EventVectors, details_signatures_and_events_are_read_and_written_back) {
    for (const json& entry : signed_actions()) {
        SCOPED_TRACE(text_at(entry, "name"));
        expect_writes_back(bytes_at(entry, "detail_hex"), message_event_detail_schema);
        expect_writes_back(bytes_at(entry, "message_event_signature_thrift_hex"), message_event_signature_schema);
        expect_writes_back(bytes_at(entry, "event_hex"), message_event_schema);
        EXPECT_EQ(base64(bytes_at(entry, "detail_hex")), text_at(entry, "encoded_message_event_detail"));
        EXPECT_EQ(base64(bytes_at(entry, "event_hex")), text_at(entry, "event_b64"));
    }
}

TEST(EventVectors, an_event_has_the_parts_of_its_entry) {
    for (const json& entry : signed_actions()) {
        SCOPED_TRACE(text_at(entry, "name"));
        const Event event = {
            .sequence_id = "1",
            .message_id = text_at(entry, "message_id"),
            .sender_id = text_at(entry, "sender_id"),
            .conversation_id = conversation_id_of(entry),
            .created_at_msec = "1700000000000",
            .detail = read_thrift(bytes_at(entry, "detail_hex"), message_event_detail_schema).value(),
            .signature = {text_at(entry, "signature_b64_nopad"), "1", text_at(entry, "signature_version")},
        };
        EXPECT_EQ(Event::read_base64(text_at(entry, "event_b64")).value(), event);
        EXPECT_EQ(hex(event.write()), text_at(entry, "event_hex"));
        EXPECT_EQ(hex(write_thrift(event.signature.to_thrift(), message_event_signature_schema)),
                  text_at(entry, "message_event_signature_thrift_hex"));
    }
}

TEST(EventVectors, the_payload_is_rebuilt_from_the_detail) {
    for (const json& entry : signed_actions()) {
        const auto detail = read_thrift(bytes_at(entry, "detail_hex"), message_event_detail_schema).value();
        EXPECT_EQ(payload_of(entry, detail), text_at(entry, "signature_payload")) << entry.at("name");
    }
}

TEST(EventVectors, member_adds_and_key_changes_are_made_again_from_their_values) {
    std::size_t made = 0;
    for (const json& entry : signed_actions()) {
        const auto detail = read_thrift(bytes_at(entry, "detail_hex"), message_event_detail_schema).value();
        const auto add = MemberAdd::from_detail(detail);
        const auto change = KeyChange::from_detail(detail);
        if (!add && !change) continue;
        EXPECT_EQ(add ? add->to_detail() : change->to_detail(), detail) << entry.at("name");
        ++made;
    }
    EXPECT_EQ(made, golden().at("member_add").size() + golden().at("key_change").size());
}

TEST(EventVectors, a_message_is_rebuilt_from_its_event) {
    const json& entry = golden().at("message_create");
    expect_writes_back(bytes_at(entry, "message_create_event_hex"), struct_named("MessageCreateEvent"));
    expect_writes_back(bytes_at(entry, "encoded_event_signature_hex"), message_event_signature_schema);
    const Event event = Event::read_base64(text_at(entry, "event_b64")).value();
    const ThriftValue& message = *event.detail.find(arm::message_create);
    EXPECT_EQ(hex(write_thrift(message, struct_named("MessageCreateEvent"))),
              text_at(entry, "message_create_event_hex"));
    EXPECT_EQ(hex(bytes_of(*message.text_at(100))), text_at(entry, "secretbox_nonce_tag_ct_hex"));
    EXPECT_EQ(event.conversation_id, text_at(entry, "conversation_id_signed"));
    EXPECT_EQ(signature_payload({event.detail, *event.message_id, *event.sender_id, event.conversation_id}, 7),
              text_at(entry, "signature_payload"));
}

TEST(EventVectors, the_captured_request_signs_its_own_details) {
    const json& capture = golden().at("request_capture");
    const json& body = capture.at("body");
    std::size_t shown_payloads = 0;
    for (const json& action : body.at("action_signatures")) {
        const Bytes bytes = read_base64(text_at(action, "encoded_message_event_detail")).value();
        expect_writes_back(bytes, message_event_detail_schema);
        const auto detail = read_thrift(bytes, message_event_detail_schema).value();
        if (const auto change = KeyChange::from_detail(detail)) {
            EXPECT_EQ(change->participant_keys.size(), body.at("conversation_participant_keys").size());
        }
        if (!action.contains("signature_payload")) continue;
        EXPECT_EQ(signature_payload({detail, text_at(action, "message_id"), "1111", "g1700000000000000001"}, 7),
                  text_at(action, "signature_payload"));
        ++shown_payloads;
    }
    EXPECT_EQ(shown_payloads, 1u);
}

TEST(EventVectors, no_negative_event_has_the_payload_that_its_signature_was_made_for) {
    const json& minimal = golden().at("member_add").at(0);
    ASSERT_EQ(minimal.at("name"), "member_add/minimal/v7");
    for (const json& entry : golden().at("negative_events")) {
        const auto event = Event::read_base64(text_at(entry, "event_b64"));
        if (!event) continue;
        const auto version = signature_version(event->signature.signature_version.value_or(""));
        if (!version) continue;
        const auto payload = signature_payload(
            {event->detail, event->message_id.value_or(""), event->sender_id.value_or(""), event->conversation_id},
            *version);
        EXPECT_NE(payload, text_at(minimal, "signature_payload")) << entry.at("name");
    }
}

}  // namespace
}  // namespace keyturn
