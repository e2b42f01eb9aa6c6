#include "conformance/adopted_state.h"

#include <gtest/gtest.h>

#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

Given two_groups() {
    return *read_given(json(R"({"groups": [{"id": "g1", "members": ["1111"], "admins": ["1111"], "pending": ["2222"],
                                "title": "Team"}, {"id": "g2", "members": ["1111", "2222"]}],
                                "users": {"1111": {"token": "mine"}, "2222": {}}})"));
}

StandingState standing(const std::string& told, const Given& given = two_groups()) {
    auto adopted = adopt(given, R"({"given": )" + told + "}");
    if (adopted) return *std::move(adopted);
    ADD_FAILURE() << told << ": " << adopted.error();
    return {};
}

std::string refusal(const std::string& answer, const Given& given = two_groups()) {
    const auto adopted = adopt(given, answer);
    return adopted ? "adopted" : adopted.error();
}

std::string refusal_of(const std::string& told, const Given& given = two_groups()) {
    return refusal(R"({"given": )" + told + "}", given);
}

using Texts = std::vector<std::string>;

TEST(AdoptedState, AnAnswerThatTellsNothingLeavesTheStateAsItWasGiven) {
    for (const std::string answer : {"", "{}", " {} ", R"({"given": null})", R"({"given": {}})",
                                     R"({"given": {"users": {}}})", R"({"given": {"users": {"1111": {}}}})"}) {
        const auto adopted = adopt(two_groups(), answer);
        ASSERT_TRUE(adopted) << answer << ": " << adopted.error();
        EXPECT_EQ(given_to_json(adopted->given, PrivateParts::kept), given_to_json(two_groups(), PrivateParts::kept));
        EXPECT_TRUE(adopted->ids.empty());
    }
}

TEST(AdoptedState, GroupsGetTheIdsThatStandInTheirPlace) {
    const StandingState state = standing(R"({"groups": [{"id": "g7"}, {"id": "g8"}]})");
    EXPECT_EQ(state.given.groups[0].id, "g7");
    EXPECT_EQ(state.given.groups[0].title, "Team");
    EXPECT_EQ(state.given.groups[0].pending, Texts{"2222"});
    EXPECT_EQ(state.given.groups[1].id, "g8");
    EXPECT_EQ(state.ids.groups, (std::map<std::string, std::string, std::less<>>{{"g1", "g7"}, {"g2", "g8"}}));
    EXPECT_TRUE(state.ids.users.empty());
}

TEST(AdoptedState, AnIdThatStaysIsNoNewOne) {
    const StandingState state = standing(R"({"groups": [{"id": "g1"}, {"id": "g8"}]})");
    EXPECT_EQ(state.ids.groups, (std::map<std::string, std::string, std::less<>>{{"g2", "g8"}}));
}

TEST(AdoptedState, OneGroupMayBeToldAlone) {
    Given one = two_groups();
    one.groups.pop_back();
    EXPECT_EQ(standing(R"({"group": {"id": "g7"}})", one).given.groups.at(0).id, "g7");
}

TEST(AdoptedState, WhatIsToldOfAGroupTakesThePlaceOfWhatWasGiven) {
    const StandingState state = standing(
        R"({"groups": [{"title": null, "pending": [], "ttl_msec": 5, "conversation_key_version": "77"}, {"members": ["2222"]}]})");
    EXPECT_EQ(state.given.groups[0].id, "g1");
    EXPECT_EQ(state.given.groups[0].members, Texts{"1111"});
    EXPECT_EQ(state.given.groups[0].title, std::nullopt);
    EXPECT_EQ(state.given.groups[0].pending, Texts{});
    EXPECT_EQ(state.given.groups[0].ttl_msec, 5);
    EXPECT_EQ(state.given.groups[0].conversation_key_version, "77");
    EXPECT_EQ(state.given.groups[1].members, Texts{"2222"});
    EXPECT_EQ(state.ids.groups, (std::map<std::string, std::string, std::less<>>{{"g1", "g1"}, {"g2", "g2"}}));
}

TEST(AdoptedState, UsersWithKnownNamesAreThoseInAnyOrderAndNumber) {
    const StandingState state = standing(R"({"users": {"2222": {"token": "two"}, "1111": {"token": "one"}}})");
    EXPECT_EQ(state.given.users.at("1111").token, "one");
    EXPECT_EQ(state.given.users.at("2222").token, "two");
    EXPECT_TRUE(state.ids.empty());
    EXPECT_EQ(standing(R"({"users": {"2222": {"token": "two"}}})").given.users.at("1111").token, "mine");
}

TEST(AdoptedState, UsersWithNewNamesAreThoseThatWereGivenInTheirOrder) {
    const StandingState state = standing(R"({"users": {"9999": {"token": "nine"}, "8888": {}}})");
    EXPECT_EQ(state.ids.users, (std::map<std::string, std::string, std::less<>>{{"1111", "9999"}, {"2222", "8888"}}));
    EXPECT_EQ(state.given.users.size(), 2u);
    EXPECT_EQ(state.given.users.at("9999").token, "nine");
    EXPECT_EQ(state.given.users.at("8888").token, std::nullopt);
    EXPECT_EQ(state.given.groups[0].members, Texts{"9999"});
    EXPECT_EQ(state.given.groups[0].admins, Texts{"9999"});
    EXPECT_EQ(state.given.groups[0].pending, Texts{"8888"});
}

TEST(AdoptedState, OneNewNameAmongKnownOnesKeepsTheOthersInPlace) {
    const StandingState state = standing(R"({"users": {"1111": {}, "8888": {}}})");
    EXPECT_EQ(state.ids.users, (std::map<std::string, std::string, std::less<>>{{"2222", "8888"}}));
    EXPECT_EQ(state.given.users.at("1111").token, "mine");
    EXPECT_EQ(refusal_of(R"({"users": {"8888": {}, "1111": {}}})"),
              "/given/users: new ids and those that were given, in another order");
}

TEST(AdoptedState, WrongNumbersAreRefused) {
    EXPECT_EQ(refusal_of(R"({"groups": [{"id": "g7"}]})"), "/given/groups: 1 of them, and 2 were given");
    EXPECT_EQ(refusal_of(R"({"groups": []})"), "/given/groups: 0 of them, and 2 were given");
    EXPECT_EQ(refusal_of(R"({"groups": 5})"), "/given/groups: 0 of them, and 2 were given");
    EXPECT_EQ(refusal_of(R"({"group": {"id": "g7"}})"), "/given/groups: 1 of them, and 2 were given");
    EXPECT_EQ(refusal_of(R"({"users": {"9999": {}}})"), "/given/users: 1 of them, some with new ids, and 2 were given");
    EXPECT_EQ(refusal_of(R"({"users": {"1111": {}, "2222": {}, "9999": {}}})"),
              "/given/users: 3 of them, some with new ids, and 2 were given");
}

TEST(AdoptedState, NewIdsMustBeSome) {
    for (const std::string id : {R"("")", R"("g")", R"("../x")", R"("g1\r\nX: y")", "null", "[]"})
        EXPECT_EQ(refusal_of(R"({"groups": [{}, {"id": )" + id + "}]}"), "/given/groups/1/id: no id of a conversation")
            << id;
    for (const std::string id : {"", "x", "0", "01", "9223372036854775808"})
        EXPECT_EQ(refusal_of(R"({"users": {"1111": {}, ")" + id + R"(": {}}})"),
                  "/given/users: a new id that is no user id")
            << id;
    EXPECT_EQ(refusal_of(R"({"groups": [{"id": "g7"}, {"id": "g7"}]})"),
              R"("/given/groups/1/id": expected each group once)");
    EXPECT_NE(refusal_of(R"({"groups": [{"id": 7}, {}]})"), "adopted");
}

TEST(AdoptedState, WhatIsNoSuchJsonIsRefused) {
    EXPECT_TRUE(refusal("OK").starts_with("no JSON: ")) << refusal("OK");
    EXPECT_TRUE(refusal("{").starts_with("no JSON: "));
    EXPECT_TRUE(refusal(std::string(17u << 20, ' ')).starts_with("no JSON: "));
    EXPECT_TRUE(refusal(std::string(1000, '[')).starts_with("no JSON: "));
    EXPECT_EQ(refusal("[]"), "no JSON object");
    EXPECT_EQ(refusal(R"({"given": 1})"), "/given: no JSON object");
    EXPECT_EQ(refusal(R"({"ok": true})"), R"("ok": the one key is given)");
    EXPECT_EQ(refusal(R"({"given": {}, "given": {}})"), R"("/given": the key again)");
    EXPECT_EQ(refusal_of(R"({"users": {"1111": {}, "1111": {}}})"), R"("/given/users/1111": the key again)");
    EXPECT_EQ(refusal_of(R"({"users": []})"), "/given: groups and users, no more");
    EXPECT_EQ(refusal_of(R"({"more": {}})"), "/given: groups and users, no more");
    EXPECT_EQ(refusal_of(R"({"groups": [{}, 1]})"), "/given/groups/1: no JSON object");
    EXPECT_EQ(refusal_of(R"({"users": {"1111": 1}})"), "/given/users: no JSON object");
    EXPECT_TRUE(refusal_of(R"({"groups": [{"colour": "red"}, {}]})").starts_with(R"("/given/groups/0/colour": )"));
    EXPECT_TRUE(refusal_of(R"({"users": {"1111": {"token": 1}}})").starts_with(R"("/given/users/1111/token": )"));
}

TEST(AdoptedState, WhatAServerWritesReachesNoTerminalAsItStands) {
    for (const std::string answer : {R"({"\u001b[31m": 1})", R"({"given": {"groups": [{"\u001b[31m": 1}, {}]}})",
                                     R"({"\u001b[31m": 1, "\u001b[31m": 1})"})
        EXPECT_FALSE(refusal(answer).contains('\x1b')) << answer;
}

TEST(AdoptedState, TokensMustFitAHeaderLineAndAreNotShown) {
    for (const std::string token : {"", "two words", R"(line\r\nX: y)", R"(\u0000)", "k\u00e4se", R"(\u007f)"}) {
        EXPECT_EQ(refusal_of(R"({"users": {"1111": {"token": ")" + token + R"("}}})"),
                  "/given/users: a token that can't stand in a header")
            << token;
    }
    EXPECT_EQ(standing(R"({"users": {"1111": {"token": "!~"}}})").given.users.at("1111").token, "!~");
}

// ---- keys

std::string users_told(const std::string& entry) { return R"({"users": {"1111": )" + entry + "}}"; }

std::string keys_of(const User& user, const std::string& version) {
    const RegisteredKey& key = *user.latest_key();
    return R"({"keys": [{"version": ")" + version + R"(", "identity_public_key": ")" + base64(key.identity.spki()) +
           R"(", "signing_public_key": ")" + base64(key.signing->spki()) + R"("}]})";
}

bool has_the_private_keys_of(const User& user, const User& other) {
    return user.private_keys && user.private_keys->identity == other.private_keys->identity &&
           user.private_keys->signing == other.private_keys->signing;
}

TEST(AdoptedState, VersionsOfKeysAreAdoptedAndPrivateKeysStayWithTheirUser) {
    const Given& team = shipped_state("team");
    const auto [given, ids] = standing(users_told(keys_of(team.users.at("1111"), "777")), team);
    EXPECT_EQ(ids.users, (std::map<std::string, std::string, std::less<>>{{"1111", "1111"}}));
    EXPECT_EQ(given.users.at("1111").latest_key()->version, "777");
    for (const auto& [id, user] : team.users) EXPECT_TRUE(has_the_private_keys_of(given.users.at(id), user)) << id;
}

TEST(AdoptedState, PrivateKeysFollowTheirUserToANewName) {
    const Given& team = shipped_state("team");
    std::string told;
    for (const auto& [id, user] : team.users) told += (told.empty() ? "\"9" : ", \"9") + id + R"(": {})";
    const Given given = standing(R"({"users": {)" + told + "}}", team).given;
    for (const auto& [id, user] : team.users)
        EXPECT_TRUE(has_the_private_keys_of(given.users.at("9" + id), user)) << id;
}

TEST(AdoptedState, OtherKeysThanOursAreRefused) {
    const Given& team = shipped_state("team");
    const std::string why = "/given/users: other public keys than those whose private keys are known";
    EXPECT_EQ(refusal_of(users_told(keys_of(team.users.at("2222"), "1")), team), why);
    EXPECT_EQ(refusal_of(users_told(R"({"keys": []})"), team), why);
    User other_signing = team.users.at("1111");
    other_signing.keys[0].signing = team.users.at("2222").latest_key()->signing;
    EXPECT_EQ(refusal_of(users_told(keys_of(other_signing, "1")), team), why);
    Given public_only = team;
    public_only.users.at("1111").private_keys.reset();
    EXPECT_EQ(refusal_of(users_told(keys_of(team.users.at("2222"), "1")), public_only), "adopted");
}

TEST(AdoptedState, AUserWithoutKeysOfWhomPrivateOnesAreKnownMayStaySo) {
    Given team = shipped_state("team");
    team.users.at("1111").keys.clear();
    EXPECT_EQ(refusal_of(users_told("{}"), team), "adopted");
}

TEST(AdoptedState, PrivateKeysAreNothingAServerTells) {
    EXPECT_EQ(refusal_of(users_told(R"({"private_keys": ")" + base64(Bytes(64, 1)) + R"("})"), shipped_state("team")),
              "/given/users: private keys, which nobody was told");
}

}  // namespace
}  // namespace keyturn
