// Each rule about roster, rights and the key version, broken alone.
#include <gtest/gtest.h>

#include "protocol/attempt_test_support.h"

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

const std::string version_pointer = "/conversation_key_version";

// Everywhere the same, as a client that makes up a version would have it.
Bend key_version(const std::string& version) {
    return {.plan = [=](AddMembersPlan& plan) {
        plan.conversation_key_version = plan.member_add.conversation_key_version = version;
    }};
}

Bend adding(std::vector<std::string> ids) {
    return {.world = [=](World& world) { world.add = ids; }};
}

TEST(MembershipRulesOfRotation, the_key_version_agrees_everywhere) {
    const std::string rule = "key_version_agrees";
    const auto in_body = [](AddMembersRequest& request) { request.conversation_key_version = "1700000100001"; };
    const auto in_key_change = [](Draft& draft) { draft.key_change.conversation_key_version = "1700000100002"; };
    const auto in_member_add = [](AddMembersPlan& plan) { plan.member_add.conversation_key_version = "1700000100003"; };
    const auto nowhere = [](AddMembersRequest& request) { request.conversation_key_version.reset(); };
    expect_each_alone({
        {"the key change",
         rule,
         {.draft = in_key_change},
         version_pointer,
         "the version in the key change: \"1700000100002\" (string)",
         "\"1700000100000\" (string)"},
        {"the member add",
         rule,
         {.plan = in_member_add},
         version_pointer,
         "the version in the member add: \"1700000100003\" (string)",
         "\"1700000100000\" (string)"},
        {"no version", rule, {.request = nowhere}, version_pointer, "the version of the new key", "nothing"},
    });
    const Judgement body = judge({.request = in_body});
    EXPECT_EQ(body.broken(), Names{rule});
    EXPECT_EQ(body.problems(rule).size(), 2u);

    const Judgement absent = judge({.request = nowhere});
    EXPECT_EQ(absent.undecided(),
              (Names{"key_version_decimal", "key_version_moves_forward", "key_version_not_far_ahead"}));
    EXPECT_EQ(absent.why_undecided("key_version_decimal"), "there is no conversation_key_version");
    for (const char* other : {"key_version_moves_forward", "key_version_not_far_ahead"})
        EXPECT_EQ(absent.why_undecided(other), "there is no conversation_key_version to compare");
}

TEST(MembershipRulesOfRotation, without_details_only_the_body_has_a_key_version) {
    const JsonValue body = json_object({{"conversation_key_version", json_string("1700000100000")}});
    EXPECT_FALSE(judge_body(body).findings.at("key_version_agrees").broken());
}

TEST(MembershipRulesOfRotation, the_key_version_is_a_decimal_number_of_64_bits) {
    const std::string expected = "a decimal number of 64 bits without leading zero";
    for (const std::string version : {"", "17000001000x0", "01700000100000", "18446744073709551616"})
        expect_each_alone({{version, "key_version_decimal", key_version(version), version_pointer, expected,
                            '"' + version + "\" (string)"}});
    EXPECT_EQ(judge(key_version("x")).undecided(), (Names{"key_version_moves_forward", "key_version_not_far_ahead"}));
    EXPECT_EQ(judge(key_version("18446744073709551616")).undecided(), Names{"key_version_not_far_ahead"});
}

TEST(MembershipRulesOfRotation, the_key_version_moves_forward_as_a_number) {
    const std::string expected = "a version above the current one, \"1700000000123\" (string)";
    for (const std::string version : {"0", "999999", "1700000000122", "1700000000123"})
        expect_each_alone({{version, "key_version_moves_forward", key_version(version), version_pointer, expected,
                            '"' + version + "\" (string)"}});
    EXPECT_EQ(judge(key_version("1700000000124")).broken(), Names{});
    EXPECT_EQ(judge({.server = [](World& world) { world.group.conversation_key_version = "999999"; }}).broken(),
              Names{});
}

TEST(MembershipRulesOfRotation, the_key_version_is_at_most_a_day_ahead) {
    EXPECT_EQ(judge(key_version("1700086500000")).broken(), Names{});
    expect_each_alone({{"a millisecond more", "key_version_not_far_ahead", key_version("1700086500001"),
                        version_pointer, "at most 24 hours after 1700000100000", "1700086500001"}});
    EXPECT_EQ(judge(key_version("18446744073709551615")).broken(), Names{"key_version_not_far_ahead"});
    EXPECT_EQ(judge({.server = [](World& world) { world.now_msec = UINT64_MAX; }}).broken(), Names{});
}

TEST(MembershipRulesOfRotation, who_is_added_is_signed_and_new) {
    const auto signs_other = [](AddMembersPlan& plan) { plan.member_add.new_members = {"5555", "6666"}; };
    const auto signs_none = [](AddMembersPlan& plan) { plan.member_add.new_members.clear(); };
    expect_each_alone({
        {"one more signed",
         "user_ids_are_the_signed_ones",
         {.plan = signs_other},
         "/user_ids",
         "the users of the signed member add: \"5555\", \"6666\"",
         "\"5555\""},
        {"none signed",
         "user_ids_are_the_signed_ones",
         {.plan = signs_none},
         "/user_ids",
         "the users of the signed member add: none",
         "\"5555\""},
        {"a member", "added_users_are_no_members", adding({"5555", "2222"}), "/user_ids/1",
         "a user who is no member yet", "\"2222\" (string)"},
        {"the sender", "sender_does_not_add_itself", adding({"5555", "6666", "1111"}), "/user_ids/2",
         "another user than the sender", "\"1111\" (string)"},
        {"a pending user", "added_users_are_not_pending", adding({"5555", "4444"}), "/user_ids/1",
         "a user who is not pending", "\"4444\" (string)"},
    });
    EXPECT_EQ(judge({.plan = [](AddMembersPlan& plan) { plan.member_add.new_members = {"5555", "5555"}; }}).broken(),
              Names{})
        << "sets are compared";
}

TEST(MembershipRulesOfRotation, the_sender_is_a_member_and_an_admin) {
    const auto outsider = [](World& world) { world.sender = "6666"; };
    const auto no_admin = [](World& world) { world.sender = "3333"; };
    const auto admins_gone = [](World& world) { world.group.admins.clear(); };
    const std::string expected = "a sender who may add members: an admin, one of ";
    expect_each_alone({
        {"an outsider",
         "sender_is_a_member",
         {.world = outsider},
         "",
         "a sender who is a member of the group",
         "\"6666\" (string)"},
        {"no admin", "sender_may_add", {.world = no_admin}, "", expected + "\"1111\", \"2222\"", "\"3333\" (string)"},
        {"no admins", "sender_may_add", {.world = admins_gone}, "", expected + "none", "\"1111\" (string)"},
    });
    EXPECT_EQ(judge({.world = outsider}).undecided(), Names{"sender_may_add"});
    EXPECT_EQ(judge({.world = outsider}).why_undecided("sender_may_add"), "the sender is no member");
}

TEST(MembershipRulesOfRotation, signed_admins_are_members) {
    const auto left = [](World& world) { world.group.admins.push_back("6666"); };
    expect_each_alone({{"an admin who left",
                        "signed_admins_are_members",
                        {.world = left},
                        "/action_signatures/1/encoded_message_event_detail",
                        "admins who are members",
                        "\"6666\" (string)"}});
}

TEST(MembershipRulesOfRotation, many_ids_are_told_by_the_first_eight) {
    const auto signs = [](std::size_t count) {
        return [=](AddMembersPlan& plan) {
            for (std::size_t i = 0; i < count; ++i) plan.member_add.new_members.push_back(std::to_string(i));
        };
    };
    const std::string first =
        "the users of the signed member add: \"5555\", \"0\", \"1\", \"2\", \"3\", \"4\", \"5\", \"6\"";
    expect_each_alone({
        {"eight", "user_ids_are_the_signed_ones", {.plan = signs(7)}, "/user_ids", first, "\"5555\""},
        {"ten", "user_ids_are_the_signed_ones", {.plan = signs(9)}, "/user_ids", first + " and 2 more", "\"5555\""},
    });
}

}  // namespace
}  // namespace keyturn
