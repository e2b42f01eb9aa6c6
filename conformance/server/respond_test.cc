#include "conformance/server/respond.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/server/server_test_support.h"

namespace keyturn {
namespace {

const std::string members_of_team = "/2/chat/conversations/" + team_id + "/members";

HttpRequest with_authorization(HttpRequest request, const std::string& value) {
    request.headers.insert(request.headers.begin(), {"Authorization", value});
    return request;
}

int status_of(const TestServer& server, const HttpRequest& request) { return server.ask(request).response.status; }

std::string allowed(const TestServer& server, const std::string& method, const std::string& target) {
    HttpRequest request = get(target);
    request.method = method;
    return header_of(expect_refused(server, request, 405), "Allow");
}

TEST(Respond, a_path_that_is_none_is_not_found) {
    const TestServer server(team());
    for (const char* target :
         {"/", "", "/2/chat/conversations", "/2/chat/conversations/", "/2/chat/conversations//members",
          "/2/chat/conversations/g1/members/", "/2/chat/conversations/g1/2/members", "/2/chat/conversations/g1/other",
          "/3/chat/conversations/g1/members", "/2/users//public_keys", "/2/users/1111", "/_keyturn/state/",
          "/_keyturn"}) {
        const HttpResponse response = expect_refused(server, get(target), 404);
        EXPECT_EQ(text_in(response, "/detail"), "there is nothing at this path") << target;
    }
}

TEST(Respond, an_unknown_path_needs_no_token) { expect_refused(TestServer(team()), get("/unknown", ""), 404); }

TEST(Respond, another_method_is_told_which_ones_there_are) {
    const TestServer server(team());
    EXPECT_EQ(allowed(server, "PUT", members_of_team), "POST");
    EXPECT_EQ(allowed(server, "GET", members_of_team), "POST");
    EXPECT_EQ(allowed(server, "post", members_of_team), "POST");
    EXPECT_EQ(allowed(server, "HEAD", "/2/chat/conversations/g1"), "GET");
    EXPECT_EQ(allowed(server, "POST", "/2/chat/conversations/g1/events"), "GET");
    EXPECT_EQ(allowed(server, "GET", "/2/chat/conversations/g1/keys"), "POST");
    EXPECT_EQ(allowed(server, "DELETE", "/2/users/1111/public_keys"), "POST, GET");
    EXPECT_EQ(allowed(server, "POST", "/2/users/public_keys"), "GET");
    EXPECT_EQ(allowed(server, "GET", "/_keyturn/state"), "POST");
}

TEST(Respond, a_path_without_an_id_is_not_read_as_one_with_it) {
    const TestServer server(team());
    EXPECT_EQ(allowed(server, "GET", "/2/chat/conversations/group"), "POST");
    EXPECT_EQ(allowed(server, "GET", "/2/chat/conversations/group/initialize"), "POST");
    EXPECT_EQ(status_of(server, get("/2/users/public_keys?ids=1111")), 200);
    EXPECT_EQ(status_of(server, post("/2/chat/conversations/group/initialize", "")), 200);
}

TEST(Respond, only_the_refusal_of_a_method_has_allow) {
    const TestServer server(team());
    EXPECT_EQ(header_of(server.ask(get("/unknown")).response, "Allow"), "");
    EXPECT_EQ(header_of(server.ask(get(members_of_team, "")).response, "Allow"), "POST");
}

TEST(Respond, without_a_token_there_is_no_access) {
    const TestServer server(team());
    for (const char* target :
         {"/2/chat/conversations/g1700000000000000001", "/2/chat/conversations/g1700000000000000001/events",
          "/2/users/1111/public_keys", "/2/users/public_keys?ids=1111"})
        EXPECT_EQ(header_of(expect_refused(server, get(target, ""), 401), "WWW-Authenticate"), "Bearer") << target;
    for (const char* target :
         {"/2/chat/conversations/g1700000000000000001/members", "/2/chat/conversations/g1700000000000000001/keys",
          "/2/chat/conversations/group", "/2/chat/conversations/group/initialize", "/2/users/1111/public_keys"})
        EXPECT_EQ(header_of(expect_refused(server, post(target, "{}", ""), 401), "WWW-Authenticate"), "Bearer")
            << target;
}

TEST(Respond, a_token_counts_only_whole_and_as_a_bearer_token) {
    const TestServer server(team());
    const HttpRequest request = get("/2/chat/conversations/" + team_id, "");
    for (const char* value : {"Bearer token-1111", "bearer token-1111", "BEARER token-1111"})
        EXPECT_EQ(status_of(server, with_authorization(request, value)), 200) << value;
    for (const char* value :
         {"Bearer", "Bearer ", "", "Bearer token-111", "Bearer token-11111", "Bearer  token-1111", "Bearer token-1111 ",
          "Bearer Token-1111", "Bearertoken-1111", "Basic token-1111", "token-1111", "Bearer x"})
        expect_refused(server, with_authorization(request, value), 401);
}

TEST(Respond, a_user_without_a_token_has_no_access) {
    TestServer server(team());
    auto users = *server.state.users;
    users.at("1111").token.reset();
    users.at("2222").token = "";
    server.state.users = std::make_shared<const Users>(users);
    expect_refused(server, get("/2/chat/conversations/" + team_id, "1111"), 401);
    expect_refused(server, with_authorization(get("/2/chat/conversations/" + team_id, ""), "Bearer "), 401);
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/" + team_id, "3333")), 200);
}

TEST(Respond, the_first_authorization_field_counts) {
    const TestServer server(team());
    const HttpRequest request = get("/2/chat/conversations/" + team_id, "1111");
    expect_refused(server, with_authorization(request, "Bearer other"), 401);
}

TEST(Respond, a_body_is_json_by_its_media_type) {
    const TestServer server(team());
    HttpRequest request = post(members_of_team, "{}");
    for (const char* type : {"application/json", "Application/JSON", "application/json; charset=utf-8"}) {
        request.headers.back().second = type;
        EXPECT_EQ(status_of(server, request), 400) << type;
    }
    for (const char* type : {"", "application/json-patch+json", "text/json", "application", "json"}) {
        request.headers.back().second = type;
        expect_refused(server, request, 415);
    }
    request.headers.pop_back();
    expect_refused(server, request, 415);
}

TEST(Respond, every_operation_that_reads_a_body_asks_for_its_media_type) {
    const TestServer server(team());
    for (const char* target : {"/2/users/1111/public_keys", "/2/chat/conversations/group",
                               "/2/chat/conversations/g1700000000000000001/keys", "/_keyturn/state"}) {
        HttpRequest request = post(target, "{}");
        request.headers.pop_back();
        expect_refused(server, request, 415);
    }
}

TEST(Respond, the_token_is_looked_at_before_the_media_type) {
    HttpRequest request = post(members_of_team, "{}", "");
    request.headers.clear();
    expect_refused(TestServer(team()), request, 401);
}

TEST(Respond, the_id_of_the_path_is_percent_decoded) {
    const TestServer server(team());
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/%671700000000000000001")), 200);
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/g170000000000000000%31/events?max_results=1")), 200);
    expect_refused(server, get("/2/chat/conversations/g1700000000000000001%0A"), 404);
    expect_refused(server, get("/2/chat/conversations/g%2F1"), 404);
    for (const char* escape : {"%", "%4", "%zz"}) {
        const HttpResponse response = expect_refused(server, get(std::string("/2/chat/conversations/g") + escape), 400);
        EXPECT_EQ(text_in(response, "/detail"), "the path has a broken percent escape");
    }
}

TEST(Respond, the_query_is_no_part_of_the_path) {
    const TestServer server(team());
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/" + team_id + "?expansions=member_ids")), 200);
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/" + team_id + "?")), 200);
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/" + team_id + "?a=?/members")), 200);
    expect_refused(server, get("/2/chat/conversations?" + team_id), 404);
}

TEST(Respond, no_refusal_repeats_what_was_sent) {
    const TestServer server(team());
    const std::string secret = "s3cr3t";
    HttpRequest requests[] = {
        get("/" + secret, secret),
        get("/2/chat/conversations/" + secret + "?max_results=" + secret),
        get("/2/chat/conversations/" + team_id + "/events?max_results=" + secret),
        get("/2/users/" + secret + "/public_keys"),
        get("/2/users/public_keys?ids=" + secret),
        get("/2/chat/conversations/" + team_id, secret),
        post(members_of_team, "{\"" + secret + "\": 1, \"" + secret + "\": 2, \"user_ids\": []}"),
        post(members_of_team, secret),
        post(members_of_team, "{\"user_ids\": {\"" + secret + "\": 1}}"),
        post("/2/chat/conversations/" + team_id + "/keys", "{\"conversation_key_version\": \"" + secret + "\"}"),
        post("/2/chat/conversations/group", "{\"conversation_id\": \"" + secret + "\", \"group_members\": []}"),
        post("/2/chat/conversations/group", "{\"conversation_id\": 7, \"" + secret + "\": []}"),
        post("/2/users/1111/public_keys", "{\"" + secret + "\": 1, \"" + secret + "\": 2}"),
        post("/2/users/1111/public_keys", "{\"public_key\": {\"public_key\": \"" + secret + "\"}}"),
        post("/2/users/" + secret + "/public_keys", "{}"),
        post("/_keyturn/state", "{\"action\": \"" + secret + "\", \"given\": {}}"),
        post("/_keyturn/state",
             "{\"action\": \"set-up\", \"given\": {\"users\": {\"1\": {\"token\": 7, \"keys\": [{}]}}}}"),
        post("/2/chat/conversations/" + team_id, secret),
    };
    for (const HttpRequest& request : requests) {
        const Handled handled = server.ask(request);
        EXPECT_GE(handled.response.status, 400) << request.target;
        EXPECT_FALSE(handled.next.has_value()) << request.target;
        EXPECT_FALSE(handled.response.body.contains(secret)) << handled.response.body;
        EXPECT_FALSE(handled.response.body.contains("token-")) << handled.response.body;
        for (const auto& [name, value] : handled.response.headers) EXPECT_FALSE(value.contains(secret)) << name;
    }
}

TEST(Respond, a_server_can_leave_out_what_its_transport_asks) {
    TestServer server(team());
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"method_is_allowed"});
    EXPECT_EQ(text_in(server.ask(get(members_of_team)).response, "/title"), "Unsupported Media Type");
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"token_is_known"});
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/" + team_id, "")), 200);
    EXPECT_EQ(status_of(server, get("/2/chat/conversations/g7", "")), 404);
    EXPECT_EQ(status_of(server, post("/2/users//public_keys", "{}", "")), 404);
    EXPECT_EQ(status_of(server, post("/2/users/1111/public_keys", "{}", "")), 403);
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"media_type_is_json"});
    HttpRequest request = post(members_of_team, "{}");
    request.headers.pop_back();
    EXPECT_EQ(status_of(server, request), 400);
}

TEST(Respond, a_server_that_asks_no_token_takes_the_caller_for_the_first_admin) {
    Given given = team();
    given.groups.front().admins = {"2222", "1111"};
    TestServer server(given);
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"token_is_known"});
    const HttpRequest request =
        post(members_of_team, to_json(adding_body(server, team_id, person(2), {"5555"}).json), "");
    EXPECT_EQ(status_of(server, request), 200);
    given.groups.front().admins.clear();
    server.set_up(to_json(given_to_json(given, PrivateParts::stripped)));
    EXPECT_EQ(status_of(server, request), 403);
}

TEST(Respond, every_rule_is_listed_once_and_those_of_the_transport_first) {
    const auto rules = server_rules();
    ASSERT_GT(rules.size(), 7u);
    EXPECT_EQ(rules[0].name, "method_is_allowed");
    EXPECT_EQ(rules[0].requirement, "AM-HTTP-001");
    EXPECT_EQ(rules[7].name, "body_is_one_object");
    EXPECT_EQ(rules[rules.size() - 6].name, "one_key_change_alone");
    std::vector<std::string_view> names;
    for (const ServerRule& rule : rules) names.push_back(rule.name);
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
}

TEST(Respond, a_body_of_more_than_8_mebibytes_is_refused_unread) {
    TestServer server(team());
    const auto of_size = [](std::size_t bytes) { return post(members_of_team, std::string(bytes, ' ')); };
    EXPECT_EQ(text_in(expect_refused(server, of_size(8'388'609), 413), "/detail"), "the request's body is too large");
    expect_refused(server, of_size(8'388'608), 400);
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"body_is_not_too_large"});
    expect_refused(server, of_size(8'388'609), 400);
}

}  // namespace
}  // namespace keyturn
