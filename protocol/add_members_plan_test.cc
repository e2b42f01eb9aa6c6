// What a change is refused for before anything is drawn, and its key version.
#include <gtest/gtest.h>

#include <chrono>

#include "protocol/add_members_change.h"
#include "protocol/change_test_support.h"

namespace keyturn {
namespace {

using Ids = std::vector<std::string>;

std::string refusal(const Group& group, const Users& users = team_users(), std::string_view sender = "1111",
                    const Ids& add = {"5555"}) {
    return reason(plan_add_members(group, users, sender, add, team_now_msec));
}

template <class Value>
std::string refusal_with(Value Group::* member, const Value& value) {
    Group group = team();
    group.*member = value;
    return refusal(group);
}

std::string key_version_after(const std::optional<std::string>& current, std::uint64_t now_msec) {
    Group group = team();
    group.conversation_key_version = current;
    const auto plan = plan_add_members(group, team_users(), "1111", {"5555"}, now_msec);
    if (!plan) return plan.error().reason;
    EXPECT_EQ(plan->member_add.conversation_key_version, plan->conversation_key_version);
    return plan->conversation_key_version;
}

TEST(AddMembersPlan, the_key_version_is_the_time_or_one_above_the_current_one) {
    EXPECT_EQ(key_version_after("1000", 2000), "2000");
    EXPECT_EQ(key_version_after("1999", 2000), "2000");
    EXPECT_EQ(key_version_after("2000", 2000), "2001");
    EXPECT_EQ(key_version_after("3000", 2000), "3001");
    EXPECT_EQ(key_version_after(std::nullopt, 2000), "2000");
    EXPECT_EQ(key_version_after("0", 0), "1");
    EXPECT_EQ(key_version_after("18446744073709551614", 2000), "18446744073709551615");
}

TEST(AddMembersPlan, a_current_key_version_that_none_is_above_is_refused) {
    EXPECT_EQ(key_version_after("18446744073709551615", 2000), "the group's key version is the highest there is");
    for (const char* odd : {"", "abc", "01", "18446744073709551616"})
        EXPECT_EQ(key_version_after(odd, 2000),
                  "the group's key version is no decimal number of 64 bits without leading zero");
}

TEST(AddMembersPlan, only_a_group_has_members_to_add) {
    for (const std::string id : {"", "1111", "1111-2222", "G1", "g", "g1\n"})
        EXPECT_EQ(refusal_with(&Group::id, id), "the group's id is not g and 1 to 19 digits") << id;
    EXPECT_EQ(refusal_with(&Group::id, std::string("g1")), "");
}

TEST(AddMembersPlan, the_sender_needs_a_signing_key_in_the_latest_registration) {
    const std::string why = "the sender 1111 has no registered signing key";
    Users users = team_users();
    users["1111"].keys.back().signing.reset();
    EXPECT_EQ(refusal(team(), users), why);
    users["1111"].keys.clear();
    EXPECT_EQ(refusal(team(), users), why);
    users.erase("1111");
    EXPECT_EQ(refusal(team(), users), why);
}

TEST(AddMembersPlan, everybody_who_is_wrapped_for_needs_a_registered_key) {
    Users users = team_users();
    users.erase("3333");
    EXPECT_EQ(refusal(team(), users), "user 3333 has no registered key to wrap for");
    EXPECT_EQ(refusal(team(), team_users(), "1111", {"5555", "7777"}), "user 7777 has no registered key to wrap for");
    users = team_users();
    users["5555"].keys.clear();
    EXPECT_EQ(refusal(team(), users), "user 5555 has no registered key to wrap for");
    users = team_users();
    users.erase("4444");
    EXPECT_EQ(refusal(team(), users), "") << "a pending user needs none";
}

TEST(AddMembersPlan, a_text_that_reads_otherwise_in_the_payload_is_refused) {
    using Title = std::optional<std::string>;
    const std::string comma = "contains a comma, and payloads have no escaping";
    const std::string null = "reads as an unset one in the payload", control = "contains a control character";
    EXPECT_EQ(refusal_with(&Group::title, Title("a,b")), "the title " + comma);
    EXPECT_EQ(refusal_with(&Group::title, Title("null")), "the title " + null);
    for (const char* text : {"a\x1f", "\x01", "\r", "\x0b", "\x7f"})
        EXPECT_EQ(refusal_with(&Group::title, Title(text)), "the title " + control);
    EXPECT_EQ(refusal_with(&Group::title, Title(std::string("a\0b", 3))), "the title " + control);
    EXPECT_EQ(refusal_with(&Group::title, Title("\xff")), "the title is not UTF-8");
    for (const char* text : {"a\tb\nc", "Null", "nulls", " ", "~", "\xc3\xa9", "\xc2\x80"})
        EXPECT_EQ(refusal_with(&Group::title, Title(text)), "") << text;
    EXPECT_EQ(refusal_with(&Group::avatar_url, Title("https://a.example/?b,c")), "the avatar URL " + comma);

    for (const auto list : {&Group::members, &Group::admins, &Group::pending})
        EXPECT_EQ(refusal_with(list, Ids{"1111", "1,2"}), "the user id " + comma);
    EXPECT_EQ(refusal(team(), team_users(), "1111", {"null"}), "the user id " + null);
    EXPECT_EQ(refusal(team(), team_users(), "1\n1\r"), "the sender's id " + control);
}

TEST(AddMembersPlan, what_the_signer_refuses_ends_the_change) {
    AddMembersPlan plan = plan_add_members(team(), team_users(), "1111", {"5555"}, team_now_msec).value();
    plan.member_add.title = "a,b";
    Entropy entropy("plan", 1);
    EXPECT_EQ(reason(make_change(plan, scalar_key(2), entropy)),
              "current_title contains a comma, which separates components and can't be escaped");
    plan.member_add.title = "null";
    EXPECT_EQ(reason(make_change(plan, scalar_key(2), entropy)),
              "current_title is the text null, which is signed like an unset one");
}

TEST(AddMembersPlan, ten_thousand_members_are_planned_in_linear_time) {
    Group group = team();
    Users users = team_users();
    for (int i = 0; i < 10'000; ++i) {
        group.members.push_back(std::to_string(1'000'000 + i));
        users[group.members.back()] = users["2222"];
    }
    const auto start = std::chrono::steady_clock::now();
    const auto plan = plan_add_members(group, users, "1111", {"5555"}, team_now_msec);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
    EXPECT_EQ(plan->recipients.size(), 10'004u);
}

}  // namespace
}  // namespace keyturn
