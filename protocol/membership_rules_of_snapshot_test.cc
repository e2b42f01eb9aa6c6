// What was signed of the group against the group as it stands, each rule broken alone.
#include <gtest/gtest.h>

#include "protocol/attempt_test_support.h"

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

const std::string pointer = "/action_signatures/1/encoded_message_event_detail";

template <class Value>
Bend signs(Value MemberAdd::* field, const std::type_identity_t<Value>& value) {
    return {.plan = [=](AddMembersPlan& plan) { plan.member_add.*field = value; }};
}

template <class Value>
Bend stored_later(Value Group::* field, const std::type_identity_t<Value>& value) {
    return {.server = [=](World& world) { world.group.*field = value; }};
}

// The group has the value, and it is signed as this.
template <class Value>
Bend stored_and_signed(std::optional<Value> Group::* stored, const std::type_identity_t<std::optional<Value>>& value,
                       std::optional<Value> MemberAdd::* field,
                       const std::type_identity_t<std::optional<Value>>& as_signed) {
    return {.world = [=](World& world) { world.group.*stored = value; },
            .plan = [=](AddMembersPlan& plan) { plan.member_add.*field = as_signed; }};
}

TEST(MembershipRulesOfSnapshot, signed_lists_are_the_current_ones) {
    const std::string members = R"(the group's members: "1111", "2222", "3333")";
    expect_each_alone({
        {"one missing", "signed_members_are_current", signs(&MemberAdd::current_members, {"2222", "1111"}), pointer,
         members, R"("1111", "2222"; missing: "3333"; in excess: none)"},
        {"one in excess", "signed_members_are_current",
         signs(&MemberAdd::current_members, {"1111", "2222", "3333", "6666"}), pointer, members,
         R"("1111", "2222", "3333", "6666"; missing: none; in excess: "6666")"},
        {"one twice", "signed_members_are_current",
         signs(&MemberAdd::current_members, {"1111", "2222", "3333", "2222"}), pointer, members,
         R"("1111", "2222", "2222", "3333"; missing: none; in excess: "2222")"},
        {"no admins", "signed_admins_are_current", signs(&MemberAdd::current_admins, {}), pointer,
         R"(the group's admins: "1111", "2222")", R"(none; missing: "1111", "2222"; in excess: none)"},
        {"another pending user", "signed_pending_are_current", signs(&MemberAdd::pending_members, {"6666"}), pointer,
         R"(the group's pending users: "4444")", R"("6666"; missing: "4444"; in excess: "6666")"},
    });
    EXPECT_EQ(judge(signs(&MemberAdd::current_members, {"3333", "1111", "2222"})).broken(), Names{})
        << "a list has no order";
}

TEST(MembershipRulesOfSnapshot, signed_values_are_the_current_ones) {
    expect_each_alone({
        {"another title", "signed_title_is_current", signs(&MemberAdd::title, "Crew"), pointer,
         R"(the group's title: "Team" (string))", R"("Crew" (string))"},
        {"an unset title", "signed_title_is_current", signs(&MemberAdd::title, std::nullopt), pointer,
         R"(the group's title: "Team" (string))", "nothing"},
        {"a title that was removed", "signed_title_is_current", stored_later(&Group::title, std::nullopt), pointer,
         "the group's title: nothing", R"("Team" (string))"},
        {"another avatar", "signed_avatar_is_current", signs(&MemberAdd::avatar_url, "https://b.example"), pointer,
         R"(the group's avatar URL: "https://example.com/team.png" (string))", R"("https://b.example" (string))"},
        {"another ttl", "signed_ttl_is_current", signs(&MemberAdd::ttl_msec, 86400001), pointer,
         "the group's ttl: 86400000", "86400001"},
        {"an unset ttl", "signed_ttl_is_current", signs(&MemberAdd::ttl_msec, std::nullopt), pointer,
         "the group's ttl: 86400000", "nothing"},
        {"another flag", "signed_screen_capture_is_current", signs(&MemberAdd::screen_capture_blocking, true), pointer,
         "the group's screen-capture flag: false", "true"},
        {"an unset flag", "signed_screen_capture_is_current", signs(&MemberAdd::screen_capture_blocking, std::nullopt),
         pointer, "the group's screen-capture flag: false", "nothing"},
        {"a flag that was removed", "signed_screen_capture_is_current",
         stored_later(&Group::screen_capture_blocking, std::nullopt), pointer,
         "the group's screen-capture flag: nothing", "false"},
        {"a flag that was set", "signed_screen_capture_is_current", stored_later(&Group::screen_capture_blocking, true),
         pointer, "the group's screen-capture flag: true", "false"},
    });
}

TEST(MembershipRulesOfSnapshot, what_the_signer_treats_as_unset_may_be_signed_so) {
    const Bend fitting[] = {
        stored_and_signed(&Group::title, "", &MemberAdd::title, std::nullopt),
        stored_and_signed(&Group::title, "", &MemberAdd::title, ""),
        stored_and_signed(&Group::title, std::nullopt, &MemberAdd::title, std::nullopt),
        stored_and_signed(&Group::avatar_url, "", &MemberAdd::avatar_url, std::nullopt),
        stored_and_signed(&Group::ttl_msec, -1, &MemberAdd::ttl_msec, std::nullopt),
        stored_and_signed(&Group::ttl_msec, -1, &MemberAdd::ttl_msec, -1),
        stored_and_signed(&Group::ttl_msec, 0, &MemberAdd::ttl_msec, 0),
    };
    for (const Bend& bend : fitting) EXPECT_EQ(judge(bend).broken(), Names{});
    expect_each_alone({
        {"unset is not empty", "signed_title_is_current",
         stored_and_signed(&Group::title, std::nullopt, &MemberAdd::title, ""), pointer, "the group's title: nothing",
         "\"\" (string)"},
        {"zero is not unset", "signed_ttl_is_current",
         stored_and_signed(&Group::ttl_msec, 0, &MemberAdd::ttl_msec, std::nullopt), pointer, "the group's ttl: 0",
         "nothing"},
        {"unset is not negative", "signed_ttl_is_current",
         stored_and_signed(&Group::ttl_msec, std::nullopt, &MemberAdd::ttl_msec, -1), pointer,
         "the group's ttl: nothing", "-1"},
    });
}

}  // namespace
}  // namespace keyturn
