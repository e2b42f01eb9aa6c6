#include "conformance/read_back.h"

#include "conformance/test_support.h"
#include "conformance/transport_test_support.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

const std::string path = "/2/chat/conversations/g1";

std::string conversation(const std::string& data) { return R"({"data":)" + data + "}"; }

const std::string usual = conversation(R"({"id":"g1","group_name":"Team","group_avatar_url":"u","admin_ids":["1"],
    "member_ids":["1","2"],"participant_ids":["1","2","4"],"message_ttl_ms":5,"screen_capture_blocking_enabled":false,"updated_at":"1"})");
const std::string no_events = R"({"data":[],"meta":{"conversation_key_events":[]}})";
const std::string two_events =
    R"({"data":[{"id":"2","is_trusted":true},{"id":"1"}],"meta":{"conversation_key_events":["AA=="]}})";

// The group as a server shows it that gives these answers.
GroupView view(std::vector<Received> answers) {
    ScriptedTransport server(std::move(answers));
    GroupReader reader(server, *read_given(json(R"({"group": {"id": "g1", "members": ["1111"]},
                                                    "users": {"1111": {"token": "token-1111"}}})")),
                       {});
    auto views = reader.read();
    EXPECT_TRUE(server.played_out());
    return std::move(views.at(0));
}

// What is told when the group is read as `before` and then as `after`: answers to both GETs.
Lines changes(std::vector<Received> before, std::vector<Received> after) {
    Lines all;
    for (const Difference& change : changes_between(view(std::move(before)), view(std::move(after)), {}))
        all.push_back(change.place + ": expected " + change.expected + ", found " + change.actual);
    return all;
}

Lines changes_of_conversation(const std::string& before, const std::string& after) {
    return changes({answer(200, before), answer(200, no_events)}, {answer(200, after), answer(200, no_events)});
}

Lines changes_of_events(const std::string& before, const std::string& after) {
    return changes({answer(200, usual), answer(200, before)}, {answer(200, usual), answer(200, after)});
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
                                R"({"meta":{"conversation_key_events":["AA=="]},"data":[{"id":"1"},{"id":"2"}]})"),
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
        EXPECT_EQ(changes({answer(status, usual)}, {answer(404)}), Lines{}) << status;
    EXPECT_EQ(changes({silent(SilenceKind::refused, "refused")}, {answer(404)}), Lines{});
    EXPECT_EQ(changes({answer(200, "no JSON")}, {answer(200, usual), answer(200, no_events)}), Lines{});
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
    for (const int status : {401, 405, 429, 500})
        EXPECT_EQ(
            changes({answer(200, usual), answer(200, two_events)}, {answer(200, usual), answer(status, no_events)}),
            Lines{})
            << status;
    EXPECT_EQ(changes({answer(200, usual), answer(200, two_events)}, {answer(200, usual), answer(200, "no JSON")}),
              Lines{});
}

TEST(ReadBack, EventsThatItsMemberCanNoLongerSeeHaveChanged) {
    for (const int status : {403, 404, 410})
        EXPECT_EQ(changes({answer(200, usual), answer(200, no_events)}, {answer(200, usual), answer(status)}),
                  Lines{"GET " + path + "/events: expected the events as before the refused request, found status " +
                        std::to_string(status)});
    EXPECT_EQ(changes({answer(200, usual), answer(404)}, {answer(200, usual), answer(404)}), Lines{});
}

// ---- the events themselves

std::string events(const std::string& data, const std::string& key_events = "") {
    return R"({"data":[)" + data + R"(],"meta":{"conversation_key_events":[)" + key_events + "]}}";
}

Event sent_event() {
    return {.sequence_id = "7",
            .message_id = "m",
            .sender_id = "1111",
            .conversation_id = "g1",
            .created_at_msec = "5",
            .detail = KeyChange{"1700000000000", {}}.to_detail(),
            .signature = {"c2ln", "1", "7"}};
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string event_json(const std::string& encoded) {
    return R"({"id":"7","sender_id":"1111","conversation_id":"g1","encoded_event":")" + encoded + "\"}";
}

TEST(ReadBack, EventThatIsAnotherUnderTheSameIdHasChanged) {
    const std::string before = events(R"({"id":"7","sender_id":"1111","conversation_id":"g1","encoded_event":"AA=="})");
    EXPECT_EQ(changes_of_events(before, before), Lines{});
    EXPECT_EQ(
        changes_of_events(before,
                          events(R"({"id":"7","sender_id":"2222","conversation_id":"g2","encoded_event":"AAA="})")),
        (Lines{
            "GET " + path +
                R"(, event 7/sender_id: expected as before the refused request: "1111" (string), found "2222" (string))",
            "GET " + path +
                R"(, event 7/conversation_id: expected as before the refused request: "g1" (string), found "g2" (string))",
            "GET " + path +
                R"(, event 7/encoded_event: expected as before the refused request: "AA==" (string), found "AAA=" (string))"}));
    EXPECT_EQ(changes_of_events(before, events(R"({"id":"7","sender_id":"1111","encoded_event":"AA=="})")).size(), 1u);
}

TEST(ReadBack, EventsArePairedByTheirIds) {
    const std::string one = R"({"id":"1","sender_id":"1111"})", two = R"({"id":"2","sender_id":"2222"})";
    EXPECT_EQ(changes_of_events(events(one + "," + two), events(two + "," + one)), Lines{});
    EXPECT_EQ(changes_of_events(events(one + "," + two), events(R"({"id":"2","sender_id":"1111"},)" + one)).size(), 1u);
}

TEST(ReadBack, PartsOfTheRelayMayBeOthersEachTime) {
    const Event event = sent_event();
    Bytes relayed = event.write();
    const Bytes trust_mark = {2, 0, 11, 1, 0};  // field 11, is_trusted, and the stop
    relayed.insert(relayed.end() - 1, trust_mark.begin(), trust_mark.end() - 1);
    Event altered = event;
    altered.signature.signature = "c2lo";
    const std::string plain = base64(event.write()), marked = base64(relayed), other = base64(altered.write());
    EXPECT_EQ(changes_of_events(events(event_json(plain), quoted(plain)), events(event_json(marked), quoted(marked))),
              Lines{});
    EXPECT_EQ(changes_of_events(events(event_json(plain)), events(event_json(other))).size(), 1u);
    EXPECT_EQ(changes_of_events(events("", quoted(plain)), events("", quoted(other))).size(), 1u);
}

TEST(ReadBack, KeyEventsAreComparedInAnyOrder) {
    EXPECT_EQ(changes_of_events(events("", R"("AA==","BA==")"), events("", R"("BA==","AA==")")), Lines{});
    EXPECT_EQ(
        changes_of_events(events("", R"("AA==","BA==")"), events("", R"("BB==","AA==")")),
        Lines{"GET " + path + R"(, /events/meta/conversation_key_events/1: expected as before the refused request: )" +
              R"("BA==" (string), found "BB==" (string))"});
}

TEST(ReadBack, OfVeryManyChangesTheFirstAreTold) {
    std::string then, now;
    for (int i = 1000; i < 1300; ++i) {
        const std::string id = (i == 1000 ? "" : ",") + std::string(R"({"id":")") + std::to_string(i);
        then += id + R"(","sender_id":"1"})";
        now += id + R"(","sender_id":"2"})";
    }
    EXPECT_EQ(changes_of_events(events(then), events(now)).size(), 201u);
}

// ---- secrets

// What is told when one of the four answers holds a token.
Lines changes_with_secret_in(std::size_t index) {
    std::vector<Received> before = {answer(200, usual), answer(200, no_events)},
                          after = {answer(200, conversation("{}")), answer(200, no_events)};
    (**(index < 2 ? before : after)[index % 2]).reason = "token-2222";
    Lines all;
    for (const Difference& change :
         changes_between(view(before), view(after), {{"token-2222", "AM-SEC-002", "a token"}}))
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
    EXPECT_TRUE(changes_between(view({answer(200, usual), answer(200, "token-2222")}),
                                view({answer(200, usual), answer(200, no_events)}),
                                {{"token-2222", "AM-SEC-002", "a token"}})
                    .empty());
}

}  // namespace
}  // namespace keyturn
