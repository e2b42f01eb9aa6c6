#include "conformance/left_behind.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace keyturn {
namespace {

const HttpRequest group{"POST", "/2/chat/conversations/group", {}, "one"},
    key{"POST", "/2/users/1111/public_keys", {}, "one"};

std::string words_after(const std::vector<HttpRequest>& accepted) {
    LeftBehind left;
    for (const HttpRequest& request : accepted) left.note_accepted(request);
    return left.in_words();
}

HttpRequest with_body(HttpRequest request, std::string body) {
    request.body = std::move(body);
    return request;
}

StateWay way_that(bool sets_up, std::optional<std::string> tears_down, bool may_remain = true) {
    return {[=](const Case&, const Given& given) -> std::expected<StandingState, NoState> {
                if (sets_up) return StandingState{given, {{{"1", "2"}}, {}}};
                return std::unexpected(NoState{"half done", true, may_remain});
            },
            [=](const Given&) { return tears_down; }};
}

TEST(LeftBehind, NothingIsSaidOfNothing) { EXPECT_EQ(LeftBehind().in_words(), ""); }

TEST(LeftBehind, GroupsAndKeysAreCounted) {
    EXPECT_EQ(words_after({group}), "1 group, which no operation removes");
    EXPECT_EQ(words_after({key, with_body(key, "two")}), "2 keys, which no operation removes");
    EXPECT_EQ(words_after({group, key, with_body(group, "two")}), "2 groups and 1 key, which no operation removes");
    HttpRequest of_another = key;
    of_another.target = "/2/users/2222/public_keys?x=1";
    EXPECT_EQ(words_after({key, of_another}), "2 keys, which no operation removes");
}

TEST(LeftBehind, TheSameRequestAgainMakesNothing) {
    EXPECT_EQ(words_after({group, group, key, key}), "1 group and 1 key, which no operation removes");
}

TEST(LeftBehind, OtherRequestsLeaveNothing) {
    for (const char* target : {"/2/chat/conversations/group/initialize", "/2/chat/conversations/g1/members",
                               "/2/chat/conversations/g1/keys", "/2/users/public_keyses", "/3/users/1/public_keys"})
        EXPECT_EQ(words_after({{"POST", target, {}, ""}}), "") << target;
    EXPECT_EQ(words_after({{"GET", "/2/users/1111/public_keys", {}, ""}, {"GET", group.target, {}, ""}}), "");
}

TEST(LeftBehind, StatesWhoseTearDownFailedAreCountedWithTheFirstReason) {
    LeftBehind left;
    left.note_state("tear-down failed: status 500");
    EXPECT_EQ(left.in_words(), "1 state (tear-down failed: status 500)");
    left.note_state("tear-down failed: reset");
    left.note_accepted(group);
    EXPECT_EQ(left.in_words(), "2 states (tear-down failed: status 500), 1 group, which no operation removes");
}

TEST(LeftBehind, NotedWayIsTheSameWay) {
    LeftBehind left;
    EXPECT_FALSE(left.noted({}));
    const StateWay noted = left.noted(way_that(true, std::nullopt));
    EXPECT_EQ(noted.set_up({}, {})->ids.users.at("1"), "2");
    EXPECT_EQ(noted.tear_down({}), std::nullopt);
    EXPECT_EQ(left.in_words(), "");
}

TEST(LeftBehind, NotedWayTellsOfWhatMayRemain) {
    LeftBehind left;
    EXPECT_EQ(left.noted(way_that(true, "no tear-down")).tear_down({}), "no tear-down");
    EXPECT_EQ(left.in_words(), "1 state (no tear-down)");
    EXPECT_EQ(left.noted(way_that(false, {})).set_up({}, {}).error().reason, "half done");
    EXPECT_EQ(left.in_words(), "2 states (no tear-down)");
    EXPECT_FALSE(left.noted(way_that(false, {}, false)).set_up({}, {}));
    EXPECT_EQ(left.in_words(), "2 states (no tear-down)");
}

TEST(LeftBehind, SeveralThreadsCanTell) {
    LeftBehind left;
    const StateWay noted = left.noted(way_that(true, "no tear-down"));
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 50; ++i) {
                left.note_accepted(with_body(key, std::to_string(thread * 50 + i)));
                noted.tear_down({});
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(left.in_words(), "200 states (no tear-down), 200 keys, which no operation removes");
}

}  // namespace
}  // namespace keyturn
