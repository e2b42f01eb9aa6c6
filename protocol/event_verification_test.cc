#include "protocol/event_verification.h"

#include <gtest/gtest.h>

#include "protocol/recipient_test_support.h"

namespace keyturn {
namespace {

Event golden_add() { return golden_event("member_add", "member_add/minimal/v7"); }

std::string refusal(const Event& event, const ConversationKey* key = nullptr) {
    return reason(verify_event(event, cast(), key));
}

TEST(VerifyEvent, every_positive_golden_event_verifies) {
    const auto key = sized<ConversationKey>(bytes_at(golden().at("key_change_plain"), "conversation_key_hex"));
    for (const char* section : {"member_add", "key_change", "other"})
        for (const auto& entry : golden().at(section)) {
            const auto event = read_canonical_event(read_base64(text_at(entry, "event_b64")).value());
            ASSERT_TRUE(event) << entry.at("name");
            EXPECT_EQ(refusal(*event, &key), "") << entry.at("name");
            EXPECT_EQ(refusal(with_twin_signature(*event), &key), "") << entry.at("name");
        }
    EXPECT_EQ(refusal(Event::read_base64(text_at(golden().at("message_create"), "event_b64")).value()), "");
}

TEST(VerifyEvent, no_negative_golden_event_verifies) {
    for (const auto& entry : golden().at("negative_events")) {
        const auto event = Event::read_base64(text_at(entry, "event_b64"));
        if (event) {
            EXPECT_NE(refusal(*event), "") << entry.at("name");
        }
    }
}

TEST(VerifyEvent, says_which_part_is_missing) {
    Event event = golden_add();
    event.message_id.reset();
    EXPECT_EQ(refusal(event), "the event has no message id");
    event = golden_add();
    event.sender_id.reset();
    EXPECT_EQ(refusal(event), "the event has no sender");
    event = golden_add();
    event.signature.signature.reset();
    EXPECT_EQ(refusal(event), "the event has no signature");
    event = golden_add();
    event.signature.public_key_version.reset();
    EXPECT_EQ(refusal(event), "the signature names no public key version");
    event = golden_add();
    event.signature.signature_version.reset();
    EXPECT_EQ(refusal(event), "the signature names no signature version");
}

TEST(VerifyEvent, reads_the_versions_2_to_7_and_no_other_text) {
    for (int version = 2; version <= 7; ++version)
        EXPECT_EQ(refusal(signed_event(member_add().to_detail(), {.version = version})), "") << version;
    for (const char* text : {"", "0", "1", "8", "07", "+7", "7 ", "77", "seven"}) {
        Event event = golden_add();
        event.signature.signature_version = text;
        EXPECT_EQ(refusal(event), "the signature version is none of 2 to 7") << text;
    }
}

TEST(VerifyEvent, takes_the_key_registered_to_the_sender_at_that_version) {
    const Event event = golden_add();
    const std::string unregistered = "the sender has no signing key registered at this version";
    Users users = cast();
    users["1111"].keys.push_back({"2", identity_of("1111").public_key(), signing_key_of("2222").public_key(), ""});
    EXPECT_TRUE(verify_event(event, users));

    Event at_version_2 = event;
    at_version_2.signature.public_key_version = "2";
    EXPECT_EQ(reason(verify_event(at_version_2, users)), "the signature does not verify");
    EXPECT_EQ(reason(verify_event(at_version_2, cast())), unregistered);

    Event of_another = event;
    of_another.sender_id = "2222";
    EXPECT_EQ(reason(verify_event(of_another, users)), "the signature does not verify");
    of_another.sender_id = "5555";
    EXPECT_EQ(reason(verify_event(of_another, users)), unregistered);

    users["1111"].keys.front().signing.reset();
    EXPECT_EQ(reason(verify_event(event, users)), unregistered);
}

TEST(VerifyEvent, counts_a_key_that_the_event_carries_for_nothing) {
    Event event = golden_add();
    auto value = read_thrift(event.write(), message_event_schema).value();
    value.find(9)->set(4, thrift_text(base64(signing_key_of("9999").public_key().spki())));
    value.find(9)->find(1)->text =
        sign_payload(signing_key_of("9999"), text_at(golden().at("member_add").at(0), "signature_payload"));
    event = read_canonical_event(write_thrift(value, message_event_schema)).value();
    EXPECT_EQ(refusal(event), "the signature does not verify");
}

TEST(VerifyEvent, every_flipped_bit_of_a_signed_text_fails) {
    const Event event = golden_add();
    for (auto part : {&Event::message_id, &Event::sender_id, &Event::conversation_id})
        for (std::size_t bit = 0; bit < (event.*part)->size() * 8; ++bit) {
            Event damaged = event;
            damaged.*part = std::string(text_of(with_bit_flipped(bytes_of(*(event.*part)), bit)));
            EXPECT_FALSE(verify_event(damaged, cast())) << bit;
        }
}

TEST(VerifyEvent, a_key_change_from_version_6_needs_the_key_that_was_signed) {
    const ConversationKey key = conversation_key(3), other = conversation_key(4);
    const ThriftValue detail = key_change("17", key, {"1111", "2222"}).to_detail();
    for (const int version : {6, 7}) {
        const Event event = signed_event(detail, {.version = version, .key = &key});
        EXPECT_EQ(refusal(event, &key), "");
        EXPECT_EQ(refusal(event, &other), "the signature does not verify");
        EXPECT_EQ(refusal(event),
                  "from version 6 a key change signs the conversation key, which the event does not hold");
    }
    EXPECT_EQ(refusal(signed_event(detail, {.version = 5})), "");
}

TEST(VerifyEvent, what_is_never_signed_never_verifies) {
    Event event = golden_add();
    event.detail = detail_of(R"({"message_typing_event": {"conversation_id": "g1700000000000000001"}})");
    EXPECT_EQ(refusal(event), "MessageTypingEvent is not signed");
    event.detail = {};
    EXPECT_EQ(refusal(event), "a detail without an action is not signed");
}

TEST(VerifyEvent, an_event_without_a_conversation_id_verifies_as_it_was_signed) {
    Event event = signed_event(member_add().to_detail(), {.conversation_id = std::nullopt});
    EXPECT_EQ(refusal(event), "");
    event.conversation_id = group_id;
    EXPECT_EQ(refusal(event), "the signature does not verify");
}

// A group event whose two fields, 1 and 2, stand in the other order: the same value in other bytes.
constexpr const char* swapped_detail = "0c0004 020002 00 0c0001 0c0002 0b0001 00000001 41 00 00 00 00";
constexpr const char* ordered_detail = "0c0004 0c0001 0c0002 0b0001 00000001 41 00 00 020002 00 00 00";

Bytes event_bytes(const std::string& before, const std::string& detail, const std::string& after) {
    return wire(before + "0c0007" + detail + after + "00");
}

TEST(ReadCanonicalEvent, refuses_a_detail_in_another_order) {
    const Bytes ordered = event_bytes("", ordered_detail, ""), swapped = event_bytes("", swapped_detail, "");
    ASSERT_EQ(Event::read(ordered).value(), Event::read(swapped).value());
    EXPECT_EQ(read_canonical_event(ordered).value(), Event::read(ordered).value());
    EXPECT_EQ(reason(read_canonical_event(swapped)), "the fields of the detail do not stand in ascending order");
}

TEST(ReadCanonicalEvent, finds_the_detail_wherever_it_stands) {
    const std::string message_id = "0b0002 00000002 6d31", trusted = "02000b 01", relay = "080008 00000005",
                      signature = "0c0009 0b0003 00000001 37 0b0001 00000000 00";
    for (const std::string& before :
         {std::string(), message_id, message_id + relay, trusted + signature + message_id}) {
        for (const std::string& after :
             {std::string(), std::string("0b0004 00000001 67"), std::string("0b0001 00000000")}) {
            EXPECT_TRUE(read_canonical_event(event_bytes(before, ordered_detail, after))) << before << after;
            EXPECT_FALSE(read_canonical_event(event_bytes(before, swapped_detail, after))) << before << after;
        }
    }
}

TEST(ReadCanonicalEvent, is_not_misled_by_the_canonical_bytes_in_another_field) {
    const Bytes ordered = wire(std::string("0c0007") + ordered_detail);
    const std::string decoy = "0b0005 000000" + hex(Bytes{static_cast<std::uint8_t>(ordered.size())}) + hex(ordered);
    EXPECT_TRUE(read_canonical_event(event_bytes(decoy, ordered_detail, "")));
    EXPECT_FALSE(read_canonical_event(event_bytes(decoy, swapped_detail, "")));
}

TEST(ReadCanonicalEvent, reads_an_event_without_a_detail_and_refuses_what_is_no_event) {
    EXPECT_TRUE(read_canonical_event(wire("00")));
    EXPECT_TRUE(read_canonical_event(wire("0b0002 00000000 00")));
    EXPECT_FALSE(read_canonical_event({}));
    const Bytes whole = golden_add().write();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(read_canonical_event(ByteView(whole).first(size))) << size;
}

}  // namespace
}  // namespace keyturn
