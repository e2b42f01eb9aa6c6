// Each rule about wrapped keys, broken alone.
#include <gtest/gtest.h>

#include "protocol/attempt_test_support.h"

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

const std::string keys = "/conversation_participant_keys";

void forget(AddMembersPlan& plan, std::string_view user) {
    std::erase_if(plan.recipients, [&](const Recipient& recipient) { return recipient.user_id == user; });
}

Recipient recipient(std::string user) { return {std::move(user), scalar_key(9).public_key(), "1700000000000"}; }

TEST(MembershipRulesOfKeys, wrapped_for_the_whole_roster_once_each) {
    const std::string rule = "wrapped_for_whole_roster";
    const auto one_missing = [](AddMembersPlan& plan) { forget(plan, "2222"); };
    const auto new_missing = [](AddMembersPlan& plan) { forget(plan, "5555"); };
    const auto only_new = [](AddMembersPlan& plan) {
        for (const char* member : {"1111", "2222", "3333"}) forget(plan, member);
    };
    const auto outsider = [](AddMembersPlan& plan) { plan.recipients.push_back(recipient("9999")); };
    const auto twice = [](AddMembersPlan& plan) { plan.recipients.push_back(plan.recipients[1]); };
    expect_each_alone({
        {"one missing", rule, {.plan = one_missing}, keys, "a key for each of \"2222\"", "none"},
        {"a new member missing", rule, {.plan = new_missing}, keys, "a key for each of \"5555\"", "none"},
        {"only the new", rule, {.plan = only_new}, keys, "a key for each of \"1111\", \"2222\", \"3333\"", "none"},
        {"an outsider", rule, {.plan = outsider}, keys + "/4/user_id", "a current or new member", "\"9999\" (string)"},
        {"one twice", rule, {.plan = twice}, keys + "/4/user_id", "one key for each member", "\"2222\" (string) again"},
    });
}

TEST(MembershipRulesOfKeys, a_key_without_a_user_is_for_nobody) {
    const Judgement judgement = judge(
        {.request = [](AddMembersRequest& request) { request.conversation_participant_keys->at(0).user_id.reset(); }});
    EXPECT_EQ(judgement.broken(), (Names{"wrapped_for_whole_roster", "wrapped_keys_are_the_signed_ones"}));
    const Problems& problems = judgement.problems("wrapped_for_whole_roster");
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems[0], (Problem{"AM-KEY-001", keys + "/0/user_id", "a current or new member", "nothing"}));
    EXPECT_EQ(problems[1], (Problem{"AM-KEY-001", keys, "a key for each of \"1111\"", "none"}));
}

TEST(MembershipRulesOfKeys, without_wrapped_keys_everybody_lacks_one) {
    const Judgement judgement =
        judge({.request = [](AddMembersRequest& request) { request.conversation_participant_keys.reset(); }});
    EXPECT_EQ(judgement.broken(), (Names{"wrapped_for_whole_roster", "wrapped_keys_are_the_signed_ones"}));
    EXPECT_EQ(judgement.problems("wrapped_for_whole_roster").front().expected,
              R"(a key for each of "1111", "2222", "3333", "5555")");
}

TEST(MembershipRulesOfKeys, wrapped_for_no_pending_user) {
    const auto pending = [](AddMembersPlan& plan) { plan.recipients.push_back(recipient("4444")); };
    expect_each_alone({{"a pending user",
                        "wrapped_for_no_pending_user",
                        {.plan = pending},
                        keys + "/4/user_id",
                        "no pending user",
                        "\"4444\" (string)"}});
}

TEST(MembershipRulesOfKeys, a_pending_user_who_is_added_or_a_member_has_a_key) {
    EXPECT_EQ(judge({.world = [](World& world) { world.add = {"4444"}; }}).broken(),
              Names{"added_users_are_not_pending"});
    EXPECT_EQ(judge({.world = [](World& world) { world.group.pending.push_back("2222"); }}).broken(), Names{});
}

TEST(MembershipRulesOfKeys, wrapped_for_the_latest_registration) {
    const std::string rule = "wrapped_for_latest_key", latest = "the latest version, \"1700000000000\" (string)";
    const auto older = [](AddMembersPlan& plan) {
        plan.recipients[0] = {"1111", scalar_key(21).public_key(), "999999"};
    };
    const auto newer = [](World& world) { world.users["3333"].keys.push_back(registration("1700000000001", 15, 16)); };
    const auto unknown = [](World& world) { world.users.erase("5555"); };
    const auto no_keys = [](World& world) { world.users["2222"].keys.clear(); };
    expect_each_alone({
        {"an older one", rule, {.plan = older}, keys + "/0/public_key_version", latest, "\"999999\" (string)"},
        {"registered meanwhile",
         rule,
         {.server = newer},
         keys + "/2/public_key_version",
         "the latest version, \"1700000000001\" (string)",
         "\"1700000000000\" (string)"},
        {"an unknown user",
         rule,
         {.server = unknown},
         keys + "/3/user_id",
         "a user with a registered key",
         "\"5555\" (string)"},
        {"a user without keys",
         rule,
         {.server = no_keys},
         keys + "/1/user_id",
         "a user with a registered key",
         "\"2222\" (string)"},
    });
    const auto zero = [](AddMembersPlan& plan) { plan.recipients[1].public_key_version.insert(0, "0"); };
    EXPECT_EQ(judge({.plan = zero}).broken(), Names{}) << "versions are numbers";
}

TEST(MembershipRulesOfKeys, a_key_without_a_version_is_for_no_registration) {
    const Judgement judgement = judge({.request = [](AddMembersRequest& request) {
        request.conversation_participant_keys->at(1).public_key_version.reset();
    }});
    EXPECT_EQ(judgement.broken(), (Names{"wrapped_for_latest_key", "wrapped_keys_are_the_signed_ones"}));
    EXPECT_EQ(judgement.problems("wrapped_for_latest_key").front(),
              (Problem{"AM-KEY-005", keys + "/1/public_key_version", "the latest version, \"1700000000000\" (string)",
                       "nothing"}));
}

TEST(MembershipRulesOfKeys, wrapped_keys_are_the_signed_ones_byte_for_byte) {
    const std::string rule = "wrapped_keys_are_the_signed_ones";
    const std::string expected = "the wrapped keys of the signed key change, byte for byte";
    const auto swapped = [](AddMembersRequest& request) {
        std::swap(request.conversation_participant_keys->at(0).encrypted_conversation_key,
                  request.conversation_participant_keys->at(1).encrypted_conversation_key);
    };
    const auto other_version = [](AddMembersRequest& request) {
        request.conversation_participant_keys->at(2).public_key_version->insert(0, "0");
    };
    const auto unpadded = [](AddMembersRequest& request) {
        request.conversation_participant_keys->at(2).encrypted_conversation_key->pop_back();
    };
    const auto one_more_signed = [](Draft& draft) {
        draft.key_change.participant_keys.push_back({"6666", "AAAA", "1"});
    };
    const auto only_signed = [](AddMembersRequest& request) { request.conversation_participant_keys->pop_back(); };
    const auto both = R"(others: only here for "1111", "2222", only there for "1111", "2222")";
    const auto third = R"(others: only here for "3333", only there for "3333")";
    expect_each_alone({
        {"swapped", rule, {.request = swapped}, keys, expected, both},
        {"another spelling of a version", rule, {.request = other_version}, keys, expected, third},
        {"another spelling of the bytes", rule, {.request = unpadded}, keys, expected, third},
        {"one more signed",
         rule,
         {.draft = one_more_signed, .request = only_signed},
         keys,
         expected,
         R"(others: only here for none, only there for "6666")"},
    });
}

}  // namespace
}  // namespace keyturn
