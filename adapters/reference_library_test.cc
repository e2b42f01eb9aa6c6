#include "adapters/reference_library.h"

#include <gtest/gtest.h>

#include "adapters/sample_change.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

const Surroundings now{1'700'000'000'123, {}};

Surroundings with_seed(std::uint8_t byte) {
    Surroundings surroundings = now;
    surroundings.entropy.writable()[0] = byte;
    return surroundings;
}

LibraryFunctions library() { return reference_functions(); }

Bytes first_half(Bytes keys) {
    keys.resize(32);
    return keys;
}

template <class T>
std::string refusal(const Answer<T>& answer) {
    EXPECT_FALSE(answer.has_value());
    if (answer) return "";
    EXPECT_EQ(answer.error().kind, NoValueKind::refused);
    return answer.error().reason;
}

PreparedChange prepared() { return *library().prepare_add_members(sample_change(), now); }

TEST(ReferenceLibrary, names_itself_and_every_operation) {
    const auto description = library().describe();
    EXPECT_EQ(description->name, "keyturn");
    EXPECT_EQ(description->version, "0.1.0");
    EXPECT_EQ(description->ops.size(), 15u);
    EXPECT_TRUE(std::ranges::equal(description->ops, library_operations()));
}

TEST(ReferenceLibrary, prepares_a_change_at_the_time_given) {
    const auto body = parse_json(prepared().body);
    EXPECT_EQ(body->find("conversation_key_version")->text, "1700000000123");
    EXPECT_EQ(body->find("conversation_participant_keys")->elements.size(), 3u);
    EXPECT_EQ(prepared().conversation_key.size(), 32u);
}

TEST(ReferenceLibrary, gives_the_same_answer_again_and_another_one_for_other_entropy) {
    const auto other = library().prepare_add_members(sample_change(), with_seed(1));
    EXPECT_EQ(prepared().body, prepared().body);
    EXPECT_NE(prepared().body, other->body);
    EXPECT_NE(prepared().conversation_key, other->conversation_key);
}

TEST(ReferenceLibrary, prepares_nothing_with_half_of_the_private_keys_or_for_nobody) {
    PrepareAddMembers change = sample_change();
    change.private_keys = first_half(change.private_keys);
    EXPECT_EQ(refusal(library().prepare_add_members(change, now)), "private keys are 64 bytes: identity, then signing");
    change = sample_change();
    change.users.erase("3333");
    EXPECT_EQ(refusal(library().prepare_add_members(change, now)), "user 3333 has no registered key to wrap for");
}

TEST(ReferenceLibrary, lays_out_payloads) {
    PayloadQuestion asked{sample_detail(), "m", "1111", "g1", "7", {}};
    EXPECT_EQ(library().signature_payload(asked, now),
              "GroupChangeEvent.GroupMemberAddChange,m,1111,g1,3333,1111,2222,1111,Team,null,null,1700000000123,null");
    asked.conversation_id.reset();
    asked.signature_version = "3";
    EXPECT_EQ(library().signature_payload(asked, now),
              "GroupChangeEvent.GroupMemberAddChange,m,1111,3333,1111,2222,1111,4444,Team,null,null,1700000000123");
}

TEST(ReferenceLibrary, puts_the_key_into_the_payload_of_a_key_change) {
    PayloadQuestion asked{*parse_json(R"({"conversation_key_change_event": {"conversation_key_version": "5",
                                          "conversation_participant_keys": []}})"),
                          "m",
                          "1",
                          "g1",
                          "7",
                          Bytes(32, 0)};
    EXPECT_EQ(library().signature_payload(asked, now),
              "ConversationKeyChangeEvent,m,1,g1,5,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    asked.conversation_key->push_back(0);
    EXPECT_EQ(refusal(library().signature_payload(asked, now)), "a conversation key is 32 bytes");
    asked.conversation_key.reset();
    EXPECT_NE(refusal(library().signature_payload(asked, now)), "");
}

TEST(ReferenceLibrary, refuses_payloads_of_other_versions_and_of_no_detail) {
    EXPECT_EQ(refusal(library().signature_payload({sample_detail(), "m", "1", {}, "8", {}}, now)),
              "the signature version is none of 2 to 7");
    EXPECT_NE(refusal(library().signature_payload({json_object(), "m", "1", {}, "7", {}}, now)), "");
    EXPECT_NE(refusal(library().signature_payload({sample_detail(), "a,b", "1", {}, "7", {}}, now)), "");
}

TEST(ReferenceLibrary, signs_as_the_protocol_does) {
    const Bytes key = first_half(sample_private_keys("2222"));
    EXPECT_EQ(library().sign(key, "a,b", now), sign_payload(*PrivateKey::read(key), "a,b"));
    EXPECT_EQ(refusal(library().sign(Bytes(31, 1), "a,b", now)), "a private key is 32 bytes long");
}

TEST(ReferenceLibrary, verifies_its_own_events) {
    const auto events = events_of(prepared(), sample_change());
    const Users users = sample_change().users;
    EXPECT_EQ(library().verify_event({events[1], users, {}}, now), true);
    EXPECT_EQ(library().verify_event({events[1], {}, {}}, now), false);
    EXPECT_EQ(library().verify_event({events[0], users, {}}, now), false);
    EXPECT_EQ(library().verify_event({events[0], users, prepared().conversation_key}, now), true);
    EXPECT_EQ(library().verify_event({events[0], users, Bytes(32, 1)}, now), false);
}

TEST(ReferenceLibrary, refuses_to_verify_what_is_no_event_and_with_what_is_no_key) {
    const auto events = events_of(prepared(), sample_change());
    EXPECT_NE(refusal(library().verify_event({"=", {}, {}}, now)), "");
    EXPECT_NE(refusal(library().verify_event({"QUJD", {}, {}}, now)), "");
    EXPECT_EQ(refusal(library().verify_event({events[1], {}, Bytes(31, 1)}, now)), "a conversation key is 32 bytes");
}

TEST(ReferenceLibrary, opens_a_change_for_its_members_and_nobody_else) {
    const PrepareAddMembers change = sample_change();
    OpenChange open{events_of(prepared(), change), "3333", sample_private_keys("3333"), change.users};
    const OpenedKeys opened{"1700000000123", {{"1700000000123", prepared().conversation_key}}, {}};
    EXPECT_EQ(library().open_change(open, now), opened);
    open.private_keys = first_half(open.private_keys);
    EXPECT_EQ(library().open_change(open, now), opened);

    open.user = "4444";
    const auto outside = library().open_change(open, now);
    EXPECT_EQ(outside->latest_version, std::nullopt);
    EXPECT_TRUE(outside->keys.empty());
    EXPECT_EQ(outside->errors.at(0), "event 0: not exactly one key is wrapped for this user");
}

TEST(ReferenceLibrary, opens_nothing_a_day_too_early) {
    const PrepareAddMembers change = sample_change();
    const OpenChange open{events_of(prepared(), change), "3333", sample_private_keys("3333"), change.users};
    EXPECT_TRUE(library().open_change(open, {0, {}})->keys.empty());
    EXPECT_EQ(refusal(library().open_change({{}, "1", Bytes(33, 1), {}}, now)),
              "private keys are 64 bytes: identity, then signing");
    EXPECT_NE(refusal(library().open_change({{}, "1", Bytes(32, 0), {}}, now)), "");
}

TEST(ReferenceLibrary, wraps_and_unwraps_keys) {
    const Bytes private_key = first_half(sample_private_keys("2222")), key(32, 9);
    const Bytes public_key = copy(PrivateKey::read(private_key)->public_key().spki());
    const auto blob = library().wrap_key(public_key, key, now);
    EXPECT_EQ(blob->size(), 113u);
    EXPECT_EQ(library().unwrap_key(private_key, *blob, now), key);
    EXPECT_NE(blob, library().wrap_key(public_key, key, with_seed(1)));
    EXPECT_EQ(refusal(library().wrap_key(private_key, key, now)), "a public key is 33, 65 or 91 bytes long");
    EXPECT_EQ(refusal(library().wrap_key(public_key, Bytes(33, 9), now)), "a conversation key is 32 bytes");
    EXPECT_EQ(refusal(library().unwrap_key(private_key, key, now)), "a wrapped key is 113 bytes long");
    EXPECT_EQ(refusal(library().unwrap_key(*blob, *blob, now)), "a private key is 32 bytes long");
}

TEST(ReferenceLibrary, seals_and_opens_texts) {
    const Bytes key(32, 9);
    const auto blob = library().seal_text(key, "Grüße", now);
    EXPECT_EQ(library().open_text(key, *blob, now), "Grüße");
    EXPECT_NE(blob, library().seal_text(key, "Grüße", with_seed(1)));
    EXPECT_EQ(refusal(library().seal_text(Bytes(31, 9), "a", now)), "a conversation key is 32 bytes");
    EXPECT_EQ(refusal(library().seal_text(key, "\xff", now)), "the text is not UTF-8");
    EXPECT_EQ(refusal(library().open_text(Bytes(31, 9), *blob, now)), "a conversation key is 32 bytes");
    EXPECT_EQ(refusal(library().open_text(Bytes(32, 8), *blob, now)), "the tag of the sealed text does not fit");
}

TEST(ReferenceLibrary, writes_and_reads_details) {
    const auto bytes = library().encode_detail(sample_detail(), now);
    EXPECT_EQ(library().decode_detail(*bytes, now), sample_detail());
    EXPECT_EQ(hex(*bytes).substr(0, 24), "0c00040c00010c00050f0001");
    EXPECT_NE(refusal(library().encode_detail(json_null(), now)), "");
    EXPECT_NE(refusal(library().decode_detail({0}, now)), "");
}

TEST(ReferenceLibrary, reads_ids_versions_keys_and_base64) {
    EXPECT_EQ(library().canonical_conversation_id("22-1", "9", now), "1:22");
    EXPECT_EQ(library().canonical_conversation_id("5", "3", now), "3:5");
    EXPECT_EQ(library().latest_key_version({"9", "10", "010", "x"}, now), "10");
    EXPECT_EQ(refusal(library().latest_key_version({}, now)), "there is no version");
    const PublicKey key = PrivateKey::read(first_half(sample_private_keys("2222")))->public_key();
    EXPECT_EQ(library().parse_public_key(copy(key.spki()), now), copy(key.sec1()));
    EXPECT_EQ(refusal(library().parse_public_key({}, now)), "a public key is 33, 65 or 91 bytes long");
    EXPECT_EQ(library().decode_base64("QUI", now), (Bytes{'A', 'B'}));
    EXPECT_NE(refusal(library().decode_base64("Q", now)), "");
}

}  // namespace
}  // namespace keyturn
