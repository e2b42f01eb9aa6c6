#include "conformance/handed_on.h"

#include "conformance/effects_test_support.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

const std::vector<AcceptedAdd>& one_add() {
    static const auto adds = team_adds({adding({"5555"})});
    return adds;
}

const std::vector<AcceptedAdd>& two_adds() {
    static const auto adds = team_adds({adding({"5555"}), adding({"6666"})});
    return adds;
}

Lines faults(const GroupView& view, const std::vector<AcceptedAdd>& adds = one_add()) {
    return told(faults_of_handing_on(view, adds, shipped_state("team").users));
}

std::string message_id(const AcceptedAdd& add, std::size_t action) {
    return *add.request.action_signatures->at(action).message_id;
}
std::string key_change_of(const AcceptedAdd& add) { return "/events, key change " + message_id(add, 0); }
std::string member_add_of(const AcceptedAdd& add) { return "/events, member add " + message_id(add, 1); }

// The view of one add whose key change, or member add, is bent.
template <class Bend>
GroupView with_event(std::size_t action, Bend bend) {
    GroupView view = view_with(one_add());
    Event event = handed_on_event(one_add()[0], action, std::to_string(action + 1));
    bend(event);
    view.events[action] = listed(event);
    view.key_events.clear();
    return view;
}

TEST(HandedOn, AddsThatStandAmongTheEventsAsSentHaveNoFaults) {
    EXPECT_EQ(faults(view_with(one_add())), Lines{});
    EXPECT_EQ(faults(view_with(two_adds()), two_adds()), Lines{});
    EXPECT_EQ(faults(view_with(two_adds())), Lines{}) << "other events are none of ours";
    const auto first_member_add = team_adds({adding({"5555"}, "swapped-order")});
    EXPECT_EQ(faults(view_with({}), {}), Lines{});
    GroupView swapped = view_with(first_member_add);
    swapped.key_events = {as_key_event(handed_on_event(first_member_add[0], 1, "2"))};
    EXPECT_EQ(faults(swapped, first_member_add), Lines{});
}

// ---- each once

TEST(HandedOn, ActionThatIsMissingIsTold) {
    GroupView view = view_with(one_add());
    view.events.pop_back();
    EXPECT_EQ(faults(view), Lines{"AM-ROT-021 #0 " + member_add_of(one_add()[0]) +
                                  ": expected once among the events, found nothing"});
    view.events.clear();
    view.key_events.clear();
    EXPECT_EQ(faults(view).size(), 2u);
    EXPECT_TRUE(faults(view)[0].starts_with("AM-ROT-021 #0 " + key_change_of(one_add()[0]) + ": ")) << faults(view)[0];
}

TEST(HandedOn, KeyChangeMayStandAmongTheKeyEventsOnly) {
    GroupView view = view_with(one_add());
    view.events.erase(view.events.begin());
    EXPECT_EQ(faults(view), Lines{});
    view = view_with(one_add());
    view.key_events.clear();
    EXPECT_EQ(faults(view), Lines{});
}

TEST(HandedOn, ActionThatStandsTwiceIsTold) {
    GroupView view = view_with(one_add());
    view.events.push_back(listed(handed_on_event(one_add()[0], 1, "3")));
    EXPECT_EQ(faults(view), Lines{"AM-ROT-021 #0 " + member_add_of(one_add()[0]) +
                                  ": expected once among the events, found 2 times"});
    view = view_with(one_add());
    view.key_events.insert(view.key_events.end(), 2, view.key_events.front());
    EXPECT_EQ(faults(view), Lines{"AM-ROT-021 #0 " + key_change_of(one_add()[0]) +
                                  ": expected once among the events, found 3 times"});
}

TEST(HandedOn, EventsThatCanNotBeReadAreCounted) {
    GroupView view = view_with(one_add());
    view.events[1] = json(R"({"id":"2","encoded_event":"AAAA"})");
    EXPECT_EQ(faults(view), Lines{"AM-ROT-021 #0 " + member_add_of(one_add()[0]) +
                                  ": expected once among the events, found nothing, but 1 that can't be read"});
    view.events.push_back(json(R"({"id":"3"})"));
    view.events.push_back(json(R"({"encoded_event":"*"})"));
    view.key_events.push_back(json_string("*"));
    EXPECT_TRUE(faults(view)[0].ends_with("found nothing, but 4 that can't be read")) << faults(view)[0];
}

TEST(HandedOn, FaultsAreThoseOfTheExchangeThatSentTheAdd) {
    GroupView view = view_with(two_adds());
    view.events.pop_back();
    EXPECT_TRUE(faults(view, two_adds())[0].starts_with("AM-ROT-021 #1 ")) << faults(view, two_adds())[0];
}

// ---- as sent

TEST(HandedOn, EveryPartOfAnEventIsComparedWithWhatWasSent) {
    const std::string place = "AM-ROT-034 #0 " + member_add_of(one_add()[0]);
    const RequestSignature& sent = *one_add()[0].request.action_signatures->at(1).message_event_signature;
    EXPECT_EQ(faults(with_event(1, [](Event& event) { event.sender_id = "2222"; })),
              (Lines{place + R"(, sender_id: expected as sent: "1111", found "2222")",
                     place + R"(, sender_id beside it: expected as sent: "1111", found "2222")"}));
    EXPECT_EQ(faults(with_event(1, [](Event& event) { event.conversation_id = "g2"; })),
              (Lines{place + R"(, conversation_id: expected as sent: "g1700000000000000001", found "g2")",
                     place + R"(, conversation_id beside it: expected as sent: "g1700000000000000001", found "g2")"}));
    EXPECT_EQ(faults(with_event(1, [](Event& event) { event.signature.public_key_version.reset(); })),
              Lines{place + R"(, public_key_version: expected as sent: "1", found nothing)"});
    EXPECT_EQ(faults(with_event(1, [](Event& event) { event.signature.signature_version = "6"; })),
              Lines{place + R"(, signature_version: expected as sent: "7", found "6")"});
    const Lines altered = faults(with_event(1, [](Event& event) { *event.signature.signature += "="; }));
    ASSERT_EQ(altered.size(), 1u);
    EXPECT_TRUE(altered[0].starts_with(place + ", signature: expected as sent: \"" + sent.signature->substr(0, 10)));
}

TEST(HandedOn, WhatStandsBesideAnEventMayBeAbsent) {
    GroupView view = view_with(one_add());
    for (JsonValue& event : view.events) {
        event.erase("sender_id");
        event.erase("conversation_id");
    }
    EXPECT_EQ(faults(view), Lines{});
}

TEST(HandedOn, DetailThatDiffersIsToldWithTheFirstByteThatDoes) {
    const Lines altered = faults(with_event(1, [](Event& event) {
        auto add = *MemberAdd::from_detail(event.detail);
        add.title = "Meat";
        event.detail = add.to_detail();
    }));
    ASSERT_EQ(altered.size(), 1u);
    EXPECT_TRUE(altered[0].starts_with("AM-ROT-034 #0 " + member_add_of(one_add()[0]) + ", detail: expected as sent: "))
        << altered[0];
    EXPECT_TRUE(altered[0].contains(" bytes, from byte ")) << altered[0];
}

TEST(HandedOn, DetailInOtherBytesOfTheSameMeaningIsTold) {
    Event event = handed_on_event(one_add()[0], 1, "2");
    const Bytes detail = write_thrift(event.detail, message_event_detail_schema);
    Bytes bytes = event.write();
    const auto at = std::ranges::search(bytes, detail).begin();
    // The two fields of GroupChangeEvent change places: `for_key_rotation` (02 0002 00) before the change.
    const Bytes rotation = {2, 0, 2, 0};
    Bytes other(detail.begin(), detail.begin() + 3);
    other.insert(other.end(), rotation.begin(), rotation.end());
    other.insert(other.end(), detail.begin() + 3, detail.end() - 6);
    other.insert(other.end(), {0, 0});
    ASSERT_EQ(other.size(), detail.size());
    std::ranges::copy(other, at);
    GroupView view = view_with(one_add());
    view.events[1] = listed(event, bytes);
    EXPECT_EQ(faults(view), Lines{"AM-ROT-034 #0 " + member_add_of(one_add()[0]) +
                                  ", detail: expected the bytes that were sent, found the same fields in other bytes"});
}

TEST(HandedOn, KeyEventsAreComparedLikeEvents) {
    GroupView view = view_with(one_add());
    Event event = handed_on_event(one_add()[0], 0, "1");
    event.sender_id = "2222";
    view.key_events = {as_key_event(event)};
    EXPECT_EQ(faults(view), Lines{"AM-ROT-034 #0 " + key_change_of(one_add()[0]) +
                                  R"( (conversation_key_events), sender_id: expected as sent: "1111", found "2222")"});
}

// ---- who opens it

// The key change of the one add, its wrapped keys bent.
template <class Bend>
Lines faults_with_wraps(Bend bend) {
    return faults(with_event(0, [&](Event& event) {
        auto change = *KeyChange::from_detail(event.detail);
        bend(change.participant_keys);
        event.detail = change.to_detail();
    }));
}

using Wraps = std::vector<DetailParticipantKey>;

std::string locked_out(const std::string& ids) {
    return "AM-ROT-034 #0 " + key_change_of(one_add()[0]) +
           ": expected opens to the new key for every member, found not for " + ids + " (array)";
}

TEST(HandedOn, MembersWhomAKeyChangeLocksOutAreNamed) {
    const Lines lost = faults_with_wraps([](Wraps& wraps) { wraps.erase(wraps.begin() + 1); });
    ASSERT_EQ(lost.size(), 2u);
    EXPECT_TRUE(lost[0].contains(", detail: expected as sent: ")) << lost[0];
    EXPECT_EQ(lost[1], locked_out(R"(["2222"])"));
    EXPECT_EQ(faults_with_wraps([](Wraps& wraps) { wraps[0].encrypted_conversation_key = "AAAA"; })[1],
              locked_out(R"(["1111"])"));
    EXPECT_EQ(faults_with_wraps([](Wraps& wraps) { wraps[0].encrypted_conversation_key = "*"; })[1],
              locked_out(R"(["1111"])"));
    EXPECT_EQ(faults_with_wraps([](Wraps& wraps) {
                  std::swap(wraps[0].encrypted_conversation_key, wraps[3].encrypted_conversation_key);
              })[1],
              locked_out(R"(["1111","5555"])"));
}

TEST(HandedOn, AnotherKeyThanTheComposedOneLocksOut) {
    Entropy entropy("another key", 1);
    ConversationKey other;
    entropy.fill(other.writable());
    const Lines all = faults_with_wraps([&](Wraps& wraps) {
        const PublicKey& key = shipped_state("team").users.at("1111").latest_key()->identity;
        wraps[0].encrypted_conversation_key = base64(wrap_key(other, key, entropy));
    });
    EXPECT_EQ(all[1], locked_out(R"(["1111"])"));
}

TEST(HandedOn, WhoseWrapsStillOpenIsNotLockedOut) {
    EXPECT_EQ(faults_with_wraps([](Wraps& wraps) { std::swap(wraps[0], wraps[1]); }).size(), 1u);
}

TEST(HandedOn, OfUsersWithoutPrivateKeysNothingIsSaid) {
    Users users = shipped_state("team").users;
    users.at("2222").private_keys.reset();
    users.erase("3333");
    const GroupView view = with_event(0, [](Event& event) {
        auto change = *KeyChange::from_detail(event.detail);
        change.participant_keys.clear();
        event.detail = change.to_detail();
    });
    EXPECT_EQ(told(faults_of_handing_on(view, one_add(), users))[1], locked_out(R"(["1111","5555"])"));
}

// ---- nothing from before

// A key change of another message id at that sequence id, with the first add's key wrapped for a user.
Event key_for(const std::string& user, const std::string& sequence_id) {
    Entropy entropy("leaked key", 1);
    const RegisteredKey& key = *shipped_state("team").users.at(user).latest_key();
    Event event = handed_on_event(two_adds()[0], 0, sequence_id);
    event.message_id = "leak";
    event.detail =
        KeyChange{"1", {{user, base64(wrap_key(two_adds()[0].update.key, key.identity, entropy)), key.version}}}
            .to_detail();
    return event;
}

TEST(HandedOn, KeyFromBeforeThatOpensForAnAddedUserIsTold) {
    const std::string told_of_6666 =
        "AM-ROT-034 #1 /events, key change \"leak\": expected nothing that opens for 6666, "
        "who was added later, found a key that opens";
    GroupView view = view_with(two_adds());
    view.events.push_back(listed(key_for("6666", "2")));
    EXPECT_EQ(faults(view, two_adds()), Lines{told_of_6666});
    view.key_events.push_back(as_key_event(key_for("6666", "2")));
    EXPECT_EQ(faults(view, two_adds()), Lines{told_of_6666}) << "once, wherever it stands";
    view = view_with(two_adds());
    view.key_events.push_back(as_key_event(key_for("6666", "2")));
    EXPECT_EQ(faults(view, two_adds()), Lines{told_of_6666});
}

TEST(HandedOn, KeyFromAfterAnAddOrForAMemberOrThatDoesNotOpenIsNone) {
    for (const auto& [user, sequence_id] : {std::pair("6666", "3"), std::pair("6666", "10"), std::pair("5555", "2")}) {
        GroupView view = view_with(two_adds());
        view.events.push_back(listed(key_for(user, sequence_id)));
        EXPECT_EQ(faults(view, two_adds()), Lines{}) << user << sequence_id;
    }
    GroupView view = view_with(two_adds());
    Event event = key_for("5555", "2");
    auto change = *KeyChange::from_detail(event.detail);
    change.participant_keys[0].user_id = "6666";
    event.detail = change.to_detail();
    view.events.push_back(listed(event));
    EXPECT_EQ(faults(view, two_adds()), Lines{}) << "wrapped for another key";
    event = key_for("6666", "2");
    JsonValue unnumbered = listed(event);
    event.sequence_id.reset();
    unnumbered.set("encoded_event", json_string(base64(event.write())));
    view.events.back() = unnumbered;
    EXPECT_EQ(faults(view, two_adds()), Lines{}) << "nobody knows when it was";
}

// ---- their order

GroupView in_sequence(const std::string& first, const std::string& second) {
    GroupView view = view_with(two_adds());
    view.key_events.clear();
    view.events[0] = listed(handed_on_event(two_adds()[0], 0, first));
    view.events[2] = listed(handed_on_event(two_adds()[1], 0, second));
    return view;
}

TEST(HandedOn, KeyChangesStandInTheOrderInWhichTheyWereAccepted) {
    EXPECT_EQ(faults(in_sequence("9", "10"), two_adds()), Lines{});
    for (const std::string earlier : {"9", "10"})
        EXPECT_EQ(faults(in_sequence("10", earlier), two_adds()),
                  Lines{"AM-ROT-034 #1 /events, key changes: expected in the order in which they were accepted, found "
                        "sequence id \"" +
                        earlier + "\" before \"10\""});
}

TEST(HandedOn, OfAddsThatWereSentAtOnceEitherMayComeFirst) {
    auto racing = two_adds();
    racing[1].turn = 0;
    EXPECT_EQ(faults(in_sequence("10", "9"), racing), Lines{});
}

TEST(HandedOn, EventsWithoutSequenceIdsHaveNoOrder) {
    for (const std::size_t which : {0u, 2u}) {
        GroupView view = in_sequence("10", "9");
        Event event = handed_on_event(two_adds()[which / 2], 0, "1");
        event.sequence_id.reset();
        view.events[which].set("encoded_event", json_string(base64(event.write())));
        EXPECT_EQ(faults(view, two_adds()), Lines{});
    }
}

}  // namespace
}  // namespace keyturn
