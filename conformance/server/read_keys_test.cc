#include <gtest/gtest.h>

#include "conformance/server/server_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

std::string ids(std::size_t count) {
    std::string list = "1111";
    for (std::size_t i = 1; i < count; ++i) list += ",1111";
    return list;
}

TEST(ReadKeys, a_user_has_every_registration) {
    const TestServer server(team());
    const HttpResponse response = server.ask(get("/2/users/2222/public_keys?public_key.fields=public_key")).response;
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header_of(response, "Content-Type"), "application/json");
    const auto& keys = team().users.at("2222").keys;
    EXPECT_EQ(json_of(response).find("data")->elements.size(), 2u);
    EXPECT_EQ(text_in(response, "/data/0/public_key_version"), "9");
    EXPECT_EQ(text_in(response, "/data/1/public_key_version"), "10");
    EXPECT_EQ(text_in(response, "/data/1/public_key"), base64(keys[1].identity.spki()));
    EXPECT_EQ(text_in(response, "/data/1/signing_public_key"), base64(keys[1].signing->spki()));
    EXPECT_EQ(text_in(response, "/data/1/identity_public_key_signature"), keys[1].identity_public_key_signature);
}

TEST(ReadKeys, what_was_not_registered_is_not_there) {
    TestServer server(team());
    const std::string identity = base64(person(1).keys.identity.public_key().spki());
    server.set_up(R"({"users": {"1": {}, "2": {"keys": [{"version": "5", "identity_public_key": ")" + identity +
                  R"("}]}}})");
    EXPECT_EQ(server.ask(get("/2/users/1/public_keys")).response.body, R"({"data":[]})");
    EXPECT_EQ(server.ask(get("/2/users/2/public_keys")).response.body,
              R"({"data":[{"public_key":")" + identity + R"(","public_key_version":"5"}]})");
}

TEST(ReadKeys, reading_changes_nothing) {
    EXPECT_FALSE(TestServer(team()).ask(get("/2/users/2222/public_keys")).next.has_value());
    EXPECT_FALSE(TestServer(team()).ask(get("/2/users/public_keys?ids=1111")).next.has_value());
}

TEST(ReadKeys, an_unknown_user_is_not_found) {
    const HttpResponse response = expect_refused(TestServer(team()), get("/2/users/8888/public_keys"), 404);
    EXPECT_EQ(text_in(response, "/resource_type"), "user");
    EXPECT_EQ(text_in(response, "/detail"), "there is no such user");
}

TEST(ReadKeys, several_users_are_read_at_once_in_their_order) {
    const HttpResponse response = TestServer(team()).ask(get("/2/users/public_keys?ids=2222,1111")).response;
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(json_of(response).find("data")->elements.size(), 3u);
    EXPECT_EQ(json_of(response).find("errors"), nullptr);
    EXPECT_EQ(text_in(response, "/data/2/public_key"), base64(team().users.at("1111").keys[0].identity.spki()));
}

TEST(ReadKeys, of_several_users_the_unknown_ones_are_told) {
    const HttpResponse response = TestServer(team()).ask(get("/2/users/public_keys?ids=8888%2C1111,9999")).response;
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(json_of(response).find("data")->elements.size(), 1u);
    EXPECT_EQ(json_of(response).find("errors")->elements.size(), 2u);
    EXPECT_EQ(text_in(response, "/errors/0/type"), "https://api.x.com/2/problems/resource-not-found");
    EXPECT_EQ(text_in(response, "/errors/0/resource_type"), "user");
}

TEST(ReadKeys, one_to_a_hundred_users_are_read_at_once) {
    const TestServer server(team());
    EXPECT_EQ(server.ask(get("/2/users/public_keys?ids=" + ids(1))).response.status, 200);
    EXPECT_EQ(json_of(server.ask(get("/2/users/public_keys?ids=" + ids(100))).response).find("data")->elements.size(),
              100u);
    expect_refused(server, get("/2/users/public_keys?ids=" + ids(101)), 400);
    for (const char* query : {"", "?ids=", "?ids=,", "?ids=1111,", "?ids=,1111", "?ids=01", "?ids=g1", "?id=1111"})
        EXPECT_EQ(text_in(expect_refused(server, get(std::string("/2/users/public_keys") + query), 400), "/detail"),
                  "ids is a list of 1 to 100 user ids with commas between them");
}

TEST(ReadKeys, a_server_without_the_rule_of_their_number_reads_what_it_finds) {
    TestServer server(team());
    server.state.left_out = std::make_shared<const LeftOut>(LeftOut{"ids_in_range"});
    EXPECT_EQ(json_of(server.ask(get("/2/users/public_keys?ids=" + ids(101))).response).find("data")->elements.size(),
              101u);
    EXPECT_EQ(server.ask(get("/2/users/public_keys")).response.status, 200);
}

}  // namespace
}  // namespace keyturn
