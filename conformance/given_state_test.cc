#include "conformance/given_state.h"

#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "conformance/transport_test_support.h"

namespace keyturn {
namespace {

Given small_state() {
    return *read_given(json(R"({"groups": [{"id": "g1"}], "users": {"1111": {"token": "mine"}, "2222": {}}})"));
}

// The state after a set-up that the hook answered like this, or why it failed.
std::expected<Given, std::string> set_up_with(Received received) {
    ScriptedTransport hook({std::move(received)});
    return set_up_state(hook, "/hook", small_state());
}

TEST(GivenState, SetUpPostsTheStateWithoutPrivateKeys) {
    ScriptedTransport hook({answer(200), answer(204)});
    const Given& given = shipped_state("team");
    ASSERT_TRUE(set_up_state(hook, "/hook", given));
    EXPECT_EQ(tear_down_state(hook, "/hook", given), std::nullopt);
    const std::string actions[] = {"set-up", "tear-down"};
    for (std::size_t i = 0; i < 2; ++i) {
        const HttpRequest& request = hook.requests[i];
        EXPECT_EQ(request.method, "POST");
        EXPECT_EQ(request.target, "/hook");
        EXPECT_EQ(request.headers, (std::vector<HeaderLine>{{"Content-Type", "application/json"}}));
        EXPECT_EQ(json(request.body).find("action")->text, actions[i]);
        EXPECT_EQ(*json(request.body).find("given"), given_to_json(given, PrivateParts::stripped));
        EXPECT_FALSE(request.body.contains("private_keys"));
    }
}

TEST(GivenState, TokensOfTheAnswerAreTakenOver) {
    const auto given = set_up_with(answer(
        201,
        R"({"given": {"users": {"1111": {"token": "minted"}, "2222": {"token": "other"}, "3333": {"token": "unknown"}}}})"));
    ASSERT_TRUE(given);
    EXPECT_EQ(given->users.at("1111").token, "minted");
    EXPECT_EQ(given->users.at("2222").token, "other");
    EXPECT_FALSE(given->users.contains("3333"));
}

TEST(GivenState, AnswerWithoutTokensLeavesTheStateAsItIs) {
    for (const std::string body : {"", "{", "[]", "{}", R"({"given": 1})", R"({"given": {"users": {"1111": {}}}})",
                                   R"({"given": {"users": {"1111": {"token": 1}}}})"}) {
        const auto given = set_up_with(answer(200, body));
        ASSERT_TRUE(given) << body;
        EXPECT_EQ(given->users.at("1111").token, "mine") << body;
        EXPECT_EQ(given->users.at("2222").token, std::nullopt) << body;
    }
}

TEST(GivenState, SetUpThatFailsSaysWhy) {
    EXPECT_EQ(set_up_with(answer(404)).error(), "set-up failed: status 404");
    EXPECT_EQ(set_up_with(answer(300)).error(), "set-up failed: status 300");
    EXPECT_EQ(set_up_with(answer(199)).error(), "set-up failed: status 199");
    EXPECT_EQ(set_up_with(broken("a folded header line")).error(), "set-up failed: a folded header line");
    EXPECT_EQ(set_up_with(silent(SilenceKind::refused, "connection refused")).error(),
              "set-up failed: connection refused");
}

TEST(GivenState, TearDownThatFailsSaysWhy) {
    ScriptedTransport hook({answer(500), broken("cut"), silent(SilenceKind::reset, "reset")});
    EXPECT_EQ(tear_down_state(hook, "/", {}), "tear-down failed: status 500");
    EXPECT_EQ(tear_down_state(hook, "/", {}), "tear-down failed: cut");
    EXPECT_EQ(tear_down_state(hook, "/", {}), "tear-down failed: reset");
}

}  // namespace
}  // namespace keyturn
