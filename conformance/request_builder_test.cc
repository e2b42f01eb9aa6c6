#include "conformance/request_builder.h"

#include "conformance/state_test_support.h"
#include "conformance/test_support.h"

namespace keyturn {
namespace {

Exchange adding(std::vector<std::string> ids, std::optional<std::string> deviation = {},
                std::optional<std::uint64_t> seed = {}) {
    Exchange exchange;
    exchange.as = "1111";
    exchange.request = ComposedRequest{std::string(team_group), std::move(ids), std::move(deviation), seed};
    return exchange;
}

Case case_of(std::vector<Exchange> exchanges, std::string id = "folder/name") {
    Case test;
    test.id = std::move(id);
    test.exchanges = std::move(exchanges);
    return test;
}

std::string body_of(const Case& test, std::uint64_t seed = 1, std::size_t index = 0) {
    RequestBuilder builder(test, shipped_state("team"), seed);
    return builder.build(index, test_now_msec)->http.body;
}

std::vector<std::string> wrapped_for(const BuiltRequest& request) {
    std::vector<std::string> ids;
    const JsonValue body = json(request.http.body);
    for (const JsonValue& key : body.find("conversation_participant_keys")->elements)
        ids.push_back(key.find("user_id")->text);
    std::ranges::sort(ids);
    return ids;
}

TEST(RequestBuilder, VerbatimRequestIsBuiltAsItStands) {
    Exchange exchange;
    exchange.request = HttpRequest{"PUT", "/x", {{"A", "b"}}, "body"};
    const Case test = case_of({exchange});
    RequestBuilder builder(test, {}, 1);
    const auto request = builder.build(0, test_now_msec);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->http.method, "PUT");
    EXPECT_EQ(request->http.target, "/x");
    EXPECT_EQ(request->http.headers, (std::vector<HeaderLine>{{"A", "b"}}));
    EXPECT_EQ(request->http.body, "body");
    EXPECT_FALSE(request->anonymous);
    builder.accepted(*request);
}

TEST(RequestBuilder, RandomnessComesFromTheCaseTheExchangeAndTheSeed) {
    const Case test = case_of({adding({"5555"}), adding({"5555"})});
    EXPECT_EQ(body_of(test), body_of(test));
    EXPECT_NE(body_of(test), body_of(test, 2));
    EXPECT_NE(body_of(test), body_of(test, 1, 1));
    EXPECT_NE(body_of(test), body_of(case_of(test.exchanges, "other")));
    EXPECT_EQ(body_of(case_of({adding({"5555"}, {}, 7)})), body_of(test, 7)) << "the seed of the exchange comes first";
    EXPECT_EQ(body_of(case_of({adding({"5555"}, {}, 7)}), 2), body_of(test, 7));
}

TEST(RequestBuilder, AnonymousRequestIsSaidToBe) {
    const Case test = case_of({adding({"5555"}, "no-token")});
    RequestBuilder builder(test, shipped_state("team"), 1);
    EXPECT_TRUE(builder.build(0, test_now_msec)->anonymous);
}

TEST(RequestBuilder, WhatCanNotBeComposedSaysWhy) {
    Exchange nobody = adding({"5555"});
    nobody.as.reset();
    const Case test = case_of({adding({"5555"}, "same-again"), nobody});
    RequestBuilder builder(test, shipped_state("team"), 1);
    EXPECT_EQ(builder.build(0, test_now_msec).error().reason, "no request was composed before in this case");
    EXPECT_EQ(builder.build(1, test_now_msec).error().reason, "the state has no private keys of ");
}

TEST(RequestBuilder, LaterRequestRepeatsTheOneBefore) {
    const Case test = case_of({adding({"5555"}), adding({"6666"}), adding({"5555"}, "same-again"),
                               adding({"7777"}, "message-ids-of-before")});
    RequestBuilder builder(test, shipped_state("team"), 1);
    builder.build(0, test_now_msec);
    const std::string second = builder.build(1, test_now_msec)->http.body;
    EXPECT_EQ(builder.build(2, test_now_msec)->http.body, second);
    const auto message_id = [](const std::string& body) {
        return resolve(json(body), "/action_signatures/0/message_id")->text;
    };
    EXPECT_EQ(message_id(builder.build(3, test_now_msec)->http.body), message_id(second));
}

TEST(RequestBuilder, AcceptedRequestMovesTheGroupOn) {
    const Case test = case_of({adding({"5555"}), adding({"6666"}), adding({"7777"})});
    RequestBuilder builder(test, shipped_state("team"), 1);
    const auto first = builder.build(0, test_now_msec);
    const auto beside = builder.build(1, test_now_msec);
    EXPECT_EQ(wrapped_for(*beside), (Lines{"1111", "2222", "3333", "6666"})) << "nothing was accepted yet";
    builder.accepted(*first);
    const auto next = builder.build(2, test_now_msec);
    EXPECT_EQ(wrapped_for(*next), (Lines{"1111", "2222", "3333", "5555", "7777"}));
    EXPECT_EQ(json(next->http.body).find("conversation_key_version")->text, "1790000000001");
}

Exchange composed(ChangeOperation operation, std::string group, std::vector<std::string> add = {}) {
    Exchange exchange;
    exchange.as = "1111";
    ComposedRequest request{std::move(group), std::move(add), {}, {}};
    request.operation = operation;
    exchange.request = std::move(request);
    return exchange;
}

TEST(RequestBuilder, AcceptedRotationMovesTheKeyVersionOnAndNothingElse) {
    const Case test = case_of({composed(ChangeOperation::rotate, "g1700000000000000001"), adding({"6666"})});
    RequestBuilder builder(test, shipped_state("team"), 1);
    const auto rotation = builder.build(0, test_now_msec);
    ASSERT_TRUE(rotation) << rotation.error().reason;
    EXPECT_EQ(rotation->http.target, "/2/chat/conversations/g1700000000000000001/keys");
    builder.accepted(*rotation);
    const auto next = builder.build(1, test_now_msec);
    EXPECT_EQ(wrapped_for(*next), (Lines{"1111", "2222", "3333", "6666"}));
    EXPECT_EQ(json(next->http.body).find("conversation_key_version")->text, "1790000000001");
}

TEST(RequestBuilder, CreatedGroupIsThereForWhatFollows) {
    Exchange creation = composed(ChangeOperation::create, "$new", {"5555"});
    std::get<ComposedRequest>(creation.request).title = "Title";
    std::get<ComposedRequest>(creation.request).avatar_url = "Avatar";
    const Case test = case_of({creation, composed(ChangeOperation::add, "$new", {"6666"})});
    const Captures captures = {{"new", json_string("g9")}};
    RequestBuilder builder(test, shipped_state("team"), 1);
    const auto made = builder.build(0, test_now_msec, captures);
    ASSERT_TRUE(made) << made.error().reason;
    EXPECT_EQ(made->http.target, "/2/chat/conversations/group");
    const JsonValue body = json(made->http.body);
    EXPECT_EQ(body.find("conversation_id")->text, "g9");
    EXPECT_EQ(body.find("group_name")->text, "Title");
    EXPECT_EQ(body.find("group_avatar_url")->text, "Avatar");
    EXPECT_EQ(wrapped_for(*made), (Lines{"1111", "5555"}));
    EXPECT_EQ(builder.build(1, test_now_msec, captures).error().reason, "there is no group g9 in the state");
    builder.accepted(*made);
    const auto next = builder.build(1, test_now_msec, captures);
    EXPECT_EQ(next->http.target, "/2/chat/conversations/g9/members");
    EXPECT_EQ(wrapped_for(*next), (Lines{"1111", "5555", "6666"}));
    EXPECT_EQ(json(next->http.body).find("conversation_key_version")->text, "1790000000001");
}

TEST(RequestBuilder, NamesStandForWhatWasCaptured) {
    Exchange reading;
    reading.request = HttpRequest{"GET", "/2/$new/events?pagination_token=$next", {}, ""};
    const Case test = case_of({reading, composed(ChangeOperation::rotate, "$new")});
    RequestBuilder builder(test, shipped_state("team"), 1);
    const auto request = builder.build(0, test_now_msec, {{"new", json_string("g9")}, {"next", json_string("a&b")}});
    EXPECT_EQ(request->http.target, "/2/g9/events?pagination_token=a%26b");
    for (const std::size_t index : {0u, 1u})
        EXPECT_EQ(builder.build(index, test_now_msec).error().reason, "nothing was captured as 'new' before") << index;
}

// The second body of a case whose first request, which adds these users, was accepted.
std::string body_after_adding(std::vector<std::string> ids) {
    const Case test = case_of({adding(std::move(ids)), adding({"6666"})});
    RequestBuilder builder(test, shipped_state("team"), 1);
    builder.accepted(*builder.build(0, test_now_msec));
    return builder.build(1, test_now_msec)->http.body;
}

TEST(RequestBuilder, MemberWhoIsAddedAgainStandsOnce) {
    EXPECT_EQ(body_after_adding({"2222", "5555"}), body_after_adding({"5555"}));
}

TEST(RequestBuilder, StaleRequestIsMadeFromTheGroupAsItWas) {
    Exchange stale = adding({"6666"});
    std::get<ComposedRequest>(stale.request).is_stale = true;
    const Case test = case_of({adding({"5555"}), stale, adding({"6666"})});
    RequestBuilder builder(test, shipped_state("team"), 1);
    builder.accepted(*builder.build(0, test_now_msec));
    const auto old = builder.build(1, test_now_msec);
    EXPECT_EQ(wrapped_for(*old), (Lines{"1111", "2222", "3333", "6666"}));
    EXPECT_EQ(json(old->http.body).find("conversation_key_version")->text, std::to_string(test_now_msec));
    EXPECT_EQ(wrapped_for(*builder.build(2, test_now_msec)).size(), 5u);
}

}  // namespace
}  // namespace keyturn
