#include <gtest/gtest.h>

#include <fmt/format.h>

#include "conformance/server/server_test_support.h"

namespace keyturn {
namespace {

const std::string team_path = "/2/chat/conversations/" + team_id;

// The team after so many rotations, each an event; made without signatures, which reading does not look at.
TestServer with_events(std::uint64_t count) {
    TestServer server(team());
    Conversation conversation = *server.state.find(team_id);
    for (std::uint64_t id = 1; id <= count; ++id)
        conversation.events.push_back(std::make_shared<const StoredEvent>(
            StoredEvent{id * 10, fmt::format("m{}", id), "2222", 1000 + id, fmt::format("event{}", id), id % 3 == 0}));
    server.state.conversations[team_id] = std::make_shared<const Conversation>(conversation);
    return server;
}

JsonValue page_of(const TestServer& server, const std::string& query) {
    const HttpResponse response = server.ask(get(team_path + "/events" + query)).response;
    EXPECT_EQ(response.status, 200) << response.body;
    return json_of(response);
}

std::vector<std::string> ids_in(const JsonValue& page) {
    std::vector<std::string> ids;
    for (const JsonValue& event : page.find("data")->elements) ids.push_back(event.find("id")->text);
    return ids;
}

std::size_t size_of_page(const TestServer& server, const std::string& query) {
    const JsonValue page = page_of(server, query);
    EXPECT_EQ(resolve(page, "/meta/result_count")->text, std::to_string(ids_in(page).size()));
    return ids_in(page).size();
}

TEST(ReadConversation, a_member_sees_all_of_a_group) {
    const HttpResponse response = TestServer(team()).ask(get(team_path, "3333")).response;
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"data":{"id":"g1700000000000000001","type":"group","group_name":"Team",)"
                             R"("group_avatar_url":"https://example.com/team.png","admin_ids":["1111"],)"
                             R"("member_ids":["1111","2222","3333"],"participant_ids":["1111","2222","3333","4444"],)"
                             R"("message_ttl_ms":86400000,"screen_capture_blocking_enabled":false}})");
}

TEST(ReadConversation, what_is_unset_is_not_there) {
    TestServer server(team());
    server.set_up(R"({"group": {"id": "g1", "members": ["1111"]}})");
    EXPECT_EQ(server.ask(get("/2/chat/conversations/g1")).response.body,
              R"({"data":{"id":"g1","type":"group","admin_ids":[],"member_ids":["1111"],"participant_ids":["1111"]}})");
}

TEST(ReadConversation, to_outsiders_a_group_is_not_there) {
    const TestServer server = with_events(1);
    for (const char* tail : {"", "/events"}) {
        const HttpResponse unknown = expect_refused(server, get("/2/chat/conversations/g7" + std::string(tail)), 404);
        for (const char* user : {"4444", "5555"}) {
            const HttpResponse hidden = expect_refused(server, get(team_path + tail, user), 404);
            EXPECT_EQ(hidden.body, unknown.body);
        }
    }
}

TEST(ReadConversation, reading_changes_nothing) {
    const TestServer server = with_events(1);
    EXPECT_FALSE(server.ask(get(team_path)).next.has_value());
    EXPECT_FALSE(server.ask(get(team_path + "/events")).next.has_value());
}

TEST(ReadConversation, an_event_is_told_with_what_the_server_knows_of_it) {
    const JsonValue page = page_of(with_events(1), "");
    EXPECT_EQ(to_json(page), R"({"data":[{"id":"10","encoded_event":"event1","sender_id":"2222",)"
                             R"("conversation_id":"g1700000000000000001","created_at":"1001"}],)"
                             R"("meta":{"conversation_key_events":[],"has_more":false,"result_count":1}})");
}

TEST(ReadConversation, a_group_without_events_has_an_empty_page) {
    EXPECT_EQ(to_json(page_of(TestServer(team()), "")),
              R"({"data":[],"meta":{"conversation_key_events":[],"has_more":false,"result_count":0}})");
}

TEST(ReadConversation, the_newest_events_come_first_ten_at_a_time) {
    const JsonValue page = page_of(with_events(12), "");
    EXPECT_EQ(ids_in(page), (std::vector<std::string>{"120", "110", "100", "90", "80", "70", "60", "50", "40", "30"}));
    EXPECT_TRUE(resolve(page, "/meta/has_more")->boolean);
    EXPECT_EQ(resolve(page, "/meta/next_token")->text, "30");
    EXPECT_EQ(size_of_page(with_events(10), ""), 10u);
    EXPECT_FALSE(resolve(page_of(with_events(10), ""), "/meta/has_more")->boolean);
    EXPECT_EQ(resolve(page_of(with_events(10), ""), "/meta/next_token"), nullptr);
}

TEST(ReadConversation, every_page_has_all_key_changes_oldest_first) {
    const JsonValue page = page_of(with_events(7), "?max_results=1");
    EXPECT_EQ(to_json(*resolve(page, "/meta/conversation_key_events")), R"(["event3","event6"])");
}

TEST(ReadConversation, a_page_has_1_to_100_events) {
    const TestServer server = with_events(101);
    EXPECT_EQ(size_of_page(server, "?max_results=1"), 1u);
    EXPECT_EQ(size_of_page(server, "?max_results=100"), 100u);
    for (const char* size : {"0", "101", "-1", "+5", "", "1.0", "ten", "5x", " 5", "99999999999999999999", "%zz"}) {
        const HttpResponse response =
            expect_refused(server, get(team_path + "/events?max_results=" + std::string(size)), 400);
        EXPECT_EQ(text_in(response, "/detail"),
                  "max_results is a number from 1 to 100, pagination_token one that was given");
    }
}

TEST(ReadConversation, a_token_that_was_never_given_is_refused) {
    const TestServer server = with_events(3);
    for (const char* token : {"0", "-1", "", "x", "10x", "18446744073709551616"})
        expect_refused(server, get(team_path + "/events?pagination_token=" + std::string(token)), 400);
    EXPECT_EQ(size_of_page(server, "?pagination_token=1"), 0u);
    EXPECT_EQ(size_of_page(server, "?pagination_token=18446744073709551615"), 3u);
}

std::vector<std::string> ids_over_pages_of(const TestServer& server, std::size_t size) {
    std::vector<std::string> ids;
    std::string token;
    for (int pages = 0; pages < 20; ++pages) {
        const JsonValue page =
            page_of(server, fmt::format("?max_results={}{}", size, token.empty() ? "" : "&pagination_token=" + token));
        const auto more = ids_in(page);
        ids.insert(ids.end(), more.begin(), more.end());
        EXPECT_EQ(resolve(page, "/meta/has_more")->boolean, resolve(page, "/meta/next_token") != nullptr);
        if (!resolve(page, "/meta/next_token")) break;
        token = resolve(page, "/meta/next_token")->text;
    }
    return ids;
}

TEST(ReadConversation, the_pages_together_have_every_event_once) {
    const TestServer server = with_events(7);
    const std::vector<std::string> all = {"70", "60", "50", "40", "30", "20", "10"};
    for (const std::size_t size : {1u, 2u, 3u, 6u, 7u, 8u}) EXPECT_EQ(ids_over_pages_of(server, size), all) << size;
}

TEST(ReadConversation, a_server_without_the_rule_of_the_size_of_pages_takes_any) {
    TestServer server = with_events(12);
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"max_results_in_range"});
    EXPECT_EQ(size_of_page(server, "?max_results=101"), 12u);
    EXPECT_EQ(size_of_page(server, "?max_results=0"), 0u);
    EXPECT_EQ(size_of_page(server, "?max_results=11"), 11u);
    EXPECT_EQ(size_of_page(server, "?max_results=many"), 10u);
}

}  // namespace
}  // namespace keyturn
