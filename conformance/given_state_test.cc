#include "conformance/given_state.h"

#include "conformance/state_test_support.h"
#include "conformance/test_support.h"
#include "conformance/transport_test_support.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

Given small_state() {
    return *read_given(json(R"({"groups": [{"id": "g1"}], "users": {"1111": {"token": "mine"}, "2222": {}}})"));
}

// What a set-up came to whose answer was this one; a tear-down that follows succeeds.
struct Tried {
    std::expected<StandingState, NoState> standing;
    std::vector<HttpRequest> requests;
};

Tried set_up_with(Received received, std::vector<Received> then = {}) {
    then.insert(then.begin(), std::move(received));
    ScriptedTransport hook(std::move(then));
    auto standing = set_up_state(hook, "/hook", small_state());
    EXPECT_TRUE(hook.played_out());
    return {std::move(standing), hook.requests};
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

TEST(GivenState, NoPrivateKeyIsAmongTheBytesInAnyForm) {
    ScriptedTransport hook({answer(200), answer(204)});
    const Given& given = shipped_state("team");
    ASSERT_TRUE(set_up_state(hook, "/hook", given));
    tear_down_state(hook, "/hook", given);
    for (const auto& [id, user] : given.users) {
        ASSERT_TRUE(user.private_keys) << id;
        for (const PrivateKey* key : {&user.private_keys->identity, &user.private_keys->signing}) {
            const ByteView bytes = key->reveal();
            // Without its last character, which depends on the bytes that follow.
            const std::string as_base64 = base64(bytes).substr(0, 42);
            for (const HttpRequest& request : hook.requests)
                for (const std::string& form : {std::string(text_of(bytes)), hex(bytes), as_base64})
                    EXPECT_FALSE(request.body.contains(form)) << id;
        }
    }
}

TEST(GivenState, StateStandsAsTheAnswerSays) {
    const auto standing =
        set_up_with(answer(201, R"({"given": {"groups": [{"id": "g9"}], "users": {"2222": {"token": "minted"}}}})"))
            .standing;
    ASSERT_TRUE(standing) << standing.error().reason;
    EXPECT_EQ(standing->given.groups[0].id, "g9");
    EXPECT_EQ(standing->ids.groups.at("g1"), "g9");
    EXPECT_EQ(standing->given.users.at("1111").token, "mine");
    EXPECT_EQ(standing->given.users.at("2222").token, "minted");
}

TEST(GivenState, SetUpThatFailsSaysWhyAndIsTornDown) {
    const std::pair<Received, std::string> failures[] = {
        {answer(404), "status 404"},
        {answer(300), "status 300"},
        {answer(199), "status 199"},
        {broken("a folded header line"), "a folded header line"},
        {silent(SilenceKind::timed_out, "no answer in time"), "no answer in time"},
        {silent(SilenceKind::reset, "reset"), "reset"},
        {silent(SilenceKind::closed, "closed"), "closed"},
        {answer(200, "OK"), "the answer is not understood: no JSON: a value that is no JSON"}};
    for (const auto& [received, reason] : failures) {
        const Tried set_up = set_up_with(received, {answer(200)});
        EXPECT_EQ(set_up.standing.error().reason.substr(0, 40), ("set-up failed: " + reason).substr(0, 40));
        EXPECT_EQ(json(set_up.requests.at(1).body).find("action")->text, "tear-down");
    }
}

TEST(GivenState, WhatNeverArrivedIsNotTornDown) {
    for (const SilenceKind kind :
         {SilenceKind::refused, SilenceKind::unresolved, SilenceKind::tls, SilenceKind::unsendable})
        EXPECT_EQ(set_up_with(silent(kind, "nobody there")).standing.error().reason, "set-up failed: nobody there");
}

TEST(GivenState, TearDownOfAFailedSetUpThatFailsTooIsSaid) {
    const NoState state = set_up_with(answer(500), {answer(503)}).standing.error();
    EXPECT_EQ(state.reason, "set-up failed: status 500; tear-down failed: status 503");
    EXPECT_TRUE(state.may_remain);
    EXPECT_TRUE(state.failed);
    EXPECT_FALSE(set_up_with(answer(500), {answer(200)}).standing.error().may_remain);
}

TEST(GivenState, TearDownThatFailsSaysWhy) {
    ScriptedTransport hook({answer(500), broken("cut"), silent(SilenceKind::reset, "reset")});
    EXPECT_EQ(tear_down_state(hook, "/", {}), "tear-down failed: status 500");
    EXPECT_EQ(tear_down_state(hook, "/", {}), "tear-down failed: cut");
    EXPECT_EQ(tear_down_state(hook, "/", {}), "tear-down failed: reset");
}

TEST(StateWay, WithoutAHookThereIsNone) {
    EXPECT_FALSE(StateWay());
    EXPECT_FALSE(StateWay(nullptr));
}

TEST(StateWay, OfAHookSetsUpAndTearsDownAtItsPath) {
    ScriptedTransport hook({answer(200), answer(500), silent(SilenceKind::refused, "nobody")});
    const StateWay way(&hook, "/elsewhere");
    ASSERT_TRUE(way);
    EXPECT_TRUE(way.set_up({}, small_state()));
    EXPECT_EQ(way.tear_down(small_state()), "tear-down failed: status 500");
    const auto failed = way.set_up({}, small_state());
    EXPECT_EQ(failed.error().reason, "set-up failed: nobody");
    EXPECT_TRUE(failed.error().failed);
    for (const HttpRequest& request : hook.requests) EXPECT_EQ(request.target, "/elsewhere");
}

}  // namespace
}  // namespace keyturn
