#include "protocol/membership_rules.h"

#include <gtest/gtest.h>

#include <chrono>

#include "protocol/attempt_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

using enum RefusalKind;
using Names = std::vector<std::string>;

struct Row {
    std::string_view name, requirement;
    RefusalKind refusal;
};

constexpr Row table[] = {
    {"body_is_one_object", "AM-REQ-001", malformed},
    {"no_duplicate_json_keys", "AM-REQ-004", malformed},
    {"user_ids_are_texts", "AM-REQ-002", malformed},
    {"fields_have_their_types", "AM-REQ-003", malformed},
    {"numbers_are_no_texts", "AM-REQ-008", malformed},
    {"signature_fields_are_there", "AM-REQ-009", malformed},
    {"signature_fields_have_their_form", "AM-REQ-011", malformed},
    {"path_id_has_its_form", "AM-REQ-012", malformed},
    {"user_ids_not_empty", "AM-REQ-005", malformed},
    {"user_ids_distinct", "AM-REQ-006", malformed},
    {"user_ids_decimal", "AM-REQ-007", malformed},
    {"base64_readable", "AM-KEY-006", malformed},
    {"details_decode", "AM-SIG-008", malformed},
    {"details_canonical", "AM-SIG-007", malformed},
    {"one_key_change_and_one_member_add", "AM-SIG-001", malformed},
    {"message_ids_differ", "AM-SIG-009", malformed},
    {"signatures_well_formed", "AM-SIG-011", malformed},
    {"signature_version_not_below_two", "AM-SIG-005", malformed},
    {"signature_version_known", "AM-SIG-006", malformed},
    {"key_version_decimal", "AM-ROT-003", malformed},
    {"sender_is_a_member", "AM-ROT-018", forbidden},
    {"sender_may_add", "AM-ROT-019", forbidden},
    {"signing_key_registered", "AM-SIG-004", malformed},
    {"member_add_signature_verifies", "AM-SIG-003", malformed},
    {"key_version_agrees", "AM-ROT-001", malformed},
    {"user_ids_are_the_signed_ones", "AM-ROT-005", malformed},
    {"wrapped_keys_are_the_signed_ones", "AM-KEY-004", malformed},
    {"signed_admins_are_members", "AM-ROT-017", malformed},
    {"sender_does_not_add_itself", "AM-ROT-007", malformed},
    {"added_users_are_not_pending", "AM-ROT-008", malformed},
    {"message_ids_are_new", "AM-SIG-010", conflict},
    {"key_version_moves_forward", "AM-ROT-002", conflict},
    {"key_version_not_far_ahead", "AM-ROT-004", malformed},
    {"signed_members_are_current", "AM-ROT-009", conflict},
    {"signed_admins_are_current", "AM-ROT-010", conflict},
    {"signed_pending_are_current", "AM-ROT-011", conflict},
    {"signed_title_is_current", "AM-ROT-012", conflict},
    {"signed_avatar_is_current", "AM-ROT-013", conflict},
    {"signed_ttl_is_current", "AM-ROT-014", conflict},
    {"signed_screen_capture_is_current", "AM-ROT-015", conflict},
    {"added_users_are_no_members", "AM-ROT-006", malformed},
    {"wrapped_for_whole_roster", "AM-KEY-001", malformed},
    {"wrapped_for_no_pending_user", "AM-KEY-003", malformed},
    {"wrapped_for_latest_key", "AM-KEY-005", conflict},
};

TEST(MembershipRules, the_table_goes_from_shape_over_rights_and_contradictions_to_the_stored_state) {
    const auto rules = membership_rules();
    ASSERT_EQ(rules.size(), std::size(table));
    for (std::size_t i = 0; i < rules.size(); ++i) {
        EXPECT_EQ(rules[i].name, table[i].name);
        EXPECT_EQ(rules[i].requirement, table[i].requirement);
        EXPECT_EQ(rules[i].refusal, table[i].refusal) << table[i].name;
    }
}

TEST(MembershipRules, those_of_shape_stand_before_the_first_that_reads_a_detail) {
    ASSERT_EQ(rules_of_shape().size(), 12u);
    EXPECT_EQ(&rules_of_shape().front(), &membership_rules().front());
    EXPECT_EQ(rules_of_shape().back().name, "base64_readable");
}

TEST(MembershipRules, a_check_goes_through_the_table_in_its_order) {
    const World world;
    const ReadRequest read = AddMembersRequest::read(json_object());
    const auto results = check(make_attempt(world.group.id, world.sender, world.group, world.users, read));
    ASSERT_EQ(results.size(), std::size(table));
    for (std::size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i].rule, &membership_rules()[i]);
}

TEST(MembershipRules, a_right_attempt_holds_every_rule) {
    const Judgement judgement = judge();
    EXPECT_EQ(judgement.broken(), Names{});
    EXPECT_EQ(judgement.undecided(), Names{});
}

TEST(MembershipRules, a_right_attempt_may_be_made_in_many_ways) {
    const Bend ways[] = {
        {.world = [](World& world) { world.group.pending.clear(); }},
        {.world = [](World& world) { world.add = {"5555", "6666"}; }},
        {.world = [](World& world) { world.sender = "2222"; },
         .request = [](AddMembersRequest& request) { std::swap(action(request, 0), action(request, 1)); }},
        {.request = [](AddMembersRequest& request) { std::ranges::reverse(*request.conversation_participant_keys); }},
        {.request = [](AddMembersRequest& request) { action(request, 1).signature_payload = "for display only"; }},
        {.request = [](AddMembersRequest& request) { *signature(request, 1).signature += "=="; }},
    };
    for (const Bend& way : ways) {
        EXPECT_EQ(judge(way).broken(), Names{});
        EXPECT_EQ(judge(way).undecided(), Names{});
    }
}

TEST(MembershipRules, every_signature_version_from_two_on_holds) {
    for (int version = 2; version <= 7; ++version)
        EXPECT_EQ(judge({.plan = [&](AddMembersPlan& plan) { plan.signature_version = version; }}).broken(), Names{})
            << version;
}

TEST(MembershipRules, what_is_not_known_leaves_rules_undecided) {
    const Judgement judgement = judge({.server = [](World& world) {
        world.now_msec.reset();
        world.seen_message_ids.reset();
        world.group.conversation_key_version.reset();
    }});
    EXPECT_EQ(judgement.broken(), Names{});
    EXPECT_EQ(judgement.undecided(),
              (Names{"key_version_moves_forward", "key_version_not_far_ahead", "message_ids_are_new"}));
    EXPECT_EQ(judgement.why_undecided("key_version_moves_forward"), "the group's current key version is not known");
    EXPECT_EQ(judgement.why_undecided("key_version_not_far_ahead"), "the time is not known");
    EXPECT_EQ(judgement.why_undecided("message_ids_are_new"), "which message ids were seen before is not known");
}

TEST(MembershipRules, the_golden_request_holds_every_rule) {
    World world;
    world.group = {.id = "g1700000000000000001",
                   .members = {"1111", "2222"},
                   .admins = {"1111"},
                   .pending = {"4444"},
                   .title = "Team",
                   .avatar_url = {},
                   .ttl_msec = 86400000,
                   .screen_capture_blocking = false,
                   .conversation_key_version = "1700000000122"};
    world.users = {{"1111", {.keys = {registration("1", 1, 2)}, .private_keys = {}, .token = {}}},
                   {"2222", {.keys = {registration("1", 3, 4)}, .private_keys = {}, .token = {}}},
                   {"3333", {.keys = {registration("1", 5, 6)}, .private_keys = {}, .token = {}}}};
    world.now_msec = 1700000000123;
    const Judgement judgement = judge_body(parse_json(golden().at("request_capture").at("body").dump()).value(), world);
    EXPECT_EQ(judgement.broken(), Names{});
    EXPECT_EQ(judgement.undecided(), Names{});
}

TEST(MembershipRules, no_request_is_too_odd_to_be_judged) {
    const std::string no_detail = R"({"message_id": "a"})", no_base64 = R"({"encoded_message_event_detail": "*"})";
    const std::string empty_union = R"({"encoded_message_event_detail": "AA==", "message_event_signature": {}})";
    for (const std::string& body : {
             std::string("{}"),
             std::string("null"),
             std::string("[]"),
             std::string(R"({"user_ids": null})"),
             std::string(R"({"user_ids": [null, 1, {}, "", "\u0000"]})"),
             std::string(R"({"action_signatures": {}})"),
             std::string(R"({"action_signatures": []})"),
             std::string(R"({"action_signatures": [null, 1, {}, [], ""]})"),
             std::string(R"({"conversation_participant_keys": [null, {}, {}, {"user_id": "1111"}]})"),
             "{\"action_signatures\": [" + no_detail + ", " + no_base64 + ", " + empty_union + "]}",
             std::string(R"({"action_signatures": [{"encoded_message_event_detail": ""}]})"),
         }) {
        const JsonValue value = parse_json(body).value();
        EXPECT_FALSE(judge_body(value).broken().empty()) << body;
        World nothing{.group = {}, .users = {}, .sender = "", .add = {}, .now_msec = 0, .seen_message_ids = {}};
        EXPECT_FALSE(judge_body(value, nothing).broken().empty()) << body;
    }
}

TEST(MembershipRules, a_forgiving_reading_takes_what_stands_before_the_mistake_and_still_tells_it) {
    const World world;
    JsonValue body;
    judge({.body = [&](JsonValue& made) {
        JsonValue& detail = *resolve(made, "/action_signatures/1/encoded_message_event_detail");
        Bytes bytes = read_base64(detail.text).value();
        bytes.push_back(0);
        detail.text = base64(bytes);
        body = made;
    }});
    const ReadRequest read = AddMembersRequest::read(body);
    const auto attempt = [&](DetailReading reading) {
        return make_attempt(world.group.id, world.sender, world.group, world.users, read, reading);
    };
    const Attempt strict = attempt(DetailReading::strict), forgiving = attempt(DetailReading::forgiving);
    EXPECT_FALSE(strict.member_add);
    EXPECT_TRUE(forgiving.member_add);
    EXPECT_EQ(strict.actions[1].obstacle, forgiving.actions[1].obstacle);
    Names broken;
    for (const RuleResult& result : check(forgiving))
        if (result.finding.broken()) broken.emplace_back(result.rule->name);
    EXPECT_EQ(broken, Names{"details_decode"});
}

TEST(MembershipRules, ten_thousand_members_pending_users_and_wrong_wraps_are_judged_in_linear_time) {
    World world;
    JsonValue keys = json_array();
    for (int i = 0; i < 10'000; ++i) {
        world.group.members.push_back(std::to_string(1'000'000 + i));
        world.group.pending.push_back(std::to_string(2'000'000 + i));
        keys.elements.push_back(json_object({{"user_id", json_string(std::to_string(3'000'000 + i))}}));
    }
    JsonValue body = json_object({{"user_ids", json_array()}, {"conversation_participant_keys", std::move(keys)}});
    for (const std::string& id : world.group.pending) body.members[0].value.elements.push_back(json_string(id));
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(judge_body(body, world).problems("wrapped_for_whole_roster").size(), 10'001u);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

}  // namespace
}  // namespace keyturn
