#include <gtest/gtest.h>

#include "conformance/explain/explain_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

Given given() { return made_request().invented.given; }
std::string text_of(const Given& state) { return to_json(given_to_json(state, PrivateParts::kept)); }

TEST(ExplainState, groups_and_users) {
    Given state = given();
    state.users.at("2222").private_keys.reset();
    state.users.at("2222").token.reset();
    state.users.at("3333").keys.clear();
    state.users.at("3333").private_keys.reset();
    const Explanation explanation = explained(text_of(state));
    EXPECT_EQ(explanation.kind, "state");
    EXPECT_EQ(joined(explanation.lines),
              "1 group, 4 users\n"
              "group \"g1700000000000000001\"\n"
              "  members: 1111, 2222, 3333 (3 users)\n"
              "  admins: 1111\n"
              "  pending: nobody\n"
              "  title: \"Team\"\n"
              "  avatar URL: \"https://example.com/a.png\"\n"
              "  ttl: not set\n"
              "  screen capture blocking: not set\n"
              "  conversation key version: 1789996400000 (2026-09-21 13:13:20.000 UTC)\n"
              "user \"1111\": registered \"1690000000001\"; private keys, not shown; a token, not shown\n"
              "user \"2222\": registered \"1690000000002\"\n"
              "user \"3333\": no registered key; a token, not shown\n"
              "user \"4444\": registered \"1690000000004\"; private keys, not shown; a token, not shown\n");
    EXPECT_EQ(joined(explanation.oddities), "");
    state.groups.front().conversation_key_version.reset();
    EXPECT_TRUE(lines_of(text_of(state)).contains("  conversation key version: not known\n"));
}

TEST(ExplainState, what_is_odd_about_a_group) {
    const auto with = [](const auto& change) {
        Given state = given();
        change(state.groups.front());
        return oddities_of(text_of(state));
    };
    EXPECT_EQ(with([](Group& group) { group.admins = {"4444"}; }),
              "group \"g1700000000000000001\": the admin \"4444\" is no member\n");
    EXPECT_EQ(with([](Group& group) { group.pending = {"2222"}; }),
              "group \"g1700000000000000001\": the pending \"2222\" is a member\n");
    EXPECT_EQ(with([](Group& group) { group.members.push_back("5"); }),
              "group \"g1700000000000000001\": the member \"5\" is no user of the state\n");
    EXPECT_EQ(with([](Group& group) { group.members.push_back("2222"); }),
              "group \"g1700000000000000001\": \"2222\" stands in the members more than once\n");
    EXPECT_EQ(with([](Group& group) { group.pending = {"4444"}; }), "");
}

TEST(ExplainState, what_is_odd_about_keys) {
    Given state = given();
    User& user = state.users.at("2222");
    user.private_keys->signing = state.users.at("1111").private_keys->signing;
    EXPECT_EQ(oddities_of(text_of(state)),
              "user \"2222\": the private keys are not those of the latest registration\n");
    user.private_keys = state.users.at("1111").private_keys;
    user.private_keys->signing = given().users.at("2222").private_keys->signing;
    EXPECT_EQ(oddities_of(text_of(state)),
              "user \"2222\": the private keys are not those of the latest registration\n");
    state = given();
    RegisteredKey& key = state.users.at("2222").keys.front();
    key.identity_public_key_signature = state.users.at("1111").keys.front().identity_public_key_signature;
    EXPECT_EQ(oddities_of(text_of(state)),
              "user \"2222\": the binding of the keys of version \"1690000000002\" does not verify\n");
    key.identity_public_key_signature = "";
    EXPECT_EQ(oddities_of(text_of(state)), "");
    key.signing.reset();
    state.users.at("2222").private_keys.reset();
    EXPECT_EQ(oddities_of(text_of(state)), "");
}

TEST(ExplainState, versions_of_several_registrations) {
    Given state = given();
    std::vector<RegisteredKey>& keys = state.users.at("2222").keys;
    keys.insert(keys.begin(), keys.front());
    keys.front().version = "9";
    EXPECT_TRUE(lines_of(text_of(state)).contains("user \"2222\": registered \"9\", \"1690000000002\"; private keys"));
}

TEST(ExplainState, never_shows_private_keys_or_tokens) {
    Given state = given();
    const User& user = state.users.at("2222");
    state.groups.front().title = *user.token + " " + base64(user.private_keys->signing.reveal());
    EXPECT_TRUE(lines_of(text_of(state)).contains("  title: \"(a secret, not shown) (a secret, not shown)"));
}

TEST(ExplainState, a_large_one_is_cut) {
    const auto lines_with = [](std::size_t groups) {
        Given state = given();
        state.groups.front().members = {};
        state.groups.front().admins = {};
        state.groups.assign(groups, state.groups.front());
        for (std::size_t i = 0; i < groups; ++i) state.groups[i].id = "g" + std::to_string(i + 1);
        return lines_of(text_of(state));
    };
    EXPECT_FALSE(lines_with(50).contains(" more groups and users"));
    EXPECT_TRUE(lines_with(50).contains("group \"g50\"\n"));
    EXPECT_FALSE(lines_with(52).contains("group \"g51\"\n"));
    EXPECT_TRUE(lines_with(52).ends_with("and 2 more groups and users\n"));
    Given state = given();
    for (int i = 1; i <= 49; ++i) state.users[std::to_string(i)] = User{};
    const std::string lines = lines_of(text_of(state));
    EXPECT_TRUE(lines.ends_with("user \"6\": no registered key\nand 3 more groups and users\n")) << lines;
}

TEST(ExplainState, files_of_shared_states) {
    EXPECT_TRUE(lines_of(R"({"schema": 1, "given": )" + text_of(given()) + "}").starts_with("1 group, 4 users\n"));
    EXPECT_EQ(
        lines_of(
            R"({"schema": 1, "made": {"members": 7, "admins": 1, "outsiders": 3, "pending": 2, "title": "T", "seed": 5}})"),
        "made when it is asked for: 7 members, 1 admin, 3 outside, 2 pending\ntitle: \"T\", seed 5\n");
}

TEST(ExplainState, one_that_can_not_be_read) {
    for (const char* input :
         {R"({"groups": 5})", R"({"users": 5})", R"({"schema": 2, "given": {}})", R"({"schema": 1, "made": {}})"}) {
        const Explanation explanation = explained(input);
        EXPECT_EQ(explanation.kind, "state") << input;
        EXPECT_EQ(joined(explanation.lines), "a state that can't be read\n");
        EXPECT_NE(joined(explanation.oddities), "");
    }
    EXPECT_EQ(explained(R"({"schema": 1})").kind, "request body");
    EXPECT_EQ(explained(R"({"given": {}})").kind, "request body");
}

}  // namespace
}  // namespace keyturn
