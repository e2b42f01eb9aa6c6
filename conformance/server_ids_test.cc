#include "conformance/server_ids.h"

#include "conformance/replayer_test_support.h"

namespace keyturn {
namespace {

const ServerIds minted{.users = {{"1111", "91"}, {"5555", "95"}}, .groups = {{"g1700000000000000001", "g9"}}};

using Texts = std::vector<std::string>;

std::string whether_run(const std::string& request) {
    const Case test = read(case_text(R"({"request": )" + request + R"(, "response": {"status": 200}})", two_users));
    const auto run = with_ids(test, minted);
    return run ? "run" : run.error();
}

TEST(ServerIds, NothingIsRenamedWhereNothingDiffers) {
    EXPECT_TRUE(ServerIds{}.empty());
    EXPECT_FALSE((ServerIds{.users = {{"1", "2"}}, .groups = {}}.empty()));
    EXPECT_FALSE((ServerIds{.users = {}, .groups = {{"g1", "g2"}}}.empty()));
}

TEST(ServerIds, StateHasThemWhereverAUserOrAGroupIsNamed) {
    const Given given =
        with_ids(*read_given(json(R"({"groups": [{"id": "g1700000000000000001", "members": ["1111", "2222"],
        "admins": ["1111"], "pending": ["5555"], "title": "1111"}, {"id": "1111"}], "users": {"1111": {"token": "one"}, "2222": {}}})")),
                 minted);
    EXPECT_EQ(given.groups[0].id, "g9");
    EXPECT_EQ(given.groups[0].members, (Texts{"91", "2222"}));
    EXPECT_EQ(given.groups[0].admins, Texts{"91"});
    EXPECT_EQ(given.groups[0].pending, Texts{"95"});
    EXPECT_EQ(given.groups[0].title, "1111");
    EXPECT_EQ(given.groups[1].id, "1111") << "a group that is called as a user is none";
    EXPECT_EQ(given.users.size(), 2u);
    EXPECT_EQ(given.users.at("91").token, "one");
    EXPECT_EQ(given.users.at("2222").token, std::nullopt);
}

TEST(ServerIds, CaseHasThemInItsStateAndWhatIsComposed) {
    const auto test = with_ids(of_team(add("5555")), minted);
    ASSERT_TRUE(test);
    EXPECT_TRUE(test->given->users.contains("91"));
    EXPECT_EQ(test->exchanges[0].as, "91");
    const auto& request = std::get<ComposedRequest>(test->exchanges[0].request);
    EXPECT_EQ(request.group, "g9");
    EXPECT_EQ(request.add, Texts{"95"});
}

TEST(ServerIds, ExpectedBodiesAndMatchersHaveThemAsWholeTexts) {
    const auto test = with_ids(
        stateless(get(
            R"({"status": 200, "body": {"json": {"id": "g1700000000000000001", "ids": ["1111", "11111"], "text": "of 1111", "number": 1111}},
                "match": {"/a": {"equals": "5555"}, "/b": {"any": true}}})")),
        minted);
    ASSERT_TRUE(test);
    const ExpectedResponse& response = test->exchanges[0].response;
    EXPECT_EQ(*response.json, json(R"({"id": "g9", "ids": ["91", "11111"], "text": "of 1111", "number": 1111})"));
    EXPECT_EQ(*response.matchers[0].second.value, json_string("95"));
}

TEST(ServerIds, RecordedRequestThatNamesOneIsNotSent) {
    const std::string of = "the id is signed: a recorded request is sent as recorded, and names ",
                      end = ", which is not the same on this server";
    EXPECT_EQ(whether_run(R"({"method": "GET", "path": "/2/chat/conversations/g1700000000000000001"})"),
              of + "g1700000000000000001" + end);
    EXPECT_EQ(whether_run(R"({"method": "POST", "path": "/x", "body": {"json": {"user_ids": ["5555"]}}})"),
              of + "5555" + end);
    EXPECT_EQ(whether_run(R"({"method": "POST", "path": "/x", "body": {"text": "1111"}})"), of + "1111" + end);
    for (const std::string path : {"/1111/x", "/x?ids=2222,1111", "/x-1111", "/01111/1111"})
        EXPECT_EQ(whether_run(R"({"method": "GET", "path": ")" + path + "\"}"), of + "1111" + end) << path;
}

TEST(ServerIds, RecordedRequestThatNamesAnIdOfSomethingElseIsNotSentEither) {
    const auto run = with_ids(stateless(get()), {{{"x", "x"}}, {}});
    EXPECT_FALSE(run);
    EXPECT_TRUE(with_ids(of_team(add("5555")), {{{"5555", "5555"}}, {}}));
}

TEST(ServerIds, WhatDiffersBesidesItsIdIsAdded) {
    const Given& ours = shipped_state("team");
    const ServerIds known{{{"1111", "91"}}, {{"g1700000000000000001", "g9"}}};
    const Given same = with_ids(ours, known);
    const auto added = [&](ServerIds ids, const Given& theirs) {
        add_what_differs(ids, ours, theirs);
        return ids;
    };
    EXPECT_TRUE(added({}, ours).empty());
    EXPECT_EQ(added(known, same).users, known.users);
    EXPECT_EQ(added(known, same).groups, known.groups);

    Given other = same;
    other.users.at("91").keys[0].version = "777";
    other.users.at("2222").keys.pop_back();
    other.users.erase("3333");
    other.users.at("5555").token = "minted";
    EXPECT_EQ(added(known, other).users,
              (std::map<std::string, std::string, std::less<>>{{"1111", "91"}, {"2222", "2222"}}));

    Given with_signing_key_of_another = ours;
    with_signing_key_of_another.users.at("1111").keys[0].signing = ours.users.at("2222").keys[0].signing;
    EXPECT_EQ(added({}, with_signing_key_of_another).users.size(), 1u);
    Given with_identity_of_another = ours;
    with_identity_of_another.users.at("1111").keys[0].identity = ours.users.at("2222").keys[0].identity;
    EXPECT_EQ(added({}, with_identity_of_another).users.size(), 1u);

    other = ours;
    other.groups[0].title = "Other";
    EXPECT_EQ(added({}, other).groups,
              (std::map<std::string, std::string, std::less<>>{{"g1700000000000000001", "g1700000000000000001"}}));
}

TEST(ServerIds, LongerWordsThatHoldOneAreNone) {
    for (const std::string path : {"/11111", "/21111", "/a1111", "/1111z", "/Z1111", "/1111A", "/1111a", "/z1111",
                                   "/A1111", "/1111Z", "/01111", "/91111", "/11119", "/11110", "/2222"})
        EXPECT_EQ(whether_run(R"({"method": "GET", "path": ")" + path + "\"}"), "run") << path;
}

}  // namespace
}  // namespace keyturn
