// Each rule about the request's shape, broken alone.
#include <gtest/gtest.h>

#include "protocol/attempt_test_support.h"

namespace keyturn {
namespace {

using Names = std::vector<std::string>;

Bend body_with(std::string_view pointer, const JsonValue& value) {
    return {.body = [=](JsonValue& body) { *resolve(body, pointer) = value; }};
}

Bend without(std::string_view object, std::string_view key) {
    return {.body = [=](JsonValue& body) { resolve(body, object)->erase(key); }};
}

Bend adding(std::vector<std::string> ids) {
    return {.world = [=](World& world) {
        world.add = ids;
        for (const std::string& id : ids) world.users[id] = world.users["5555"];
    }};
}

TEST(MembershipRulesOfShape, each_is_broken_alone) {
    expect_each_alone({
        {"an array for a body", "body_is_one_object", body_with("", json_array()), "", "a JSON object", "[] (array)"},
        {"a key twice",
         "no_duplicate_json_keys",
         {.body = [](JsonValue& body) { body.members.push_back(body.members.front()); }},
         "/user_ids",
         "the key once",
         "2 times"},
        {"no user_ids", "user_ids_are_texts", without("", "user_ids"), "/user_ids", "an array of text", "nothing"},
        {"a title of a wrong type", "fields_have_their_types", body_with("/encrypted_title", json_object()),
         "/encrypted_title", "text", "{} (object)"},
        {"a user id as a number", "numbers_are_no_texts", body_with("/user_ids/0", json_number("5555")), "/user_ids/0",
         "text", "5555 (number)"},
        {"no message id", "signature_fields_are_there", without("/action_signatures/0", "message_id"),
         "/action_signatures/0/message_id", "text", "nothing"},
        {"no detail", "signature_fields_are_there", without("/action_signatures/0", "encoded_message_event_detail"),
         "/action_signatures/0/encoded_message_event_detail", "text", "nothing"},
        {"no signature around the key change", "signature_fields_are_there",
         without("/action_signatures/0", "message_event_signature"), "/action_signatures/0/message_event_signature",
         "an object", "nothing"},
        {"an empty message id", "signature_fields_have_their_form",
         body_with("/action_signatures/0/message_id", json_string("")), "/action_signatures/0/message_id",
         "at least 1 character", "\"\" (string)"},
        {"nobody to add", "user_ids_not_empty", adding({}), "/user_ids", "at least one user", "an empty list"},
        {"a user twice",
         "user_ids_distinct",
         {.request = [](AddMembersRequest& request) { request.user_ids->push_back("5555"); }},
         "/user_ids/1",
         "each user once",
         "\"5555\" (string) again"},
        {"a leading zero", "user_ids_decimal", adding({"5555", "06666"}), "/user_ids/1",
         "a decimal id from 1 to 9223372036854775807 without leading zero", "\"06666\" (string)"},
    });
}

TEST(MembershipRulesOfShape, a_path_id_has_its_form_though_it_was_signed) {
    const Bend capital = {.plan = [](AddMembersPlan& plan) { plan.conversation_id = "G1700000000000000001"; }};
    expect_each_alone({{"a capital G", "path_id_has_its_form", capital, "",
                        "a path id of the form g123, 123 or 123-456", "\"G1700000000000000001\" (string)"}});
    for (const char* id : {"g1", "1", "1-2"})
        EXPECT_EQ(judge({.plan = [&](AddMembersPlan& plan) { plan.conversation_id = id; }}).broken(), Names{}) << id;
}

TEST(MembershipRulesOfShape, base64_is_readable_wherever_it_stands) {
    const std::string expected = "base64 of the standard alphabet",
                      odd = "not a character of the standard base64 alphabet";
    const auto title = [](AddMembersRequest& request) { request.encrypted_title->insert(3, "_"); };
    const auto avatar = [](AddMembersRequest& request) { request.encrypted_avatar_url = "A-"; };
    const auto detail = [](AddMembersRequest& request) { *action(request, 0).encoded_message_event_detail = "AAA-"; };
    const auto wrap = [](Draft& draft) { draft.key_change.participant_keys[2].encrypted_conversation_key += "="; };
    expect_each_alone({
        {"the title", "base64_readable", {.request = title}, "/encrypted_title", expected, odd + " at character 3"},
        {"the avatar",
         "base64_readable",
         {.request = avatar},
         "/encrypted_avatar_url",
         expected,
         odd + " at character 1"},
        {"a detail",
         "base64_readable",
         {.request = detail},
         "/action_signatures/0/encoded_message_event_detail",
         expected,
         odd + " at character 3"},
        {"a wrapped key",
         "base64_readable",
         {.draft = wrap},
         "/conversation_participant_keys/2/encrypted_conversation_key",
         expected,
         "more '=' than the last base64 group takes at character 152"},
    });
}

TEST(MembershipRulesOfShape, a_signature_that_is_no_base64_is_not_well_formed_either) {
    const Judgement judgement =
        judge({.request = [](AddMembersRequest& request) { signature(request, 0).signature = "*"; }});
    EXPECT_EQ(judgement.broken(),
              (Names{"base64_readable", "signature_fields_have_their_form", "signatures_well_formed"}));
    EXPECT_EQ(judgement.problems("base64_readable").front().pointer,
              "/action_signatures/0/message_event_signature/signature");
}

TEST(MembershipRulesOfShape, without_user_ids_nothing_is_said_about_them) {
    const Judgement judgement = judge(without("", "user_ids"));
    for (const char* rule : {"user_ids_not_empty", "user_ids_distinct", "user_ids_decimal", "wrapped_for_whole_roster"})
        EXPECT_EQ(judgement.why_undecided(rule), "there are no user_ids") << rule;
    EXPECT_EQ(judgement.why_undecided("user_ids_are_the_signed_ones"),
              "there are no user_ids or there is not one member add");
    EXPECT_EQ(judgement.undecided().size(), 5u);
}

TEST(MembershipRulesOfShape, a_body_that_is_no_object_is_not_told_what_it_lacks) {
    const Judgement judgement = judge(body_with("", json_string("x")));
    EXPECT_EQ(judgement.broken(), Names{"body_is_one_object"});
    EXPECT_EQ(judgement.why_undecided("one_key_change_and_one_member_add"), "the body is no JSON object");
    EXPECT_EQ(judgement.why_undecided("key_version_agrees"), "the body is no JSON object");
}

TEST(MembershipRulesOfShape, every_odd_user_id_is_told) {
    const Judgement judgement =
        judge(body_with("/user_ids", json_array({json_string("+1"), json_string("+1"), json_string("x")})));
    ASSERT_EQ(judgement.problems("user_ids_decimal").size(), 3u);
    EXPECT_EQ(judgement.problems("user_ids_decimal")[2].pointer, "/user_ids/2");
    EXPECT_EQ(judgement.problems("user_ids_distinct").at(0).pointer, "/user_ids/1");
}

}  // namespace
}  // namespace keyturn
