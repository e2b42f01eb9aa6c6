#include "conformance/read_forward.h"

#include "conformance/effects_test_support.h"

namespace keyturn {
namespace {

const std::vector<AcceptedAdd>& adds() {
    static const auto all = team_adds({adding({"5555"}), adding({"6666", "7777"})});
    return all;
}

const GroupView& before() {
    static const GroupView view = view_with({});
    return view;
}

Lines unmet(const GroupView& after, const GroupView& then = before(), const std::vector<Confidential>& secrets = {}) {
    return told(unmet_effects(then, after, adds(), shipped_state("team").users, secrets));
}

// The group as it should be, but for one fact.
Lines unmet_with(const std::string& pointer, const std::string& value) {
    GroupView after = view_with(adds());
    after.facts.at(pointer) = json(value);
    return unmet(after);
}

const std::string roster = "expected those of before and [\"5555\",\"6666\",\"7777\"] (array), found ";

TEST(ReadForward, GroupThatShowsWhatWasAcceptedLacksNothing) { EXPECT_EQ(unmet(view_with(adds())), Lines{}); }

TEST(ReadForward, WithoutAcceptedAddsNothingIsAsked) {
    GroupView after = view_with(adds());
    EXPECT_TRUE(unmet_effects(before(), after, {}, shipped_state("team").users, {}).empty());
}

TEST(ReadForward, MemberWhoIsLostOrMoreOrThereTwiceIsTold) {
    for (const std::string list : {"member_ids", "participant_ids"}) {
        const std::string pending = list == "member_ids" ? "" : R"(,"4444")",
                          place = "AM-ROT-021 #1 , /data/" + list + ": ";
        EXPECT_EQ(unmet_with("/data/" + list, R"(["1111","2222","3333")" + pending + R"(,"5555","6666"])"),
                  Lines{place + roster + R"(all but ["7777"] (array))"});
        EXPECT_EQ(
            unmet_with("/data/" + list, R"(["1111","2222","3333")" + pending + R"(,"5555","6666","7777","9999"])"),
            Lines{place + roster + R"(besides them ["9999"] (array))"});
        EXPECT_EQ(
            unmet_with("/data/" + list, R"(["1111","2222","3333")" + pending + R"(,"5555","5555","6666","7777"])"),
            Lines{place + roster + R"(besides them ["5555"] (array))"});
        EXPECT_EQ(unmet_with("/data/" + list, R"(["2222","3333")" + pending + R"(,"5555","6666","7777","9999"])"),
                  (Lines{place + roster + R"(all but ["1111"] (array))",
                         place + roster + R"(besides them ["9999"] (array))"}));
        EXPECT_EQ(unmet_with("/data/" + list, "null").size(), 1u);
    }
}

TEST(ReadForward, RosterThatWasNotShownBeforeIsNotJudged) {
    GroupView then = before();
    then.facts.at("/data/member_ids") = json_null();
    GroupView after = view_with(adds());
    for (const char* now : {"null", R"(["1"])"}) {
        after.facts.at("/data/member_ids") = json(now);
        EXPECT_EQ(unmet(after, then), Lines{});
    }
}

TEST(ReadForward, WhatAnAddDoesNotChangeStaysAsItWas) {
    EXPECT_EQ(
        unmet_with("/data/admin_ids", R"(["1111","5555"])"),
        Lines{
            R"(AM-ROT-021 #1 , /data/admin_ids: expected as before: ["1111"] (array), found ["1111","5555"] (array))"});
    EXPECT_EQ(unmet_with("/data/message_ttl_ms", "1"),
              Lines{"AM-ROT-021 #1 , /data/message_ttl_ms: expected as before: 86400000 (number), found 1 (number)"});
    EXPECT_EQ(unmet_with("/data/screen_capture_blocking_enabled", "false"),
              Lines{"AM-ROT-021 #1 , /data/screen_capture_blocking_enabled: expected as before: null (null), found "
                    "false (boolean)"});
}

TEST(ReadForward, TitleAndAvatarAreAsBeforeOrAsSentLast) {
    const auto sealed = [](const AcceptedAdd& add, bool title) {
        return "\"" + *(title ? add.request.encrypted_title : add.request.encrypted_avatar_url) + "\"";
    };
    EXPECT_EQ(unmet_with("/data/group_name", sealed(adds()[1], true)), Lines{});
    EXPECT_EQ(unmet_with("/data/group_avatar_url", sealed(adds()[1], false)), Lines{});
    EXPECT_EQ(unmet_with("/data/group_name", sealed(adds()[0], true)).size(), 1u);
    EXPECT_EQ(unmet_with("/data/group_name", sealed(adds()[1], false)).size(), 1u);
    EXPECT_EQ(
        unmet_with("/data/group_name", R"("Meat")"),
        Lines{
            R"(AM-ROT-021 #1 , /data/group_name: expected as it was sent, or as before: "Team" (string), found "Meat" (string))"});
}

TEST(ReadForward, ARotationIsHandedOnAndLeavesTheTitleThatAnAddSent) {
    const auto changes = team_adds({adding({"5555"}), rotating()});
    ASSERT_EQ(changes.size(), 2u);
    GroupView after = view_with(changes);
    after.facts.at("/data/group_name") = json_string(*changes[0].request.encrypted_title);
    const auto faults = [&] { return told(unmet_effects(before(), after, changes, shipped_state("team").users, {})); };
    EXPECT_EQ(faults(), Lines{});
    after.events.pop_back();
    after.key_events.pop_back();
    ASSERT_EQ(faults().size(), 1u);
    EXPECT_TRUE(faults()[0].starts_with("AM-ROT-021 #1 /events, key change ")) << faults()[0];
}

TEST(ReadForward, EventsAreReadToo) {
    GroupView after = view_with(adds());
    after.events.pop_back();
    ASSERT_EQ(unmet(after).size(), 1u);
    EXPECT_TRUE(unmet(after)[0].starts_with("AM-ROT-021 #1 /events, member add "));
}

TEST(ReadForward, GroupThatIsHiddenAfterwardsLacksEverything) {
    for (const int status : {403, 404, 410}) {
        GroupView after = view_with(adds());
        after.status = status;
        EXPECT_EQ(unmet(after), Lines{"AM-ROT-021 #1 : expected the group with what was accepted, found status " +
                                      std::to_string(status)});
    }
}

TEST(ReadForward, EventsThatAreHiddenAfterwardsAreLacking) {
    GroupView after = view_with(adds());
    after.shows_events = false;
    after.events_status = 404;
    EXPECT_EQ(unmet(after),
              Lines{"AM-ROT-021 #1 /events: expected the group with what was accepted, found status 404"});
    GroupView then = before();
    then.shows_events = false;
    EXPECT_EQ(unmet(after, then), Lines{}) << "they never were shown";
}

TEST(ReadForward, ServerThatCanNotBeReadIsNotJudged) {
    GroupView after = view_with({});
    for (const int status : {0, 401, 429, 500}) {
        after.status = status;
        EXPECT_EQ(unmet(after), Lines{}) << status;
        GroupView without_events = view_with(adds());
        without_events.shows_events = false;
        without_events.events_status = status;
        EXPECT_EQ(unmet(without_events), Lines{}) << status;
    }
    GroupView then = before();
    for (const int status : {0, 403, 404, 501}) {
        then.status = status;
        EXPECT_EQ(unmet(view_with({}), then), Lines{}) << status;
    }
}

TEST(ReadForward, OfAnswersThatHoldASecretNoValueIsTold) {
    const std::vector<Confidential> token = {{"token-1111", "AM-SEC-002", "a token"}};
    const HttpResponse telling{200, "", {}, "token-1111"};
    GroupView then = before(), after = view_with({adds()[0]});
    for (GroupView* view : {&then, &after}) {
        view->answers = {telling};
        const Lines all = unmet(after, then, token);
        ASSERT_EQ(all.size(), 4u);
        for (const std::string& line : all)
            EXPECT_EQ(line,
                      "AM-ROT-021 #1 : expected what was accepted, and nothing else, found otherwise; not shown, for "
                      "an answer holds a secret");
        view->answers.clear();
    }
    then.answers = {telling};
    EXPECT_EQ(unmet(view_with(adds()), then, token), Lines{});
}

}  // namespace
}  // namespace keyturn
