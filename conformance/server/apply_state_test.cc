#include <gtest/gtest.h>

#include "conformance/server/server_test_support.h"

namespace keyturn {
namespace {

HttpRequest hook(const std::string& action, const std::string& given) {
    return post("/_keyturn/state", R"({"action": ")" + action + R"(", "given": )" + given + "}", "");
}

const std::string small = R"({"group": {"id": "g1", "members": ["1"], "admins": []}, "users": {"1": {"keys": []}}})";

TEST(ApplyState, a_set_up_stores_groups_and_users) {
    TestServer server;
    EXPECT_EQ(server.send(hook("set-up", to_json(given_to_json(team(), PrivateParts::kept)))).status, 200);
    ASSERT_NE(server.state.find(team_id), nullptr);
    EXPECT_EQ(server.state.find(team_id)->group, *team().find_group(team_id));
    EXPECT_TRUE(server.state.find(team_id)->events.empty());
    EXPECT_EQ(server.state.users->size(), 7u);
    EXPECT_EQ(server.state.users->at("2222").keys.size(), 2u);
}

TEST(ApplyState, what_was_minted_is_answered_and_nothing_else) {
    TestServer server;
    EXPECT_EQ(server.send(hook("set-up", R"({"users": {"1": {"token": "mine"}}})")).body, "{}");
    EXPECT_NE(server.send(hook("set-up", R"({"users": {"1": {}}})")).body, "{}");
}

TEST(ApplyState, no_private_key_is_kept_or_answered) {
    TestServer server;
    Given without_a_token = team();
    without_a_token.users.begin()->second.token.reset();
    const HttpResponse response =
        server.send(hook("set-up", to_json(given_to_json(without_a_token, PrivateParts::kept))));
    EXPECT_TRUE(response.body.contains("\"given\""));
    EXPECT_FALSE(response.body.contains("private_keys"));
    for (const auto& [id, user] : *server.state.users) EXPECT_FALSE(user.private_keys.has_value()) << id;
}

TEST(ApplyState, a_user_without_a_token_is_given_one) {
    TestServer server;
    const HttpResponse response = server.send(hook("set-up", R"({"users": {"1": {}, "2": {"token": "mine"}}})"));
    EXPECT_EQ(text_in(response, "/given/users/1/token"), "token-1");
    EXPECT_EQ(text_in(response, "/given/users/2/token"), "mine");
    EXPECT_EQ(server.state.users->at("1").token, "token-1");
    EXPECT_EQ(server.state.users->at("2").token, "mine");
}

TEST(ApplyState, a_set_up_replaces_what_has_the_same_id_and_leaves_the_rest) {
    TestServer server(team());
    server.set_up(
        R"({"group": {"id": "g1700000000000000001", "members": ["1111"]}, "users": {"1111": {"token": "new"}}})");
    EXPECT_EQ(server.state.find(team_id)->group.members, std::vector<std::string>{"1111"});
    EXPECT_EQ(server.state.users->at("1111").token, "new");
    EXPECT_EQ(server.state.users->size(), 7u);
    server.set_up(small);
    EXPECT_EQ(server.state.conversations.size(), 2u);
}

TEST(ApplyState, a_tear_down_needs_ids_only_and_passes_over_what_has_none) {
    TestServer server(team());
    server.set_up(small);
    const std::string ids = R"({"group": 7, "groups": [7, {}, {"id": 7}, {"id": "g1"}], "users": {"1": 7}})";
    EXPECT_EQ(server.send(hook("tear-down", ids)).status, 200);
    EXPECT_EQ(server.state.find("g1"), nullptr);
    EXPECT_FALSE(server.state.users->contains("1"));
    EXPECT_NE(server.state.find(team_id), nullptr);
    EXPECT_EQ(server.state.users->size(), 7u);
}

TEST(ApplyState, a_tear_down_removes_what_it_names) {
    TestServer server(team());
    server.set_up(small);
    EXPECT_EQ(server.send(hook("tear-down", small)).body, "{}");
    EXPECT_EQ(server.state.find("g1"), nullptr);
    EXPECT_FALSE(server.state.users->contains("1"));
    EXPECT_NE(server.state.find(team_id), nullptr);
    EXPECT_EQ(server.state.users->size(), 7u);
    EXPECT_EQ(server.send(hook("tear-down", small)).status, 200);
}

TEST(ApplyState, another_action_is_refused) {
    const TestServer server(team());
    for (const char* action : {"", "set_up", "Set-up", "tear-down "})
        EXPECT_EQ(text_in(expect_refused(server, hook(action, small), 400), "/detail"),
                  "the action is set-up or tear-down");
}

TEST(ApplyState, another_form_is_refused) {
    const TestServer server(team());
    for (const char* body : {"", "[]", "{}", R"({"action": "set-up"})", R"({"given": {}})",
                             R"({"action": 7, "given": {}})", R"({"action": "set-up", "given": {}} x)"})
        EXPECT_EQ(text_in(expect_refused(server, post("/_keyturn/state", body, ""), 400), "/detail"),
                  R"(expected {"action": "set-up" or "tear-down", "given": {...}})")
            << body;
}

TEST(ApplyState, a_given_with_a_mistake_is_refused_with_its_place) {
    const TestServer server(team());
    const HttpResponse response = expect_refused(server, hook("set-up", R"({"groups": [{"id": 7}]})"), 400);
    EXPECT_EQ(text_in(response, "/detail"), "/given/groups/0/id: expected a text");
}

}  // namespace
}  // namespace keyturn
