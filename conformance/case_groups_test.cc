#include "conformance/case_groups.h"

#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

using Groups = std::vector<CaseGroup>;

// A case whose state has a group, and users by JSON text.
Case with_state(const std::string& group, const std::string& users, const std::string& exchanges = get()) {
    return read(case_text(exchanges, R"("given": {"group": {"id": ")" + group + R"("}, "users": {)" + users + "}}, "));
}

Case reading(const std::string& path) {
    return stateless(R"({"request": {"method": "GET", "path": ")" + path + R"("}, "response": {"status": 200}})");
}

const std::string alice = R"("1111": {"token": "a"})", bob = R"("2222": {"token": "b"})";

TEST(CaseGroups, CasesThatNameNothingInCommonAreApart) {
    EXPECT_EQ(groups_apart({}), Groups{});
    EXPECT_EQ(groups_apart({stateless(), with_state("g1", alice), with_state("g2", bob)}), (Groups{{0}, {1}, {2}}));
}

TEST(CaseGroups, CasesOfOneConversationAreTogetherInTheirOrder) {
    EXPECT_EQ(groups_apart({with_state("g1", alice), with_state("g2", ""), reading("/2/chat/conversations/g1"),
                            with_state("g2", bob), with_state("g1", "")}),
              (Groups{{0, 2, 4}, {1, 3}}));
}

TEST(CaseGroups, StatesThatHaveAUserAlikeAreApart) {
    EXPECT_EQ(groups_apart({with_state("g1", alice), with_state("g2", alice + ", " + bob), with_state("g3", bob)}),
              (Groups{{0}, {1}, {2}}));
}

TEST(CaseGroups, StatesThatHaveAUserOtherwiseAreTogetherWithAllThatNameTheUser) {
    const std::string other_token = R"("1111": {"token": "another"})";
    EXPECT_EQ(groups_apart({with_state("g1", alice), with_state("g2", bob), with_state("g3", alice),
                            with_state("g4", other_token)}),
              (Groups{{0, 2, 3}, {1}}));
    const JsonValue team = given_to_json(shipped_state("team"), PrivateParts::stripped);
    const std::string keys = to_json(*team.find("users")->find("1111"));
    EXPECT_EQ(groups_apart({with_state("g1", R"("1111": )" + keys), with_state("g2", R"("1111": {})")}),
              (Groups{{0, 1}}));
}

TEST(CaseGroups, AUserWhoStandsInOneStateAndIsNamedWithoutItIsTheSameCases) {
    EXPECT_EQ(groups_apart({with_state("g1", alice), reading("/2/users/1111/public_keys"), reading("/x/2222")}),
              (Groups{{0, 1}, {2}}));
    EXPECT_EQ(groups_apart({reading("/2/users/1111/public_keys"), reading("/2/users/1111/public_keys")}),
              (Groups{{0}, {1}}));
}

TEST(CaseGroups, WhoseKeysACaseRegistersIsItsAlone) {
    const std::string registers =
        R"({"as": "1111", "request": {"method": "POST", "path": "/2/users/1111/public_keys"}, "response": {"status": 200}})";
    EXPECT_EQ(groups_apart({with_state("g1", alice), with_state("g2", alice, registers), with_state("g3", alice),
                            with_state("g4", bob)}),
              (Groups{{0, 1, 2}, {3}}));
    EXPECT_EQ(groups_apart({stateless(registers), reading("/x?id=1111")}), (Groups{{0, 1}}));
}

TEST(CaseGroups, WhatAThirdCaseJoinsIsTogether) {
    EXPECT_EQ(groups_apart({with_state("g1", ""), with_state("g2", ""), with_state("g3", ""), with_state("g4", ""),
                            reading("/x?a=g3&b=g2"), reading("/x?a=g4&b=g3")}),
              (Groups{{0}, {1, 2, 3, 4, 5}}));
}

TEST(CaseGroups, TheShippedCasesOfOneTeamAreTogether) {
    EXPECT_EQ(groups_apart({of_team(get()), of_team(add("5555")), stateless()}), (Groups{{0, 1}, {2}}));
}

}  // namespace
}  // namespace keyturn
