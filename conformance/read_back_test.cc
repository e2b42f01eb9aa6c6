#include "conformance/read_back.h"

#include "conformance/test_support.h"
#include "conformance/transport_test_support.h"

namespace keyturn {
namespace {

const std::string path = "/2/chat/conversations/g1";

Given state() {
    return *read_given(json(R"({"groups": [{"id": "g1", "members": ["1111", "2222", "3333"]}],
        "users": {"2222": {"token": "token-2222"}, "3333": {"token": "token-3333"}}})"));
}

std::string conversation(const std::string& data) { return R"({"data":)" + data + "}"; }

const std::string usual = conversation(R"({"id":"g1","group_name":"Team","group_avatar_url":"u","admin_ids":["1"],
    "member_ids":["1","2"],"participant_ids":["1","2","4"],"message_ttl_ms":5,"screen_capture_blocking_enabled":false,"updated_at":"1"})");
const std::string no_events = R"({"data":[],"meta":{"conversation_key_events":[]}})";
const std::string two_events =
    R"({"data":[{"id":"2","is_trusted":true},{"id":"1"}],"meta":{"conversation_key_events":["AA=="]}})";

// What is told when the group is read as `before` and then as `after`: pairs of answers to both GETs.
Lines changes(std::vector<Received> before, std::vector<Received> after) {
    std::vector<Received> script = std::move(before);
    script.insert(script.end(), after.begin(), after.end());
    ScriptedTransport server(script);
    GroupReader reader(server, state(), {}, {});
    const auto views = reader.read();
    Lines all;
    for (const Difference& change : reader.changes_since(views))
        all.push_back(change.place + ": expected " + change.expected + ", found " + change.actual);
    EXPECT_TRUE(server.played_out());
    return all;
}

Lines changes_of_conversation(const std::string& before, const std::string& after) {
    return changes({answer(200, before), answer(200, no_events)}, {answer(200, after), answer(200, no_events)});
}

Lines changes_of_events(const std::string& before, const std::string& after) {
    return changes({answer(200, usual), answer(200, before)}, {answer(200, usual), answer(200, after)});
}

TEST(ReadBack, GroupIsReadAsItsFirstMemberWithAToken) {
    ScriptedTransport server({answer(200, usual), answer(200, two_events)});
    GroupReader reader(server, state(), {{"X-Trace", "1"}}, {});
    ASSERT_EQ(reader.read().size(), 1u);
    EXPECT_EQ(server.requests[0].method, "GET");
    EXPECT_EQ(
        server.requests[0].target,
        path +
            "?chat_conversation.fields=admin_ids,group_avatar_url,group_name,member_ids,message_ttl_ms,participant_ids,"
            "screen_capture_blocking_enabled");
    EXPECT_EQ(server.requests[1].target, path + "/events?max_results=100");
    for (const HttpRequest& request : server.requests) {
        EXPECT_EQ(request.headers, (std::vector<HeaderLine>{{"X-Trace", "1"}, {"Authorization", "Bearer token-2222"}}));
        EXPECT_EQ(request.body, "");
    }
}

TEST(ReadBack, GroupWithoutAMemberWithATokenIsNotRead) {
    Given given = state();
    given.users.at("2222").token.reset();
    given.users.erase("3333");
    ScriptedTransport server({});
    GroupReader reader(server, given, {}, {});
    EXPECT_TRUE(reader.read().empty());
    EXPECT_TRUE(reader.changes_since({}).empty());
}

TEST(ReadBack, EachGroupIsReadAndComparedOnItsOwn) {
    Given given = state();
    given.groups.push_back(given.groups.front());
    given.groups.back().id = "g2";
    ScriptedTransport server({answer(404), answer(200, usual), answer(200, no_events), answer(200, conversation("{}")),
                              answer(200, no_events)});
    GroupReader reader(server, given, {}, {});
    const auto views = reader.read();
    ASSERT_EQ(views.size(), 1u);
    EXPECT_EQ(views[0].path, "/2/chat/conversations/g2");
    EXPECT_EQ(reader.changes_since(views).size(), 7u);
}

TEST(ReadBack, GroupThatReadsTheSameHasNotChanged) {
    EXPECT_EQ(changes_of_conversation(usual, usual), Lines{});
    EXPECT_EQ(changes_of_events(two_events, two_events), Lines{});
}

TEST(ReadBack, OrderOfIdsAndWhatNoRequestChangesCountForNothing) {
    EXPECT_EQ(changes_of_conversation(conversation(R"({"member_ids":["1","2"],"updated_at":"1"})"),
                                      conversation(R"({"updated_at":"2","member_ids":["2","1"]})")),
              Lines{});
    EXPECT_EQ(changes_of_events(two_events,
                                R"({"meta":{"conversation_key_events":["BB=="]},"data":[{"id":"1"},{"id":"2"}]})"),
              Lines{});
}

TEST(ReadBack, EveryFactOfAGroupIsCompared) {
    for (const std::string field : {"group_name", "group_avatar_url", "admin_ids", "member_ids", "participant_ids",
                                    "message_ttl_ms", "screen_capture_blocking_enabled"})
        EXPECT_EQ(changes_of_conversation(conversation("{\"" + field + "\":[\"1\"]}"),
                                          conversation("{\"" + field + "\":[\"1\",\"5\"]}")),
                  Lines{"GET " + path + ", /data/" + field +
                        R"(: expected as before the refused request: ["1"] (array), found ["1","5"] (array))"});
    EXPECT_EQ(
        changes_of_conversation(conversation("{}"), conversation(R"({"group_name":"Team"})")),
        Lines{"GET " + path +
              R"(, /data/group_name: expected as before the refused request: null (null), found "Team" (string))"});
}

TEST(ReadBack, EventsAreComparedByTheirIdsAndKeyEventsByTheirNumber) {
    EXPECT_EQ(
        changes_of_events(R"({"data":[{"id":"1"}]})", R"({"data":[{"id":"2"},{"id":"1"}]})"),
        Lines{
            "GET " + path +
            R"(, /events/data/*/id: expected as before the refused request: ["1"] (array), found ["1","2"] (array))"});
    EXPECT_EQ(changes_of_events(no_events, R"({"data":[],"meta":{"conversation_key_events":["AA=="]}})"),
              Lines{"GET " + path +
                    ", /events/meta/conversation_key_events (their number): expected as before the refused request: 0 "
                    "(number), found 1 (number)"});
}

TEST(ReadBack, ServerThatDoesNotShowTheGroupIsNotJudged) {
    for (const int status : {201, 401, 404, 405, 501})
        EXPECT_EQ(changes({answer(status, usual)}, {}), Lines{}) << status;
    EXPECT_EQ(changes({silent(SilenceKind::refused, "refused")}, {}), Lines{});
    EXPECT_EQ(changes({broken("cut")}, {}), Lines{});
}

TEST(ReadBack, GroupThatItsMemberCanNoLongerSeeHasChanged) {
    for (const int status : {403, 404, 410})
        EXPECT_EQ(changes({answer(200, usual), answer(200, no_events)}, {answer(status)}),
                  Lines{"GET " + path + ": expected the group as before the refused request, found status " +
                        std::to_string(status)});
}

TEST(ReadBack, ServerThatIsBusyOrSilentAfterwardsIsNotJudged) {
    for (const int status : {401, 429, 500, 503})
        EXPECT_EQ(changes({answer(200, usual), answer(200, no_events)}, {answer(status, "{}")}), Lines{}) << status;
    EXPECT_EQ(changes({answer(200, usual), answer(200, no_events)}, {silent(SilenceKind::reset, "reset")}), Lines{});
    EXPECT_EQ(changes({answer(200, usual), answer(200, no_events)}, {answer(200, "no JSON")}), Lines{});
}

TEST(ReadBack, EventsThatAreNotShownAreNotCompared) {
    EXPECT_EQ(changes({answer(200, usual), answer(405)}, {answer(200, usual), answer(200, two_events)}), Lines{});
    EXPECT_EQ(changes({answer(200, usual), answer(200, two_events)}, {answer(200, usual), answer(405, no_events)}),
              Lines{});
    EXPECT_EQ(changes({answer(200, usual), answer(200, two_events)}, {answer(200, usual), answer(200, "no JSON")}),
              Lines{});
}

// What is told when one of the four answers holds a token.
Lines changes_with_secret_in(std::size_t index) {
    std::vector<Received> script = {answer(200, usual), answer(200, no_events), answer(200, conversation("{}")),
                                    answer(200, no_events)};
    (**script[index]).reason = "token-2222";
    ScriptedTransport server(script);
    GroupReader reader(server, state(), {}, {{"token-2222", "AM-SEC-002", "a token"}});
    const auto views = reader.read();
    Lines all;
    for (const Difference& change : reader.changes_since(views))
        all.push_back(change.place + ": expected " + change.expected + ", found " + change.actual);
    return all;
}

TEST(ReadBack, OfAnswersThatHoldASecretNoValueIsTold) {
    for (std::size_t index = 0; index < 4; ++index)
        EXPECT_EQ(
            changes_with_secret_in(index),
            Lines{"GET " + path +
                  ": expected as before the refused request, found otherwise; not shown, for an answer holds a secret"})
            << index;
}

TEST(ReadBack, SecretsInAnswersThatShowNoChangeAreNoChange) {
    ScriptedTransport server(
        {answer(200, usual), answer(200, "token-2222"), answer(200, usual), answer(200, no_events)});
    GroupReader reader(server, state(), {}, {{"token-2222", "AM-SEC-002", "a token"}});
    const auto views = reader.read();
    EXPECT_TRUE(reader.changes_since(views).empty());
}

}  // namespace
}  // namespace keyturn
