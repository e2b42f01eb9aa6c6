#include "fuzz/oracles/event_stream.h"

#include <gtest/gtest.h>

#include <set>

#include "protocol/base64.h"
#include "protocol/event_verification.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"

namespace keyturn::fuzz {
namespace {

Action key_change_for(const std::vector<std::string>& users) {
    KeyChange change{"5", {}};
    for (const std::string& user : users) change.participant_keys.push_back({user, "", "1"});
    return {change.to_detail(), "m", "2222", "g1", "7", 3};
}

Event signed_event(Action action) { return event_of({.in = "g1", .action = std::move(action)}).value(); }

std::vector<std::string> wraps_in(const Event& event) {
    std::vector<std::string> wraps;
    const KeyChange change = KeyChange::from_detail(event.detail).value();
    for (const DetailParticipantKey& key : change.participant_keys) wraps.push_back(key.encrypted_conversation_key);
    return wraps;
}

TEST(EventStream, an_action_is_signed_by_its_sender) {
    const ConversationKey key = numbered_conversation_key(3);
    EXPECT_TRUE(verify_event(signed_event(key_change_for({"1111"})), stream_users(), &key));
    EXPECT_EQ(stream_users().size(), 5u);
    EXPECT_FALSE(
        verify_event(signed_event({key_change_for({"1111"}).detail, "m", "5555", "g1", "7", 3}), stream_users(), &key));
}

TEST(EventStream, empty_keys_are_wrapped_for_their_users) {
    const auto wraps = wraps_in(signed_event(key_change_for({"1111", "4444", "9999"})));
    for (const auto& [at, user] : {std::pair{0, "1111"}, std::pair{1, "4444"}})
        EXPECT_EQ(
            unwrap_key(read_base64(wraps[static_cast<std::size_t>(at)]).value(), registered_keys(user, "1").identity)
                .value(),
            numbered_conversation_key(3));
    EXPECT_EQ(wraps[2], "");
}

TEST(EventStream, what_stands_there_stays) {
    Action action = key_change_for({"1111"});
    action.detail = (KeyChange{"5", {{"1111", "AAAA", "1"}}}).to_detail();
    EXPECT_EQ(wraps_in(signed_event(action)), std::vector<std::string>{"AAAA"});
    Action without_flag = key_change_for({"9999"});
    without_flag.detail.find(arm::key_change)->erase(5);
    EXPECT_EQ(signed_event(without_flag).detail, without_flag.detail);
}

TEST(EventStream, at_most_eight_keys_are_wrapped) {
    const auto wraps = wraps_in(signed_event(key_change_for(std::vector<std::string>(9, "1111"))));
    EXPECT_NE(wraps[7], "");
    EXPECT_EQ(wraps[8], "");
}

TEST(EventStream, without_a_key_nothing_is_wrapped_or_signed) {
    Action action = key_change_for({"1111"});
    action.key.reset();
    EXPECT_EQ(event_of({"g1", {}, action}), std::nullopt);
    action.signature_version = "5";
    EXPECT_EQ(wraps_in(signed_event(action)), std::vector<std::string>{""});
}

Action message_with(std::string contents) {
    ThriftValue message = thrift_struct({{100, thrift_text(std::move(contents))}, {101, thrift_text("5")}});
    return {thrift_struct({{arm::message_create, std::move(message)}}), "m", "2222", "g1", "7", 3};
}

std::string contents_of(const Event& event) { return event.detail.find(arm::message_create)->find(100)->text; }

TEST(EventStream, empty_contents_are_sealed_with_the_key) {
    const auto opened =
        open_sealed(numbered_conversation_key(3), bytes_of(contents_of(signed_event(message_with("")))));
    ASSERT_TRUE(opened);
    EXPECT_EQ(text_of(*opened), "sealed for a stream of events");
    EXPECT_EQ(contents_of(signed_event(message_with("other"))), "other");
    Action without_key = message_with("");
    without_key.key.reset();
    EXPECT_EQ(contents_of(signed_event(without_key)), "");
}

TEST(EventStream, parts_are_left_out_after_signing) {
    const Event whole = signed_event(key_change_for({"1111"}));
    const std::vector<std::string_view> names = event_parts();
    std::set<std::string> all_apart;
    for (const std::string_view name : names) {
        const auto event = event_of({.in = "g1", .action = key_change_for({"1111"}), .without = {{std::string(name)}}});
        ASSERT_TRUE(event);
        EXPECT_LT(event->write().size(), whole.write().size()) << name;
        all_apart.insert(base64(event->write()));
    }
    EXPECT_EQ(all_apart.size(), 7u);
    EXPECT_EQ(event_of({.in = "g1", .action = key_change_for({"1111"}), .without = {{"no such part"}}}), whole);
}

TEST(EventStream, a_signature_is_changed_after_signing) {
    Event event = signed_event(key_change_for({"1111"}));
    event.signature.signature = "AAAA";
    EXPECT_EQ(event_of({.in = "g1", .action = key_change_for({"1111"}), .signature = "AAAA"}), event);
}

TEST(EventStream, an_event_is_read_as_it_came) {
    const Event event = signed_event(key_change_for({"1111"}));
    EXPECT_EQ(event_of({"g1", base64(event.write()), {}}), event);
    EXPECT_EQ(event_of({"g1", base64(event.write()), key_change_for({"3333"})}), event);
    EXPECT_EQ(event_of({"g1", "!", {}}), std::nullopt);
    EXPECT_EQ(event_of({"g1", "AAAA", {}}), std::nullopt);
    EXPECT_EQ(event_of({"g1", {}, {}}), std::nullopt);
}

}  // namespace
}  // namespace keyturn::fuzz
