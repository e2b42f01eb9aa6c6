#include "conformance/sensitive_places.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

// Each as "place|secret", the place as it stands in the text.
std::vector<std::string> shown(std::string_view text, const std::vector<SensitivePlace>& places) {
    std::vector<std::string> all;
    for (const SensitivePlace& place : places)
        all.push_back(std::string(text.substr(place.offset, place.size)) + "|" + place.secret);
    return all;
}

using Shown = std::vector<std::string>;

Shown in_header(const HeaderLine& line) { return shown(line.second, sensitive_places_of_header(line)); }
Shown in_body(std::string_view body, std::string_view type = "") {
    return shown(body, sensitive_places_of_body(body, type));
}
Shown in_target(std::string_view target) { return shown(target, sensitive_places_of_target(target)); }

TEST(SensitivePlaces, names_that_name_a_secret) {
    for (const char* name : {"token", "access_token", "X-Auth-Token", "clientSecret", "client_secret_key", "PASSWORD",
                             "old-passwd", "x-api-key", "private_key", "private_keys", "session", "sessionId", "cookie",
                             "cookies", "passphrase", "authorization", "credential", "credentials"})
        EXPECT_TRUE(names_a_secret(name)) << name;
    for (const char* name :
         {"", "user_ids", "conversation_participant_keys", "conversation_key_version", "signing_public_key",
          "next_token", "previous_token", "pagination_token", "conversation_token", "Idempotency-Key", "tokens_left"})
        EXPECT_FALSE(names_a_secret(name)) << name;
}

TEST(SensitivePlaces, credentials_behind_their_scheme) {
    EXPECT_EQ(in_header({"authorization", "Bearer  abc"}), Shown{"abc|abc"});
    EXPECT_EQ(in_header({"Proxy-Authorization", "Basic YTpi"}), Shown{"YTpi|YTpi"});
    EXPECT_EQ(in_header({"Authorization", "abc"}), Shown{"abc|abc"});
    EXPECT_EQ(in_header({"Authorization", "Bearer "}), Shown{});
    EXPECT_EQ(in_header({"Authorization", ""}), Shown{});
    EXPECT_EQ(sensitive_places_of_header({"Authorization", "Bearer abc"}).front().kind, SecretKind::token);
    EXPECT_EQ(sensitive_places_of_header({"Authorization", "Bearer abc"}).front().what,
              "the credentials in Authorization");
}

TEST(SensitivePlaces, values_of_cookies) {
    EXPECT_EQ(in_header({"Cookie", "a=1; b=two=2;c; d="}), (Shown{"1|1", "two=2|two=2", "c|c"}));
    EXPECT_EQ(in_header({"Set-Cookie", "sid=abc; Path=/; HttpOnly"}), Shown{"abc|abc"});
    EXPECT_EQ(in_header({"cookie", ""}), Shown{});
    EXPECT_EQ(sensitive_places_of_header({"Cookie", "a=1"}).front().kind, SecretKind::cookie);
    EXPECT_EQ(sensitive_places_of_header({"Cookie", "a=1"}).front().what, "a cookie in Cookie");
}

TEST(SensitivePlaces, other_header_lines_by_their_name) {
    EXPECT_EQ(in_header({"X-Api-Key", "abc"}), Shown{"abc|abc"});
    EXPECT_EQ(in_header({"X-Api-Key", ""}), Shown{});
    EXPECT_EQ(in_header({"Content-Type", "abc"}), Shown{});
    EXPECT_EQ(sensitive_places_of_header({"X-Auth-Token", "a"}).front().kind, SecretKind::token);
    EXPECT_EQ(sensitive_places_of_header({"X-Api-Key", "a"}).front().kind, SecretKind::other);
    EXPECT_EQ(sensitive_places_of_header({"X-Private-Key", "a"}).front().kind, SecretKind::private_key);
    EXPECT_EQ(sensitive_places_of_header({"X-Api-Key", "a"}).front().what, "the value of X-Api-Key");
}

TEST(SensitivePlaces, parameters_of_a_query) {
    EXPECT_EQ(in_target("/token=a?access_token=a%2Bb+c&x=1&password=p&secret=&token"), (Shown{"a%2Bb+c|a+b c", "p|p"}));
    EXPECT_EQ(in_target("/?%74oken=x"), Shown{"x|x"});
    EXPECT_EQ(in_target("/?token=%zz"), Shown{"%zz|%zz"});
    EXPECT_EQ(in_target("/token=x"), Shown{});
    EXPECT_EQ(sensitive_places_of_target("/?access_token=x").front().what, "the parameter access_token");
}

TEST(SensitivePlaces, parameters_of_a_form) {
    EXPECT_EQ(in_body("grant_type=x&refresh_token=abc", "Application/X-www-form-urlencoded; charset=utf-8"),
              Shown{"abc|abc"});
    EXPECT_EQ(in_body("grant_type=x&refresh_token=abc", "text/plain"), Shown{});
}

TEST(SensitivePlaces, members_of_json_and_all_below_them) {
    EXPECT_EQ(in_body(R"({"a": {"token": "x\"y", "n": 1}, "private_keys": ["k1", {"any": "k2"}], "password": 12,)"
                      R"( "secret": null, "api_key": "", "session": true})"),
              (Shown{R"(x\"y|x"y)", "k1|k1", "k2|k2", "12|12"}));
    EXPECT_EQ(in_body(R"({"token": )"), Shown{});
}

TEST(SensitivePlaces, a_member_has_its_pointer_kind_and_name) {
    const auto places = sensitive_places_of_body(R"({"a/b":[{"token":"x"}],"private_keys":["y"],"password":"z"})", "");
    ASSERT_EQ(places.size(), 3u);
    EXPECT_EQ(places[0].pointer, "/a~1b/0/token");
    EXPECT_EQ(places[0].kind, SecretKind::token);
    EXPECT_EQ(places[0].what, "the member token");
    EXPECT_EQ(places[1].kind, SecretKind::private_key);
    EXPECT_EQ(places[1].pointer, "/private_keys/0");
    EXPECT_EQ(places[2].kind, SecretKind::other);
}

TEST(SensitivePlaces, private_keys_in_pem_alone_and_within_json) {
    const std::string pem =
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
        "-----BEGIN EC PRIVATE KEY-----\nBBBB\n-----END EC PRIVATE KEY-----\n"
        "-----BEGIN PRIVATE KEY-----\nCCCC\n-----END PRIVATE KEY-----\n";
    EXPECT_EQ(in_body(pem), (Shown{"\nBBBB\n|\nBBBB\n", "\nCCCC\n|\nCCCC\n"}));
    EXPECT_EQ(in_body(R"(["-----BEGIN PRIVATE KEY-----\nCC\n-----END"])"), Shown{});
    EXPECT_EQ(in_body(R"(["-----BEGIN PRIVATE KEY-----\nCC\n-----END PRIVATE KEY-----"])"), Shown{R"(\nCC\n|\nCC\n)"});
    EXPECT_EQ(in_body("-----BEGIN PRIVATE KEY-----\nCC"), Shown{});
    EXPECT_EQ(sensitive_places_of_body(pem, "").front().kind, SecretKind::private_key);
}

}  // namespace
}  // namespace keyturn
