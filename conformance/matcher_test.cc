#include "conformance/matcher.h"

#include "conformance/response_reader.h"
#include "conformance/test_support.h"

namespace keyturn {
namespace {

using Differences = std::vector<Difference>;
using enum DifferenceKind;

ExpectedResponse expecting(std::string_view text) {
    Problems problems;
    ExpectedResponse read = read_expected_response(json(text), "", problems);
    EXPECT_EQ(lines(problems), Lines{});
    return read;
}

Differences found(std::string_view expected, const HttpResponse& actual) {
    Captures captures;
    return differences(expecting(expected), actual, 1'700'000'000'000, captures);
}

HttpResponse response(int status, std::vector<HeaderLine> headers = {}, std::string body = "") {
    return {status, "", std::move(headers), std::move(body)};
}

TEST(Matcher, StatusIsOneOfTheExpected) {
    EXPECT_EQ(found(R"({"status": 200})", response(200)), Differences{});
    EXPECT_EQ(found(R"({"status": [400, 409]})", response(409)), Differences{});
    EXPECT_EQ(found(R"({"status": [400, 403, 409]})", response(200)),
              (Differences{{"status", "400, 403 or 409", "200"}}));
    Captures captures;
    EXPECT_EQ(differences({}, response(200), 0, captures), Differences{}) << "none is expected";
}

TEST(Matcher, OnlyNamedHeadersAreComparedByNameWithoutCase) {
    const std::string_view expected = R"({"status": 200, "headers": [["Retry-After", "5"]]})";
    EXPECT_EQ(found(expected, response(200, {{"X", "y"}, {"retry-after", "5"}})), Differences{});
    EXPECT_EQ(found(expected, response(200, {{"retry-after", "6"}})),
              (Differences{{"header Retry-After", "\"5\"", "\"6\""}}));
    EXPECT_EQ(found(expected, response(200)), (Differences{{"header Retry-After", "\"5\"", "nothing", missing}}));
    EXPECT_EQ(found(expected, response(200, {{"Retry-After", "5"}, {"Retry-After", "7"}})),
              (Differences{{"header Retry-After", "nothing", "\"7\" in another line", wrong}}));
}

TEST(Matcher, LinesOfOneNameAreComparedInOrder) {
    const std::string_view expected = R"({"status": 200, "headers": [["A", "1"], ["B", "3"], ["a", "2"]]})";
    EXPECT_EQ(found(expected, response(200, {{"A", "1"}, {"A", "2"}, {"B", "3"}})), Differences{});
    EXPECT_EQ(found(expected, response(200, {{"A", "2"}, {"A", "1"}, {"B", "3"}})),
              (Differences{{"header A", "\"1\"", "\"2\""}, {"header A", "\"2\"", "\"1\""}}));
    EXPECT_EQ(found(expected, response(200, {{"A", "1"}, {"B", "3"}})),
              (Differences{{"header A", "\"2\"", "nothing", missing}}));
}

TEST(Matcher, ContentTypeIsComparedAsAMediaType) {
    const std::string_view expected = R"({"status": 200, "headers": [["content-type", "application/json"]]})";
    EXPECT_EQ(found(expected, response(200, {{"Content-Type", "Application/JSON; charset=utf-8"}})), Differences{});
    EXPECT_EQ(found(expected, response(200, {{"Content-Type", "text/html"}})),
              (Differences{{"header content-type", "\"application/json\"", "\"text/html\""}}));
}

TEST(Matcher, BytesAreComparedExactly) {
    const std::string_view expected = R"({"status": 200, "body": {"text": "abc"}})";
    EXPECT_EQ(found(expected, response(200, {}, "abc")), Differences{});
    EXPECT_EQ(found(expected, response(200, {}, "abc\n")),
              (Differences{{"body", "\"abc\" (3 bytes)", "\"abc\\n\" (4 bytes)"}}));
    EXPECT_EQ(found(R"({"status": 204, "body": {"text": ""}})", response(204, {}, " ")).size(), 1u);
}

TEST(Matcher, BodyIsComparedAsADocument) {
    const std::string_view expected = R"({"status": 200, "body": {"json": {"a": 1}}})";
    EXPECT_EQ(found(expected, response(200, {}, " {\"a\" : 1} ")), Differences{});
    EXPECT_EQ(found(expected, response(200, {}, "{\"a\": 2}")), (Differences{{"/a", "1 (number)", "2 (number)"}}));
}

TEST(Matcher, BodyThatIsNoJsonIsToldOnce) {
    const std::string_view expected = R"({"status": 200, "body": {"json": {"a": 1}}, "match": {"/a": {"any": true}}})";
    const auto reason = [&](std::string body) {
        const Differences all = found(expected, response(200, {}, std::move(body)));
        EXPECT_EQ(all.size(), 1u);
        EXPECT_EQ(all.front().place, "body");
        EXPECT_EQ(all.front().expected, "a JSON document");
        return all.front().actual;
    };
    EXPECT_EQ(reason("{\"a\": \"\xff\"}"), "invalid UTF-8 at byte 7 of 10");
    EXPECT_EQ(reason("\xef\xbb\xbf{}"), "a byte order mark at byte 0 of 5");
    for (const char* body : {"", "{", "{} {}", "{}x", "{\"a\": \"\\ud800\"}"}) EXPECT_NE(reason(body), "") << body;
    reason(std::string("{}\0", 3));
}

TEST(Matcher, MatchersDoWithoutABody) {
    const std::string_view expected = R"({"status": 200, "match": {"/a": {"type": "number"}}})";
    EXPECT_EQ(found(expected, response(200, {}, R"({"a": 1, "b": 2})")), Differences{});
    EXPECT_EQ(found(expected, response(200, {}, R"({"a": "1"})")),
              (Differences{{"/a", "a value of type number", "\"1\" (string)"}}));
    EXPECT_EQ(found(expected, response(200, {}, "no")).size(), 1u);
    EXPECT_EQ(found(R"({"status": 200})", response(200, {}, "no")), Differences{}) << "nothing is asked of the body";
}

TEST(Matcher, StatusComesFirstThenHeadersThenBody) {
    const Differences all =
        found(R"({"status": 200, "headers": [["A", "1"]], "body": {"json": 1}})", response(500, {}, "2"));
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].place, "status");
    EXPECT_EQ(all[1].place, "header A");
    EXPECT_EQ(all[2].place, "");
}

TEST(Matcher, TimeIsComparedWithNow) {
    const std::string_view expected = R"({"status": 200, "match": {"": {"time_within_msec": 5}}})";
    EXPECT_EQ(found(expected, response(200, {}, "1700000000005")), Differences{});
    EXPECT_EQ(found(expected, response(200, {}, "1700000000006")).size(), 1u);
}

TEST(Matcher, KindsOfDifferencesHaveNames) {
    EXPECT_EQ(name_of(wrong), "wrong");
    EXPECT_EQ(name_of(missing), "missing");
    EXPECT_EQ(name_of(extra), "extra");
    EXPECT_EQ(name_of(written_otherwise), "written otherwise");
    EXPECT_EQ(name_of(moved), "moved");
    EXPECT_EQ(name_of(doubled), "doubled");
}

// ---- several responses that are right

constexpr std::string_view added_or_too_many = R"({"any_of": [{"status": 200, "match": {"/data": {"type": "object"}}},
    {"status": [400, 403], "match": {"/detail": {"equals": "full"}}},
    {"status": 400, "match": {"/message": {"equals": "full"}, "/code": {"equals": 1}}}]})";

TEST(Matcher, AnyOfSeveralResponsesIsRight) {
    EXPECT_EQ(found(added_or_too_many, response(200, {}, R"({"data":{}})")), Differences{});
    EXPECT_EQ(found(added_or_too_many, response(403, {}, R"({"detail":"full"})")), Differences{});
    EXPECT_EQ(found(added_or_too_many, response(400, {}, R"({"message":"full","code":1})")), Differences{});
}

TEST(Matcher, OfSeveralResponsesTheNearestOfTheStatusIsTold) {
    EXPECT_EQ(found(added_or_too_many, response(409)), (Differences{{"status", "200, 400, 403 or 400", "409"}}));
    EXPECT_EQ(found(added_or_too_many, response(200, {}, R"({"data":1})")).size(), 1u);
    const Differences detail = found(added_or_too_many, response(400, {}, R"({"detail":"no"})"));
    ASSERT_EQ(detail.size(), 1u);
    EXPECT_EQ(detail[0].place, "/detail");
    const Differences message = found(added_or_too_many, response(403, {}, R"({"message":"full","code":1})"));
    ASSERT_EQ(message.size(), 1u);
    EXPECT_EQ(message[0].place, "/detail") << "the last one is of another status";
}

TEST(Matcher, OnlyTheResponseThatFitsCaptures) {
    const ExpectedResponse expected = expecting(R"({"any_of": [
        {"status": 200, "match": {"/a": {"capture": "first"}, "/b": {"any": true}}},
        {"status": 200, "match": {"/a": {"capture": "second"}}}]})");
    Captures captures;
    EXPECT_EQ(differences(expected, response(200, {}, R"({"a":1})"), 0, captures), Differences{});
    ASSERT_EQ(captures.size(), 1u);
    EXPECT_EQ(captures.begin()->first, "second");
}

}  // namespace
}  // namespace keyturn
