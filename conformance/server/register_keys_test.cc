#include <gtest/gtest.h>

#include "conformance/server/server_test_support.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

const std::string accounts = R"({"users": {"1111": {"keys": []}, "2222": {"keys": []}}})";

TestServer with_accounts() {
    TestServer server;
    server.set_up(accounts);
    return server;
}

HttpRequest registering(const JsonValue& body, std::string_view user = "1111") {
    return post("/2/users/1111/public_keys", to_json(body), user);
}

// 1111's registration with one thing changed.
JsonValue registration_with(std::string_view pointer, JsonValue value) {
    JsonValue body = registration_body(person(1));
    const std::size_t slash = pointer.rfind('/');
    resolve(body, pointer.substr(0, slash))->set(pointer.substr(slash + 1), std::move(value));
    return body;
}

JsonValue registration_without(std::string_view pointer) {
    JsonValue body = registration_body(person(1));
    const std::size_t slash = pointer.rfind('/');
    EXPECT_TRUE(resolve(body, pointer.substr(0, slash))->erase(pointer.substr(slash + 1)));
    return body;
}

std::string sec1_of(const PublicKey& key) { return base64(key.sec1()); }

const std::vector<RegisteredKey>& keys_of(const TestServer& server) { return server.state.users->at("1111").keys; }

TEST(RegisterKeys, a_registration_is_stored_as_it_was_sent) {
    TestServer server = with_accounts();
    const JsonValue body = registration_body(person(1));
    const HttpResponse response = server.send(registering(body));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, R"({"data":{"public_key_version":"100"}})");
    ASSERT_EQ(keys_of(server).size(), 1u);
    const RegisteredKey& key = keys_of(server).front();
    EXPECT_EQ(key.version, "100");
    EXPECT_EQ(key.identity, person(1).keys.identity.public_key());
    EXPECT_EQ(key.signing, person(1).keys.signing.public_key());
    EXPECT_EQ(key.identity_public_key_signature, resolve(body, "/public_key/identity_public_key_signature")->text);
    EXPECT_TRUE(server.state.users->at("2222").keys.empty());
}

TEST(RegisterKeys, keys_of_others_are_not_registered) {
    const TestServer server = with_accounts();
    const HttpResponse response = expect_refused(server, registering(registration_body(person(1)), "2222"), 403);
    EXPECT_EQ(text_in(response, "/resource_type"), "user");
    expect_refused(server, post("/2/users/7777/public_keys", to_json(registration_body(person(1)))), 403);
}

TEST(RegisterKeys, a_signing_key_may_be_absent_with_its_signature) {
    TestServer server = with_accounts();
    JsonValue body = registration_without("/public_key/signing_public_key");
    expect_refused_at(server, registering(body), 400, "/public_key/identity_public_key_signature");
    resolve(body, "/public_key")->erase("identity_public_key_signature");
    EXPECT_EQ(server.send(registering(body)).status, 200);
    EXPECT_FALSE(keys_of(server).front().signing.has_value());
    EXPECT_EQ(keys_of(server).front().identity_public_key_signature, "");
}

TEST(RegisterKeys, a_signing_key_needs_its_signature) {
    expect_refused_at(with_accounts(), registering(registration_without("/public_key/identity_public_key_signature")),
                      400, "/public_key/identity_public_key_signature");
}

TEST(RegisterKeys, the_signature_must_bind_the_identity_key_to_the_signing_key) {
    const TestServer server = with_accounts();
    const std::string at = "/public_key/identity_public_key_signature";
    const auto identity = person(1).keys.identity.public_key();
    const PrivateKey& signing = person(1).keys.signing;
    for (const std::string& signature :
         {std::string(), std::string("AAAA"), sign_binding(person(2).keys.signing, identity.spki()),
          sign_binding(signing, person(2).keys.identity.public_key().spki()), sign_binding(signing, identity.sec1())})
        expect_refused_at(server, registering(registration_with(at, json_string(signature))), 400, at);
}

TEST(RegisterKeys, a_key_is_base64_of_spki) {
    const TestServer server = with_accounts();
    auto off_curve = person(1).keys.identity.public_key().spki();
    off_curve.back() ^= 1;
    for (const char* at : {"/public_key/public_key", "/public_key/signing_public_key"})
        for (const std::string& text : {std::string(), sec1_of(person(1).keys.identity.public_key()), base64(off_curve),
                                        std::string("not base64")})
            expect_refused_at(server, registering(registration_with(at, json_string(text))), 400, at);
}

TEST(RegisterKeys, a_fingerprint_is_that_of_the_identity_key) {
    TestServer server = with_accounts();
    const std::string at = "/public_key/public_key_fingerprint";
    const std::string other = person(1).keys.signing.public_key().fingerprint();
    expect_refused_at(server, registering(registration_with(at, json_string(other))), 400, at);
    const std::string own = person(1).keys.identity.public_key().fingerprint();
    EXPECT_EQ(server.send(registering(registration_with(at, json_string(own)))).status, 200);
}

TEST(RegisterKeys, a_version_is_decimal) {
    const TestServer server = with_accounts();
    for (const char* version : {"", "01", "-1", "1.0", "v1", "18446744073709551616"})
        expect_refused_at(server, registering(registration_with("/version", json_string(version))), 400, "/version");
    EXPECT_TRUE(server.ask(registering(registration_with("/version", json_string("18446744073709551615")))).next);
}

TEST(RegisterKeys, what_must_be_there_and_of_which_type) {
    const TestServer server = with_accounts();
    for (const char* at : {"/public_key", "/version", "/public_key/public_key"})
        expect_refused_at(server, registering(registration_without(at)), 400, at);
    for (const char* at :
         {"/version", "/generate_version", "/public_key", "/public_key/public_key", "/public_key/signing_public_key",
          "/public_key/identity_public_key_signature", "/public_key/signing_public_key_signature",
          "/public_key/public_key_fingerprint", "/public_key/registration_method"})
        expect_refused_at(server, registering(registration_with(at, json_number("7"))), 400, at);
}

TEST(RegisterKeys, what_the_server_does_not_judge_is_taken) {
    TestServer server = with_accounts();
    JsonValue body = registration_with("/public_key/registration_method", json_string("any"));
    resolve(body, "/public_key")->set("signing_public_key_signature", json_string("any"));
    body.set("unknown", json_number("1"));
    EXPECT_EQ(server.send(registering(body)).status, 200);
}

TEST(RegisterKeys, a_body_is_one_json_document_with_each_key_once) {
    const TestServer server = with_accounts();
    for (const char* body : {"", "{", "[]", "null", "{} {}"})
        expect_refused(server, post("/2/users/1111/public_keys", body), 400);
    const std::string twice = to_json(registration_body(person(1)));
    expect_refused_at(server, post("/2/users/1111/public_keys", R"({"version": "100",)" + twice.substr(1)), 400,
                      "/version");
}

TEST(RegisterKeys, the_same_keys_at_the_same_version_are_registered_once) {
    TestServer server = with_accounts();
    server.send(registering(registration_body(person(1))));
    const Handled again = server.ask(registering(registration_body(person(1))));
    EXPECT_EQ(again.response.body, R"({"data":{"public_key_version":"100"}})");
    EXPECT_FALSE(again.next.has_value());
}

TEST(RegisterKeys, other_keys_at_the_same_version_are_a_conflict) {
    TestServer server = with_accounts();
    server.send(registering(registration_body(person(1))));
    for (const PrivateKeys& keys : {PrivateKeys{person(1).keys.identity, person(2).keys.signing},
                                    PrivateKeys{person(2).keys.identity, person(1).keys.signing}}) {
        const Person other{"1111", keys, "100"};
        expect_refused_at(server, registering(registration_body(other)), 409, "/version");
    }
}

TEST(RegisterKeys, versions_are_compared_as_numbers) {
    TestServer server;
    server.set_up(R"({"users": {"1111": {"keys": [{"version": "0100", "identity_public_key": ")" +
                  sec1_of(person(3).keys.identity.public_key()) + R"("}]}}})");
    expect_refused(server, registering(registration_body(person(1))), 409);
}

TEST(RegisterKeys, the_highest_version_is_the_latest_whenever_it_came) {
    TestServer server = with_accounts();
    for (const char* version : {"99", "1000", "101"})
        EXPECT_EQ(server.send(registering(registration_with("/version", json_string(version)))).status, 200);
    EXPECT_EQ(keys_of(server).size(), 3u);
    EXPECT_EQ(server.state.users->at("1111").latest_key()->version, "1000");
}

std::string generated(TestServer& server, std::string_view asked_version = "") {
    JsonValue body = registration_with("/generate_version", json_bool(true));
    body.set("version", json_string(std::string(asked_version)));
    return text_in(server.send(registering(body)), "/data/public_key_version");
}

TEST(RegisterKeys, a_generated_version_is_the_clock) {
    TestServer server = with_accounts();
    EXPECT_EQ(generated(server, "7"), std::to_string(test_now_msec));
    EXPECT_EQ(keys_of(server).front().version, std::to_string(test_now_msec));
}

TEST(RegisterKeys, a_generated_version_is_above_those_before) {
    TestServer server = with_accounts();
    server.send(registering(registration_with("/version", json_string(std::to_string(test_now_msec + 5)))));
    EXPECT_EQ(generated(server), std::to_string(test_now_msec + 6));
    EXPECT_EQ(generated(server), std::to_string(test_now_msec + 7));
    server.now_msec += 100;
    EXPECT_EQ(generated(server), std::to_string(test_now_msec + 100));
}

TEST(RegisterKeys, a_version_is_generated_only_when_asked) {
    TestServer server = with_accounts();
    server.send(registering(registration_with("/generate_version", json_bool(false))));
    EXPECT_EQ(keys_of(server).front().version, "100");
}

}  // namespace
}  // namespace keyturn
