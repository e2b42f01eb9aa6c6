#include <gtest/gtest.h>

#include "conformance/server/server_test_support.h"
#include "protocol/base64.h"
#include "protocol/event_verification.h"

namespace keyturn {
namespace {

const std::string keys_path = "/2/chat/conversations/" + team_id + "/keys";
const std::string next_version = "1790000000000";

// The members of team.json at the key versions registered there.
std::vector<Person> members() {
    std::vector<Person> all = people(3);
    all[0].key_version = all[2].key_version = "1";
    all[1].key_version = "10";
    return all;
}

ChangeBody rotation(const std::string& version = next_version, std::size_t sender = 0, std::uint64_t seed = 1) {
    return rotation_body(team_id, members()[sender], members(), version, seed);
}

HttpRequest rotating(const JsonValue& body, std::string_view user = "1111") {
    return post(keys_path, to_json(body), user);
}

const Conversation& team_in(const TestServer& server) { return *server.state.find(team_id); }

TEST(RotateKeys, an_accepted_rotation_changes_the_version_alone) {
    TestServer server(team());
    const HttpResponse response = server.send(rotating(rotation().json));
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.body, R"({"data":{"conversation_id":"g1700000000000000001","sequence_id":"1"}})");
    Group expected = *team().find_group(team_id);
    expected.conversation_key_version = next_version;
    EXPECT_EQ(team_in(server).group, expected);
}

TEST(RotateKeys, its_event_is_the_key_change_as_it_was_signed) {
    TestServer server(team());
    const ChangeBody change = rotation();
    server.send(rotating(change.json));
    const std::vector<Event> events = events_of(server, team_id, "2222");
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(team_in(server).events.front()->is_key_change);
    EXPECT_TRUE(verify_event(events.front(), team().users, &change.key).has_value());
    EXPECT_EQ(open_key(*KeyChange::from_detail(events.front().detail), person(2)), change.key);
}

TEST(RotateKeys, any_member_may_rotate) {
    TestServer server(team());
    EXPECT_EQ(server.send(rotating(rotation(next_version, 1).json, "2222")).status, 200);
}

TEST(RotateKeys, an_outsider_may_not) {
    Person outsider = person(5);
    outsider.key_version = "1";
    const ChangeBody change = rotation_body(team_id, outsider, members(), next_version);
    expect_refused(TestServer(team()), rotating(change.json, "5555"), 403);
}

TEST(RotateKeys, an_unknown_group_is_not_found) {
    expect_refused(TestServer(team()), post("/2/chat/conversations/g7/keys", to_json(rotation().json)), 404);
}

TEST(RotateKeys, the_one_action_is_a_key_change) {
    const TestServer server(team());
    JsonValue none = rotation().json, twice = none, both = none, other = none;
    none.find("action_signatures")->elements.clear();
    expect_refused_at(server, rotating(none), 400, "/action_signatures");
    auto& actions = twice.find("action_signatures")->elements;
    const JsonValue more = rotation(next_version, 0, 2).json;
    actions.push_back(more.find("action_signatures")->elements.front());
    expect_refused_at(server, rotating(twice), 400, "/action_signatures");
    const JsonValue adding = adding_body(server, team_id, person(1), {"5555"}).json;
    const JsonValue& member_add = adding.find("action_signatures")->elements[1];
    both.find("action_signatures")->elements.push_back(member_add);
    expect_refused_at(server, rotating(both), 400, "/action_signatures");
    other.find("action_signatures")->elements = {member_add};
    expect_refused_at(server, rotating(other), 400, "/action_signatures");
}

TEST(RotateKeys, a_refusal_by_a_rule_of_its_own_names_it) {
    JsonValue none = rotation().json;
    none.erase("action_signatures");
    EXPECT_EQ(text_in(expect_refused(TestServer(team()), rotating(none), 400), "/detail"),
              "the request breaks the rule: one key change alone (AM-SIG-048)");
}

TEST(RotateKeys, the_version_moves_forward_and_not_far) {
    const TestServer server(team());
    expect_refused_at(server, rotating(rotation("1700000000123").json), 409, "/conversation_key_version");
    expect_refused_at(server, rotating(rotation("1790086400001").json), 400, "/conversation_key_version");
    EXPECT_TRUE(server.ask(rotating(rotation("1790086400000").json)).next.has_value());
}

TEST(RotateKeys, the_rules_of_wrapped_keys_hold) {
    const TestServer server(team());
    std::vector<Person> some = members();
    some.pop_back();
    expect_refused_at(server, rotating(rotation_body(team_id, members()[0], some, next_version).json), 400,
                      "/conversation_participant_keys");
    std::vector<Person> outdated = members();
    outdated[1].key_version = "9";
    expect_refused(server, rotating(rotation_body(team_id, members()[0], outdated, next_version).json), 409);
    JsonValue body = rotation().json;
    body.set("conversation_key_version", json_string("1790000000001"));
    expect_refused_at(server, rotating(body), 400, "/conversation_key_version");
    body.erase("conversation_key_version");
    expect_refused_at(server, rotating(body), 400, "/conversation_key_version");
}

TEST(RotateKeys, a_body_is_one_json_object_with_each_key_once) {
    const TestServer server(team());
    for (const char* body : {"", "{", "[]", "7"}) expect_refused(server, post(keys_path, body), 400);
    const std::string body = to_json(rotation().json);
    expect_refused_at(server, post(keys_path, R"({"action_signatures": [],)" + body.substr(1)), 400,
                      "/action_signatures");
}

TEST(RotateKeys, fields_of_adding_are_nothing_to_it) {
    TestServer server(team());
    JsonValue body = rotation().json;
    body.set("user_ids", json_array({json_string("5555")}));
    body.set("encrypted_title", json_number("1"));
    body.set("encrypted_avatar_url", json_string("no base64"));
    EXPECT_EQ(server.send(rotating(body)).status, 200);
    EXPECT_FALSE(contains(team_in(server).group.members, "5555"));
}

TEST(RotateKeys, the_encoded_rotation_is_base64) {
    const TestServer server(team());
    JsonValue body = rotation().json;
    for (const JsonValue& wrong : {json_string("*"), json_number("1"), json_null()}) {
        body.set("base64_encoded_key_rotation", wrong);
        expect_refused_at(server, rotating(body), 400, "/base64_encoded_key_rotation");
    }
    body.set("base64_encoded_key_rotation", json_string("AAAA"));
    EXPECT_TRUE(server.ask(rotating(body)).next.has_value());
}

TEST(RotateKeys, the_same_body_again_is_answered_as_before) {
    TestServer server(team());
    const HttpResponse first = server.send(rotating(rotation().json));
    const Handled again = server.ask(rotating(rotation().json));
    EXPECT_EQ(again.response.body, first.body);
    EXPECT_FALSE(again.next.has_value());
}

TEST(RotateKeys, the_same_body_to_another_operation_is_no_repetition) {
    TestServer server(team());
    const std::string body = to_json(rotation().json);
    server.send(post(keys_path, body));
    expect_refused_at(server, post("/2/chat/conversations/" + team_id + "/members", body), 400, "/user_ids");
}

TEST(RotateKeys, a_server_without_the_rule_of_the_one_action_takes_any_number) {
    for (const std::size_t actions : {0u, 2u}) {
        TestServer server(team());
        server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"one_key_change_alone"});
        JsonValue body = rotation().json;
        auto& signed_actions = body.find("action_signatures")->elements;
        const JsonValue more = rotation(next_version, 0, 2).json;
        signed_actions.push_back(more.find("action_signatures")->elements.front());
        signed_actions.resize(actions);
        EXPECT_EQ(server.send(rotating(body)).status, 200) << actions;
        EXPECT_EQ(team_in(server).events.size(), actions);
        EXPECT_EQ(team_in(server).group.conversation_key_version, next_version);
    }
}

}  // namespace
}  // namespace keyturn
