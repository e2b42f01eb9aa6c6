#include "protocol/group_changes.h"

#include <gtest/gtest.h>

#include "protocol/change_test_support.h"

namespace keyturn {
namespace {

std::vector<std::string> recipients_of(const AddMembersPlan& plan) {
    std::vector<std::string> ids;
    for (const Recipient& recipient : plan.recipients) ids.push_back(recipient.user_id);
    return ids;
}

const std::vector<std::string> members = {"1111", "2222", "3333"};

TEST(GroupChanges, a_rotation_is_for_the_members_as_they_are_and_adds_nobody) {
    const auto plan = plan_rotation(team(), team_users(), "2222", team_now_msec);
    ASSERT_TRUE(plan) << plan.error().reason;
    EXPECT_EQ(plan->conversation_id, team().id);
    EXPECT_EQ(plan->sender, "2222");
    EXPECT_EQ(plan->signing_key_version, "1700000000000");
    EXPECT_EQ(plan->conversation_key_version, std::to_string(team_now_msec));
    EXPECT_EQ(recipients_of(*plan), members);
    EXPECT_EQ(plan->user_ids, std::nullopt);
    EXPECT_EQ(plan->member_add, MemberAdd{});
}

TEST(GroupChanges, a_rotation_moves_the_key_version_forward) {
    Group group = team();
    group.conversation_key_version = std::to_string(team_now_msec);
    EXPECT_EQ(plan_rotation(group, team_users(), "1111", team_now_msec)->conversation_key_version,
              std::to_string(team_now_msec + 1));
}

TEST(GroupChanges, a_creation_is_for_the_wanted_members_at_the_version_of_now) {
    Group wanted = team();
    wanted.conversation_key_version = "18446744073709551615";
    const auto plan = plan_creation(wanted, team_users(), "1111", 7);
    ASSERT_TRUE(plan) << plan.error().reason;
    EXPECT_EQ(plan->conversation_key_version, "7");
    EXPECT_EQ(recipients_of(*plan), members);
    EXPECT_EQ(plan->user_ids, std::nullopt);
    EXPECT_EQ(plan->member_add, MemberAdd{});
}

TEST(GroupChanges, what_an_add_is_refused_for_they_are_refused_for) {
    Group untitled = team();
    untitled.title = "a,b";
    for (const auto plan : {plan_rotation, plan_creation}) {
        EXPECT_EQ(plan(untitled, team_users(), "1111", 7).error().reason,
                  "the title contains a comma, and payloads have no escaping");
        EXPECT_EQ(plan(team(), team_users(), "9999", 7).error().reason,
                  "the sender 9999 has no registered signing key");
    }
}

TEST(GroupChanges, a_creation_signs_the_group_as_it_is_wanted) {
    EXPECT_EQ(signed_creation(team(), "7"), (GroupCreate{.members = members,
                                                         .admins = {"1111", "2222"},
                                                         .title = "Team",
                                                         .avatar_url = "https://example.com/team.png",
                                                         .conversation_key_version = "7",
                                                         .is_legacy_upgrade = std::nullopt,
                                                         .ttl_msec = 86400000}));
}

TEST(GroupChanges, empty_texts_and_a_negative_ttl_are_signed_as_unset) {
    Group wanted = team();
    wanted.title = wanted.avatar_url = "";
    wanted.ttl_msec = -1;
    const GroupCreate create = signed_creation(wanted, "7");
    EXPECT_EQ(create.title, std::nullopt);
    EXPECT_EQ(create.avatar_url, std::nullopt);
    EXPECT_EQ(create.ttl_msec, std::nullopt);
    wanted.ttl_msec = 0;
    EXPECT_EQ(signed_creation(wanted, "7").ttl_msec, 0);
    wanted.ttl_msec.reset();
    EXPECT_EQ(signed_creation(wanted, "7").ttl_msec, std::nullopt);
}

TEST(GroupChanges, the_body_of_a_creation_has_the_group_beside_keys_and_signatures) {
    AddMembersRequest request;
    request.conversation_key_version = "7";
    EXPECT_EQ(to_json(creation_to_json(request, "g1", signed_creation(team(), "7"))),
              R"({"conversation_key_version":"7","conversation_id":"g1","group_members":["1111","2222","3333"],)"
              R"("group_admins":["1111","2222"],"group_name":"Team","group_avatar_url":"https://example.com/team.png",)"
              R"("ttl_msec":"86400000"})");
    EXPECT_EQ(to_json(creation_to_json({}, "g1", {})),
              R"({"conversation_id":"g1","group_members":[],"group_admins":[]})");
}

}  // namespace
}  // namespace keyturn
