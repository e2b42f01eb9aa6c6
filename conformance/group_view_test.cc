#include "conformance/group_view.h"

#include "conformance/test_support.h"
#include "conformance/transport_test_support.h"

namespace keyturn {
namespace {

const std::string path = "/2/chat/conversations/g1";
const std::string conversation = R"({"data":{"group_name":"Team","member_ids":["2","1"]}})";

Given state() {
    return *read_given(json(R"({"groups": [{"id": "g1", "members": ["1111", "2222", "3333"]}],
        "users": {"2222": {"token": "token-2222"}, "3333": {"token": "token-3333"}}})"));
}

std::string page(const std::string& events, const std::string& key_events, const std::string& more = "") {
    return R"({"data":[)" + events + R"(],"meta":{"conversation_key_events":[)" + key_events + "]" + more + "}}";
}

GroupView view_by(ScriptedTransport& server) {
    auto views = GroupReader(server, state(), {{"X-Trace", "1"}}).read();
    EXPECT_TRUE(server.played_out());
    return std::move(views.at(0));
}

GroupView view(std::vector<Received> script) {
    ScriptedTransport server(std::move(script));
    return view_by(server);
}

std::string all_of(const std::vector<JsonValue>& values) { return to_json(json_array(values)); }

TEST(GroupView, IsReadAsTheFirstMemberWithAToken) {
    ScriptedTransport server({answer(200, conversation), answer(200, page("", ""))});
    EXPECT_EQ(view_by(server).group, "g1");
    EXPECT_EQ(
        server.requests[0].target,
        path +
            "?chat_conversation.fields=admin_ids,group_avatar_url,group_name,member_ids,message_ttl_ms,participant_ids,"
            "screen_capture_blocking_enabled");
    EXPECT_EQ(server.requests[1].target, path + "/events?max_results=100");
    for (const HttpRequest& request : server.requests) {
        EXPECT_EQ(request.method, "GET");
        EXPECT_EQ(request.headers, (std::vector<HeaderLine>{{"X-Trace", "1"}, {"Authorization", "Bearer token-2222"}}));
        EXPECT_EQ(request.body, "");
    }
}

TEST(GroupView, GroupWithoutAMemberWithATokenIsNotRead) {
    Given given = state();
    given.users.at("2222").token.reset();
    given.users.erase("3333");
    ScriptedTransport server({});
    EXPECT_TRUE(GroupReader(server, given, {}).read().empty());
}

TEST(GroupView, EachGroupIsReadOnItsOwn) {
    Given given = state();
    given.groups.push_back(given.groups.front());
    given.groups.back().id = "g2";
    ScriptedTransport server({answer(404), answer(200, conversation), answer(200, page("", ""))});
    const auto views = GroupReader(server, given, {}).read();
    ASSERT_EQ(views.size(), 2u);
    EXPECT_FALSE(views[0].is_shown());
    EXPECT_EQ(views[1].group, "g2");
    EXPECT_TRUE(views[1].is_shown());
}

TEST(GroupView, HoldsTheFactsOfTheConversationWithIdsInOneOrder) {
    const GroupView seen = view({answer(200, conversation), answer(200, page("", ""))});
    EXPECT_EQ(seen.facts.size(), 7u);
    EXPECT_EQ(to_json(seen.facts.at("/data/member_ids")), R"(["1","2"])");
    EXPECT_EQ(to_json(seen.facts.at("/data/group_name")), R"("Team")");
    EXPECT_EQ(to_json(seen.facts.at("/data/admin_ids")), "null");
    EXPECT_EQ(seen.answers.size(), 2u);
}

TEST(GroupView, TellsAGroupThatIsHiddenFromOneThatCanNotBeReadNow) {
    for (const int status : {403, 404, 410}) {
        EXPECT_TRUE(view({answer(status, conversation)}).is_hidden()) << status;
        EXPECT_FALSE(view({answer(status, conversation)}).is_shown()) << status;
    }
    for (const int status : {201, 400, 401, 405, 429, 500, 501})
        EXPECT_FALSE(view({answer(status)}).is_hidden() || view({answer(status)}).is_shown()) << status;
    for (const Received& none : {silent(SilenceKind::reset, "reset"), broken("cut"), answer(200, "no JSON")})
        EXPECT_FALSE(view({none}).is_hidden() || view({none}).is_shown());
    EXPECT_TRUE(view({answer(404, "no JSON")}).is_hidden());
}

TEST(GroupView, EventsAreReadPageAfterPage) {
    ScriptedTransport server(
        {answer(200, conversation),
         answer(200, page(R"({"id":"3"})", R"("AA==","BA==")", R"(,"has_more":true,"next_token":"a b+")")),
         answer(200,
                page(R"({"id":"2"},{"id":"1"})", R"("AA==","CA==","CA==")", R"(,"has_more":false,"next_token":"c")"))});
    const GroupView seen = view_by(server);
    EXPECT_EQ(server.requests[2].target, path + "/events?max_results=100&pagination_token=a%20b%2B");
    EXPECT_TRUE(seen.shows_events);
    EXPECT_EQ(all_of(seen.events), R"([{"id":"3"},{"id":"2"},{"id":"1"}])");
    EXPECT_EQ(all_of(seen.key_events), R"(["AA==","BA==","CA==","CA=="])") << "what a page before had is not new";
    EXPECT_EQ(seen.answers.size(), 3u);
}

TEST(GroupView, PageWithoutATokenIsTheLast) {
    for (const std::string more : {R"(,"has_more":true)", R"(,"has_more":true,"next_token":null)",
                                   R"(,"next_token":"x")", R"(,"has_more":true,"next_token":"")"})
        EXPECT_TRUE(view({answer(200, conversation), answer(200, page("", "", more))}).shows_events);
}

TEST(GroupView, PagesThatNeverEndAreReadNoFurther) {
    std::vector<Received> script(33, answer(200, page(R"({"id":"1"})", "", R"(,"has_more":true,"next_token":"t")")));
    script[0] = answer(200, conversation);
    EXPECT_EQ(view(script).events.size(), 32u);
}

TEST(GroupView, EventsOfWhichAPageIsNotShownAreNotShown) {
    const Received first = answer(200, page("", "", R"(,"has_more":true,"next_token":"t")"));
    for (const Received& none :
         {answer(404, page("", "")), answer(200, "no JSON"), silent(SilenceKind::reset, "reset")}) {
        EXPECT_FALSE(view({answer(200, conversation), none}).shows_events);
        EXPECT_FALSE(view({answer(200, conversation), first, none}).shows_events);
    }
}

TEST(GroupView, GivesAwayWhatAnyOfItsAnswersHolds) {
    const std::vector<Confidential> token = {{"token-2222", "AM-SEC-002", "a token"}};
    EXPECT_FALSE(gives_away(view({answer(200, conversation), answer(200, page("", ""))}), token));
    EXPECT_TRUE(gives_away(view({answer(200, R"({"x":"token-2222"})"), answer(200, page("", ""))}), token));
    EXPECT_TRUE(gives_away(view({answer(200, conversation), answer(200, page(R"({"id":"token-2222"})", ""))}), token));
}

}  // namespace
}  // namespace keyturn
