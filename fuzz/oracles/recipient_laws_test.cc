#include "fuzz/oracles/recipient_laws.h"

#include <gtest/gtest.h>

namespace keyturn::fuzz {
namespace {

constexpr std::string_view group = "g1", other_group = "g2";

ConversationKey key_of(std::uint8_t byte) {
    ConversationKey key;
    key.writable().front() = byte;
    return key;
}

RecipientState state_with(std::string_view conversation, std::map<std::uint64_t, ConversationKey> keys) {
    RecipientState state{"1111", {}};
    state.conversations.emplace(conversation, ConversationView{std::move(keys), {}});
    return state;
}

const RecipientState before = state_with(group, {{1, key_of(1)}, {2, key_of(2)}});

RecipientState remembering(RecipientState state) {
    state.accepted_events.emplace(EventOrigin{"2222", "m1"}, Sha256{});
    return state;
}

EventApplied accepted(RecipientState state) {
    return {remembering(std::move(state)), {EventVerdict::accepted, "", {}}};
}
EventApplied refused(RecipientState state) {
    return {std::move(state), {EventVerdict::unverified, "the signature does not fit", {}}};
}

Finding judged(const EventApplied& applied) { return event_is_applied_lawfully(before, applied, group); }

TEST(RecipientLaws, hold_of_what_an_honest_recipient_does) {
    EXPECT_EQ(judged(refused(before)), std::nullopt);
    EXPECT_EQ(judged(accepted(before)), std::nullopt);
    EXPECT_EQ(judged(accepted(state_with(group, {{1, key_of(1)}, {2, key_of(2)}, {3, key_of(3)}}))), std::nullopt);
    EXPECT_EQ(event_is_applied_lawfully(RecipientState{"1111", {}}, accepted(state_with("1111:2222", {})), "2222"),
              std::nullopt);
}

TEST(RecipientLaws, a_refusal_changes_nothing) {
    EXPECT_EQ(judged(refused(remembering(before))), "an event that was not accepted changed the state");
    EventApplied showing = refused(before);
    showing.outcome.message_contents.emplace();
    EXPECT_EQ(judged(showing), "an event that was not accepted shows its contents");
}

TEST(RecipientLaws, only_a_refusal_has_a_reason) {
    EventApplied silent = refused(before);
    silent.outcome.reason.clear();
    EXPECT_EQ(judged(silent), "only a refusal has a reason");
    EventApplied talking = accepted(before);
    talking.outcome.reason = "fine";
    EXPECT_EQ(judged(talking), "only a refusal has a reason");
}

TEST(RecipientLaws, keys_stay) {
    const Finding found = "AM-ROT-028: a key was replaced or removed";
    EXPECT_EQ(judged(accepted(state_with(group, {{1, key_of(1)}}))), found);
    EXPECT_EQ(judged(accepted(state_with(group, {{1, key_of(1)}, {2, key_of(9)}}))), found);
    EXPECT_EQ(judged(accepted(RecipientState{"1111", {}})), "a conversation is forgotten");
}

TEST(RecipientLaws, an_event_is_of_one_conversation) {
    RecipientState learned = before;
    learned.conversations.at(std::string(group)).keys.emplace(3, key_of(3));
    EXPECT_EQ(event_is_applied_lawfully(before, accepted(learned), other_group),
              "AM-ROT-030: an event changed another conversation");
    RecipientState begun = before;
    begun.conversations.try_emplace(std::string(other_group));
    EXPECT_EQ(judged(accepted(begun)), "AM-ROT-030: an event began another conversation");
    EXPECT_EQ(event_is_applied_lawfully(before, accepted(begun), other_group), std::nullopt);
}

TEST(RecipientLaws, an_accepted_event_is_remembered_and_the_recipient_stays_who_it_is) {
    EventApplied forgotten = accepted(before);
    forgotten.state.accepted_events.clear();
    EXPECT_EQ(judged(forgotten), "an accepted event is not remembered");
    const Finding found = "an event changed who the recipient is";
    EventApplied renamed = accepted(before), rekeyed = accepted(before);
    renamed.state.user_id = "9999";
    EXPECT_EQ(judged(renamed), found);
    Entropy entropy("another key", 1);
    rekeyed.state.identity_keys.push_back(PrivateKey::generate(entropy));
    EXPECT_EQ(judged(rekeyed), found);
}

TEST(Repetition, of_an_accepted_event_is_told_as_such) {
    const EventApplied first = accepted(before);
    EXPECT_EQ(repetition_is_told(first, {first.state, {EventVerdict::repeated, "accepted before", {}}}), std::nullopt);
    EXPECT_EQ(repetition_is_told(first, {first.state, {EventVerdict::accepted, "", {}}}),
              "an event that came again is judged otherwise");
    EXPECT_EQ(repetition_is_told(first, {before, {EventVerdict::repeated, "accepted before", {}}}),
              "an event that came again changed the state");
}

TEST(Repetition, of_a_refused_event_is_refused_alike) {
    EXPECT_EQ(repetition_is_told(refused(before), refused(before)), std::nullopt);
    EXPECT_EQ(repetition_is_told(refused(before), {before, {EventVerdict::malformed, "no event", {}}}),
              "an event that came again is judged otherwise");
}

}  // namespace
}  // namespace keyturn::fuzz
