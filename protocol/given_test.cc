#include "protocol/given.h"

#include <gtest/gtest.h>

#include "protocol/base64.h"
#include "protocol/change_test_support.h"

namespace keyturn {
namespace {

using Lines = std::vector<std::string>;

const std::string identity_key = base64(scalar_key(1).public_key().spki());
const std::string signing_key = base64(scalar_key(2).public_key().spki());
const std::string both_private_keys = base64(joined(scalar_key(1).reveal(), scalar_key(2).reveal()));

std::expected<Given, Problems> read(std::string_view text, const std::string& pointer = "") {
    return read_given(parse_json(text).value(), pointer);
}

Lines problems(std::string_view text, const std::string& pointer = "") {
    const auto given = read(text, pointer);
    Lines lines;
    if (given) return lines;
    for (const Problem& problem : given.error()) {
        EXPECT_EQ(problem.requirement, "");
        lines.push_back(problem.pointer + ": " + problem.expected + " / " + problem.actual);
    }
    return lines;
}

std::string user_with(std::string_view members) { return R"({"users": {"1111": {)" + std::string(members) + "}}}"; }
std::string key_with(std::string_view members) { return user_with(R"("keys": [{)" + std::string(members) + "}]"); }

TEST(Given, everything_that_is_set_is_read) {
    const auto given =
        read(R"({"groups": [{"id": "g1", "members": ["1111", "2222"], "admins": ["1111"], "pending": ["3333"],
                              "title": "Team", "avatar_url": "https://a.example", "ttl_msec": 5,
                              "screen_capture_blocking": true, "conversation_key_version": "9"}],
                 "users": {"1111": {"keys": [{"version": "7", "identity_public_key": ")" +
             identity_key + R"(", "signing_public_key": ")" + signing_key +
             R"(", "identity_public_key_signature": "c2ln"}], "private_keys": ")" + both_private_keys +
             R"(", "token": "t"}, "2222": {}}})");
    ASSERT_TRUE(given);
    ASSERT_EQ(given->groups.size(), 1u);
    EXPECT_EQ(given->groups[0],
              (Group{"g1", {"1111", "2222"}, {"1111"}, {"3333"}, "Team", "https://a.example", 5, true, "9"}));
    const User& user = given->users.at("1111");
    ASSERT_EQ(user.keys.size(), 1u);
    EXPECT_EQ(user.keys[0].version, "7");
    EXPECT_EQ(user.keys[0].identity, scalar_key(1).public_key());
    EXPECT_EQ(user.keys[0].signing, scalar_key(2).public_key());
    EXPECT_EQ(user.keys[0].identity_public_key_signature, "c2ln");
    ASSERT_TRUE(user.private_keys);
    EXPECT_EQ(user.private_keys->identity, scalar_key(1));
    EXPECT_EQ(user.private_keys->signing, scalar_key(2));
    EXPECT_EQ(user.token, "t");
    EXPECT_TRUE(given->users.at("2222").keys.empty());
}

TEST(Given, null_and_absent_are_unset) {
    for (const char* group : {R"({"groups": [{"id": "g1", "title": null, "avatar_url": null, "ttl_msec": null,
                          "screen_capture_blocking": null, "conversation_key_version": null, "members": null}]})",
                              R"({"groups": [{"id": "g1"}], "users": null})"}) {
        const auto given = read(group);
        ASSERT_TRUE(given);
        Group bare;
        bare.id = "g1";
        EXPECT_EQ(given->groups, std::vector{bare});
        EXPECT_TRUE(given->users.empty());
    }
    EXPECT_TRUE(read("{}"));
    const auto key = read(key_with(R"("version": "1", "identity_public_key": ")" + identity_key + '"'));
    ASSERT_TRUE(key);
    EXPECT_FALSE(key->users.at("1111").keys.at(0).signing);
    EXPECT_EQ(key->users.at("1111").keys.at(0).identity_public_key_signature, "");
}

TEST(Given, one_group_may_stand_alone_and_groups_are_found_by_id) {
    const auto given = read(R"({"group": {"id": "g1"}, "groups": [{"id": "g2"}, {"id": "g3"}]})");
    ASSERT_TRUE(given);
    ASSERT_EQ(given->groups.size(), 3u);
    EXPECT_EQ(given->find_group("g1"), &given->groups[0]);
    EXPECT_EQ(given->find_group("g3"), &given->groups[2]);
    EXPECT_EQ(given->find_group("g4"), nullptr);
}

TEST(Given, written_and_read_again_it_is_the_same) {
    Given given{{team(), {}}, team_users()};
    given.groups[1].id = "g2";
    given.users["1111"].token = "t";
    given.users["1111"].keys[1].identity_public_key_signature = "c2ln";
    given.users["2222"].keys[0].signing.reset();
    const JsonValue json = given_to_json(given, PrivateParts::kept);
    const auto again = read_given(json);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->groups, given.groups);
    EXPECT_EQ(given_to_json(*again, PrivateParts::kept), json);
    EXPECT_FALSE(again->users.at("2222").keys[0].signing);
    EXPECT_EQ(again->users.at("6666").private_keys->signing, scalar_key(12));
}

TEST(Given, as_json_it_has_the_keys_of_the_format) {
    Given given{{{}}, {}};
    given.groups[0].id = "g1";
    given.users["1111"] = {.keys = {registration("1", 1, 2)}, .private_keys = private_keys(1, 2), .token = "t"};
    EXPECT_EQ(to_json(given_to_json(given, PrivateParts::kept)),
              R"({"groups":[{"id":"g1","members":[],"admins":[],"pending":[],"title":null,"avatar_url":null,)"
              R"("ttl_msec":null,"screen_capture_blocking":null}],"users":{"1111":{"keys":[{"version":"1",)"
              R"("identity_public_key":")" +
                  identity_key + R"(","signing_public_key":")" + signing_key + R"("}],"private_keys":")" +
                  both_private_keys + R"(","token":"t"}}})");
}

TEST(Given, stripped_it_has_no_private_keys) {
    Given given{{}, team_users()};
    given.users["1111"].token = "t";
    const std::string stripped = to_json(given_to_json(given, PrivateParts::stripped));
    EXPECT_EQ(stripped.find("private_keys"), std::string::npos);
    EXPECT_EQ(stripped.find(both_private_keys), std::string::npos);
    EXPECT_NE(stripped.find(R"("token":"t")"), std::string::npos);
}

TEST(Given, every_problem_is_told_at_once_under_its_pointer) {
    EXPECT_EQ(problems(R"({"groups": [{"members": "1111", "admins": [1], "pending": {}, "title": 1, "avatar_url": [],
                                       "ttl_msec": "5", "screen_capture_blocking": 0, "conversation_key_version": 9,
                                       "name": "x"}],
                           "users": {"1111": {"keys": {}, "token": false}}, "extra": 1})",
                       "/given"),
              (Lines{
                  "/given/groups/0/id: a value / nothing",
                  "/given/groups/0/members: an array / \"1111\" (string)",
                  "/given/groups/0/admins/0: a text / 1 (number)",
                  "/given/groups/0/pending: an array / {} (object)",
                  "/given/groups/0/title: a text / 1 (number)",
                  "/given/groups/0/avatar_url: a text / [] (array)",
                  "/given/groups/0/ttl_msec: an integer / \"5\" (string)",
                  "/given/groups/0/screen_capture_blocking: true or false / 0 (number)",
                  "/given/groups/0/conversation_key_version: a text / 9 (number)",
                  "/given/groups/0/name: no such key / \"x\" (string)",
                  "/given/users/1111/keys: an array / … (object)",
                  "/given/users/1111/token: a text / … (boolean)",
                  "/given/extra: no such key / … (number)",
              }));
    EXPECT_EQ(problems("[]", "/given"), Lines{"/given: an object / … (array)"});
    EXPECT_EQ(problems(R"({"users": []})"), Lines{"/users: an object / … (array)"});
    EXPECT_EQ(problems(R"({"group": 1, "groups": 2})"),
              (Lines{"/group: an object / 1 (number)", "/groups: an array / … (number)"}));
}

TEST(Given, registered_keys_are_judged) {
    const std::string expected = ": a public key of P-256 in base64 / ";
    const std::string at = "/users/1111/keys/0/";
    EXPECT_EQ(problems(key_with("")),
              (Lines{at + "version: a value / nothing", at + "identity_public_key: a value / nothing"}));
    EXPECT_EQ(problems(key_with(R"("version": "1", "identity_public_key": "*", "signing_public_key": "AAAA", "x": 1)")),
              (Lines{at + "identity_public_key" + expected + reason(read_base64("*")),
                     at + "signing_public_key" + expected + reason(PublicKey::read(Bytes(3))),
                     at + "x: no such key / … (number)"}));
    EXPECT_EQ(problems(key_with(R"("version": 1, "identity_public_key": 2, "identity_public_key_signature": 3)")),
              (Lines{at + "version: a text / … (number)", at + "identity_public_key: a text / … (number)",
                     at + "identity_public_key_signature: a text / … (number)"}));
}

TEST(Given, private_keys_are_64_bytes_of_two_scalars) {
    const std::string problem = "/users/1111/private_keys: 64 bytes in base64: identity, then signing / ";
    const auto with = [](const std::string& value) { return user_with(R"("private_keys": )" + value); };
    EXPECT_EQ(problems(with("1")), Lines{problem + "no text"});
    EXPECT_EQ(problems(with(R"("*")")), Lines{problem + reason(read_base64("*"))});
    EXPECT_EQ(problems(with(R"("AAAA")")), Lines{problem + reason(PrivateKeys::read(Bytes(3)))});
    EXPECT_EQ(problems(with('"' + base64(Bytes(64)) + '"')), Lines{problem + reason(PrivateKeys::read(Bytes(64)))});
    EXPECT_EQ(problems(with("null")), Lines{});
}

TEST(Given, groups_users_and_versions_stand_once) {
    EXPECT_EQ(
        problems(R"({"group": {"id": "g1"}, "groups": [{"id": "g2"}, {"id": "g1"}, {"id": "g2"}]})"),
        (Lines{"/groups/1/id: each group once / \"g1\" (string)", "/groups/2/id: each group once / \"g2\" (string)"}));
    EXPECT_EQ(problems(R"({"groups": [{}, {}, {"id": 1}, {"id": 1}]})"),
              (Lines{"/groups/0/id: a value / nothing", "/groups/1/id: a value / nothing",
                     "/groups/2/id: a text / 1 (number)", "/groups/3/id: a text / 1 (number)"}));
    EXPECT_EQ(problems(R"({"users": {"1/1": {}, "2": {}, "1/1": {}}})"),
              Lines{"/users/1~11: each user once / … (object)"});

    const auto key = [](const std::string& version) {
        return R"({"version": ")" + version + R"(", "identity_public_key": ")" + identity_key + "\"}";
    };
    EXPECT_EQ(problems(user_with(R"("keys": [)" + key("1") + ", " + key("10") + ", " + key("01") + "]")),
              Lines{R"(/users/1111/keys/2/version: each version once / "01" (string))"});
}

TEST(Given, no_secret_stands_in_a_problem_wherever_it_was_misplaced) {
    const std::string secret = both_private_keys, quoted = '"' + secret + '"',
                      user = R"({"private_keys": )" + quoted + "}";
    for (const std::string& text : {
             quoted,
             '[' + quoted + ']',
             R"({"users": )" + quoted + "}",
             R"({"users": [)" + user + "]}",
             R"({"user": )" + user + "}",
             R"({"users": {"1111": )" + quoted + "}}",
             R"({"users": {"1111": )" + user + R"(, "1111": )" + user + "}}",
             user_with(R"("private_key": )" + quoted),
             user_with(R"("private_keys": [)" + quoted + "]"),
             user_with(R"("private_keys": )" + quoted + R"(, "private_keys": )" + quoted),
             user_with(R"("private_keys": ")" + secret + "*\""),
             user_with(R"("keys": )" + quoted),
             user_with(R"("token": [)" + quoted + "]"),
             user_with(R"("keys": [)" + quoted + "]"),
             key_with(R"("version": [)" + quoted + "]"),
             key_with(R"("private_keys": )" + quoted),
         }) {
        const auto given = read(text);
        ASSERT_FALSE(given) << text;
        for (const Problem& problem : given.error()) {
            EXPECT_EQ((problem.expected + problem.actual).find("AAAA"), std::string::npos) << text;
            EXPECT_EQ(problem.pointer.find("AAAA"), std::string::npos) << text;
        }
    }
}

}  // namespace
}  // namespace keyturn
