#include "conformance/case_names.h"

#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

std::string request(const std::string& method, const std::string& path, const std::string& more = "") {
    return R"({"request": {"method": ")" + method + R"(", "path": ")" + path + "\"" + more +
           R"(}, "response": {"status": 200}})";
}

Case recorded(const std::string& path, const std::string& more = "", const std::string& method = "GET") {
    return stateless(request(method, path, more));
}

Case composed(const std::string& group) {
    return of_team(R"({"as": "1111", "request": {"method": "GET", "path": "/x"}, "response": {"status": 200,
        "match": {"/data/id": {"capture": "new"}}}}, {"as": "8888", "request": {"compose": {"group": ")" +
                   group + R"(", "add": ["9999"]}}, "response": {"status": 200}})");
}

CaseNames names_of(const Case& test, const KnownIds& known = {}) {
    return names_in(test, test.starting_state(), known);
}

Ids conversations_of(const Case& test, const KnownIds& known = {}) { return names_of(test, known).conversations; }

Ids users_of(const Case& test, const KnownIds& known = {}) {
    Ids ids;
    for (const auto& [id, as_given] : names_of(test, known).users) ids.insert(id);
    return ids;
}

TEST(CaseNames, AStateNamesItsGroupsAndItsUsersAsTheyAre) {
    const CaseNames names = names_of(stateful());
    EXPECT_EQ(names.conversations, Ids{"g1"});
    ASSERT_EQ(names.users.size(), 2u);
    EXPECT_TRUE(names.users.at("1111").contains(R"({"1111":{"keys":[],"token":"token-1111"}})"))
        << names.users.at("1111");
    EXPECT_NE(names.users.at("1111"), names.users.at("2222"));
    EXPECT_EQ(names.changed_users, Ids{});
}

TEST(CaseNames, PrivateKeysAreLeftOut) {
    const CaseNames names = names_of(of_team(get()));
    EXPECT_TRUE(names.users.at("1111").contains("identity_public_key"));
    EXPECT_FALSE(names.users.at("1111").contains("private"));
}

TEST(CaseNames, WhoIsComposedForIsNamedWhetherTheStateHasThemOrNot) {
    const CaseNames names = names_of(composed("g5"));
    EXPECT_EQ(names.conversations, (Ids{"g1700000000000000001", "g5"}));
    EXPECT_EQ(names.users.at("8888"), "");
    EXPECT_EQ(names.users.at("9999"), "");
    EXPECT_NE(names.users.at("1111"), "");
}

TEST(CaseNames, WhatWasCapturedIsNobodyElses) {
    EXPECT_EQ(conversations_of(composed("$new")), Ids{"g1700000000000000001"});
    const std::string capture = R"({"request": {"method": "GET", "path": "/x"}, "response": {"status": 200,
        "match": {"/data/id": {"capture": "new"}}}}, )";
    EXPECT_EQ(conversations_of(stateless(capture + request("GET", "/2/chat/conversations/$new/events"))), Ids{});
    EXPECT_EQ(conversations_of(recorded("/2/chat/conversations/$$new")), Ids{"$$new"});
}

TEST(CaseNames, APathNamesAConversation) {
    EXPECT_EQ(conversations_of(recorded("/2/chat/conversations/g1/members")), Ids{"g1"});
    EXPECT_EQ(conversations_of(recorded("/2/chat/conversations/odd?x=1")), Ids{"odd"});
    EXPECT_EQ(conversations_of(recorded("/2/chat/conversations/%67%31")), Ids{"g1"});
    EXPECT_EQ(conversations_of(recorded("/2/chat/conversations/g%1")), Ids{"g%1"});
    for (const char* path : {"/2/chat/conversations/group", "/2/chat/conversations/group/initialize", "/other"})
        EXPECT_EQ(conversations_of(recorded(path)), Ids{}) << path;
}

TEST(CaseNames, TwoUsersNameTheirConversationAlike) {
    const auto as = [](const std::string& sender, const std::string& id) {
        return stateless(R"({"as": ")" + sender + R"(", "request": {"method": "GET", "path": "/2/chat/conversations/)" +
                         id + R"("}, "response": {"status": 200}})");
    };
    const Ids theirs = conversations_of(as("2222", "1111"));
    EXPECT_EQ(theirs.size(), 1u);
    for (const char* id : {"2222", "1111:2222", "2222-1111"}) EXPECT_EQ(conversations_of(as("1111", id)), theirs) << id;
    EXPECT_NE(conversations_of(as("3333", "1111")), theirs);
}

TEST(CaseNames, IdsStandInAnyPartOfARequest) {
    EXPECT_EQ(conversations_of(recorded("/x", R"(, "body": {"text": "[\"g7\",\"ag8\",\"g9b\",\"g\"]"})")), Ids{"g7"});
    EXPECT_EQ(conversations_of(recorded("/x?in=g7")), Ids{"g7"});
    EXPECT_EQ(conversations_of(recorded("/x", R"(, "headers": [["A", "g7"]])")), Ids{"g7"});
    EXPECT_EQ(users_of(recorded("/x/%31?ids=22,033", R"(, "body": {"text": "<44>a55 66"})")),
              (Ids{"1", "22", "44", "66"}));
    EXPECT_EQ(users_of(recorded("/x", R"(, "headers": [["Authorization", "Bearer token-1111"]])")), Ids{"1111"});
}

TEST(CaseNames, IdsOfAnotherFormCountWhereAStateHasThem) {
    const KnownIds known{{"Group", "1-2-3"}, {"033", "bob"}};
    const Case test = recorded("/x", R"(, "body": {"text": "Group bob 033 9"})");
    EXPECT_EQ(conversations_of(test, known), Ids{"Group"});
    EXPECT_EQ(users_of(test, known), (Ids{"bob", "033", "9"}));
    EXPECT_EQ(conversations_of(recorded("/x?a=1-2-3"), known), Ids{"1-2-3"});
    EXPECT_EQ(conversations_of(recorded("/x?a=Groups"), known), Ids{});
}

TEST(CaseNames, KnownAreTheIdsOfAllStates) {
    const KnownIds known = known_ids({stateful().starting_state(), shipped_state("team"), {}});
    EXPECT_EQ(known.conversations, (Ids{"g1", "g1700000000000000001"}));
    EXPECT_EQ(known.users, (Ids{"1111", "2222", "3333", "4444", "5555", "6666", "7777"}));
}

TEST(CaseNames, WhoseKeysAreRegisteredIsChanged) {
    const CaseNames names = names_of(recorded("/2/users/bob/public_keys", "", "POST"));
    EXPECT_EQ(names.changed_users, Ids{"bob"});
    EXPECT_TRUE(names.users.contains("bob"));
    EXPECT_EQ(names_of(recorded("/2/users/1111/public_keys")).changed_users, Ids{});
    EXPECT_EQ(names_of(recorded("/2/chat/conversations/g1/members", "", "POST")).changed_users, Ids{});
}

}  // namespace
}  // namespace keyturn
