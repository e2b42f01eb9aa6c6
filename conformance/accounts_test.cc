#include "conformance/accounts.h"

#include <gtest/gtest.h>

#include "conformance/test_support.h"

namespace keyturn {
namespace {

const Accounts two = {{"1111", {"91", "real"}}, {"2222", {"2222", "same"}}};

TEST(Accounts, IdsAreThoseThatDiffer) {
    const ServerIds ids = ids_of(two);
    EXPECT_EQ(ids.users, (std::map<std::string, std::string, std::less<>>{{"1111", "91"}}));
    EXPECT_TRUE(ids.groups.empty());
    EXPECT_TRUE(ids_of({}).empty());
}

TEST(Accounts, TokensTakeThePlaceOfThoseOfTheState) {
    const Given given = with_tokens(
        *read_given(json(R"({"users": {"91": {"token": "mine"}, "2222": {}, "3333": {"token": "own"}}})")), two);
    EXPECT_EQ(given.users.at("91").token, "real");
    EXPECT_EQ(given.users.at("2222").token, "same");
    EXPECT_EQ(given.users.at("3333").token, "own");
}

TEST(Accounts, UsersWhoAreNotInTheStateHaveNothingElse) {
    const Given given = with_tokens({}, two);
    EXPECT_EQ(given.users.size(), 2u);
    EXPECT_EQ(given.users.at("91").token, "real");
    EXPECT_TRUE(given.users.at("91").keys.empty());
}

}  // namespace
}  // namespace keyturn
