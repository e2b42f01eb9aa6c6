#include "conformance/response_reader.h"

#include "conformance/test_support.h"

namespace keyturn {
namespace {

Lines problems_with(std::string_view text, StatusNeed status = StatusNeed::required) {
    Problems problems;
    read_expected_response(json(text), "/response", problems, status);
    return lines(problems);
}

ExpectedResponse response(std::string_view text) {
    Problems problems;
    ExpectedResponse read = read_expected_response(json(text), "", problems);
    EXPECT_EQ(lines(problems), Lines{});
    return read;
}

TEST(ResponseReader, StatusIsOneOrAnyOfSeveral) {
    EXPECT_EQ(response(R"({"status": 400})").statuses, std::vector<int>{400});
    EXPECT_EQ(response(R"({"status": [400, 409]})").statuses, (std::vector<int>{400, 409}));
    EXPECT_EQ(response(R"({"status": [100, 599]})").statuses, (std::vector<int>{100, 599}));
}

TEST(ResponseReader, WrongStatusIsTold) {
    for (const char* status : {"99", "600", "\"200\"", "200.0", "2e2", "true", "-200", "99999999999"})
        EXPECT_EQ(problems_with("{\"status\": " + std::string(status) + "}").size(), 1u) << status;
    EXPECT_EQ(problems_with(R"({"status": "200"})"),
              Lines{"/response/status: expected a status from 100 to 599, found \"200\" (string)"});
    EXPECT_EQ(problems_with(R"({"status": [200, 99]})"),
              Lines{"/response/status/1: expected a status from 100 to 599, found 99 (number)"});
    EXPECT_EQ(problems_with(R"({"status": []})"),
              Lines{"/response/status: expected at least one status, found [] (array)"});
    EXPECT_EQ(problems_with("{}"), Lines{"/response/status: expected a value, found nothing"});
    EXPECT_EQ(problems_with("{}", StatusNeed::optional), Lines{});
}

TEST(ResponseReader, HeadersBodyAndMatchersAreRead) {
    const auto read = response(
        R"({"status": 200, "headers": [["A", "b"]], "body": {"json": {"a": 1}}, "match": {"/a": {"any": true}}})");
    EXPECT_EQ(read.headers, (std::vector<HeaderLine>{{"A", "b"}}));
    EXPECT_EQ(read.json, json(R"({"a": 1})"));
    EXPECT_EQ(read.bytes, std::nullopt);
    ASSERT_EQ(read.matchers.size(), 1u);
    EXPECT_EQ(read.matchers[0].first, "/a");
    EXPECT_EQ(response(R"({"status": 200, "body": {"text": "hi"}})").bytes, "hi");
    EXPECT_EQ(response(R"({"status": 200, "match": {"/a": {"any": true}}})").json, std::nullopt);
}

TEST(ResponseReader, EveryProblemIsTold) {
    EXPECT_EQ(
        problems_with(R"({"status": 200, "headers": 1, "body": 2, "match": 3, "time": 4})"),
        (Lines{R"(/response/headers: expected an array of ["Name", "value"], found 1 (number))",
               R"(/response/body: expected one of {"json": …}, {"text": "…"} and {"base64": "…"}, found 2 (number))",
               "/response/match: expected an object with a matcher for each JSON Pointer, found 3 (number)",
               "/response/time: expected no such key, found 4 (number)"}));
    EXPECT_EQ(problems_with("[]", StatusNeed::optional), Lines{"/response: expected an object, found [] (array)"});
}

TEST(ResponseReader, MatchersNeedAJsonBody) {
    EXPECT_EQ(problems_with(R"({"status": 200, "body": {"text": "a"}, "match": {}})"),
              Lines{"/response/match: expected no matchers beside a body that is no JSON, found {} (object)"});
}

TEST(ResponseReader, SeveralResponsesHaveAllTheirStatuses) {
    const ExpectedResponse read = response(R"({"any_of": [{"status": 200}, {"status": [400, 403]}]})");
    EXPECT_EQ(read.statuses, (std::vector<int>{200, 400, 403}));
    ASSERT_EQ(read.any_of.size(), 2u);
    EXPECT_EQ(read.any_of[1].statuses, (std::vector<int>{400, 403}));
}

TEST(ResponseReader, SeveralResponsesAreTwoAtLeastAndNothingBeside) {
    EXPECT_EQ(problems_with(R"({"any_of": [{"status": 200}]})").size(), 1u);
    EXPECT_EQ(problems_with(R"({"any_of": 7})").size(), 2u) << "no array, and too few";
    EXPECT_EQ(problems_with(R"({"any_of": [{"status": 200}, {"status": 9}]})"),
              Lines{"/response/any_of/1/status: expected a status from 100 to 599, found 9 (number)"});
    EXPECT_EQ(problems_with(R"({"any_of": [{"status": 200}, {}], "status": 200})").size(), 2u);
}

}  // namespace
}  // namespace keyturn
