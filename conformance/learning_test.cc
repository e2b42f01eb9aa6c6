#include "conformance/learning.h"

#include <gtest/gtest.h>

#include "conformance/matcher_reader.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;

JsonValue json(std::string_view text) { return parse_json(text).value(); }

HttpResponse answer(std::string body, int status = 200) { return {status, "", {}, std::move(body)}; }

Lesson lesson_of(std::string first, std::string second, std::string_view response = R"({"status":200})") {
    const JsonValue expected = json(response);
    Problems problems;
    const JsonValue* match = expected.find("match");
    const auto matchers = match ? read_matchers(*match, "/match", problems) : decltype(ExpectedResponse::matchers){};
    EXPECT_TRUE(problems.empty());
    return learn(expected, matchers, answer(std::move(first)), answer(std::move(second)), now_msec);
}

// "POINTER MATCHER" of each proposal.
std::vector<std::string> proposals(const Lesson& lesson) {
    std::vector<std::string> all;
    for (const ProposedMatcher& proposal : lesson.proposals)
        all.push_back(proposal.pointer + " " + to_json(proposal.matcher));
    return all;
}

std::vector<std::string> proposed(std::string first, std::string second) {
    return proposals(lesson_of(std::move(first), std::move(second)));
}

using Texts = std::vector<std::string>;

TEST(Learning, answers_that_are_alike_need_no_matcher) {
    EXPECT_EQ(proposed(R"({"a":1,"b":[true]})", R"({ "b": [true], "a": 1 })"), Texts{});
}

struct Pair {
    const char* first;
    const char* second;
    const char* matcher;
};

TEST(Learning, each_difference_gets_the_narrowest_matcher_that_fits_both) {
    const Pair pairs[] = {
        {R"("17")", R"("18")", R"({"decimal_id":true})"},
        {R"("9223372036854775807")", R"("1")", R"({"decimal_id":true})"},
        {R"("9223372036854775808")", R"("1")", R"({"type":"string"})"},
        {R"("17")", R"("018")", R"({"type":"string"})"},
        {R"("17")", R"("x")", R"({"type":"string"})"},
        {R"(17)", R"(18)", R"({"type":"number"})"},
        {R"(true)", R"(false)", R"({"type":"boolean"})"},
        {R"(17)", R"("17")", R"({"any":true})"},
        {R"(null)", R"("17")", R"({"any":true})"},
        {R"("1790000000000")", R"("1790000059999")", R"({"time_within_msec":60000})"},
        {R"(1789999940001)", R"(1790000000000)", R"({"time_within_msec":60000})"},
        {R"("1790000060000")", R"("1790000000000")", R"({"time_within_msec":3600000})"},
        {R"("1790003599999")", R"("1790000000000")", R"({"time_within_msec":3600000})"},
        {R"("1790003600000")", R"("1790000000000")", R"({"time_within_msec":86400000})"},
        {R"("1790086399999")", R"("1790000000000")", R"({"time_within_msec":86400000})"},
        {R"("1790086400000")", R"("1790000000000")", R"({"decimal_id":true})"},
        {R"("2026-09-21T14:13:20Z")", R"("2026-09-21T14:13:21Z")", R"({"time_within_msec":60000})"},
        {R"("AAAAAAAAAAAAAAAAAAAAAA==")", R"("AAAAAAAAAAAAAAAAAAAAAQ==")", R"({"base64_bytes":16})"},
        {R"("AAAAAAAAAAAAAAAAAAAA")", R"("AAAAAAAAAAAAAAAAAAAB")", R"({"type":"string"})"},
        {R"("AAAAAAAAAAAAAAAAAAAAAA==")", R"("AAAAAAAAAAAAAAAAAAAAAAA=")", R"({"type":"string"})"},
        {R"("AAAAAAAAAAAAAAAAAAAAAA==")", R"("AAAAAAAAAAAAAAAAAAAAA-==")", R"({"type":"string"})"},
        {R"("0b1e2a34-5678-4abc-8def-0123456789ab")", R"("1b1e2a34-5678-4abc-8def-0123456789ab")",
         R"({"regex":"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"})"},
        {R"("0b1e2a34-5678-4abc-8def-0123456789ab")", R"("0b1e2a34")", R"({"type":"string"})"},
        {R"([1,2])", R"([2,1])", R"({"unordered":true})"},
        {R"([{"a":1,"b":2},3])", R"([3,{"b":2,"a":1}])", R"({"unordered":true})"},
        {R"([1,2])", R"([1])", R"({"type":"array"})"},
        {R"({"x":1})", R"({"y":1})", R"({"type":"object"})"},
        {R"({"x":1})", R"([1])", R"({"any":true})"},
    };
    for (const auto& [first, second, matcher] : pairs) {
        EXPECT_EQ(proposed(first, second), Texts{std::string(" ") + matcher}) << first << " " << second;
        EXPECT_EQ(proposed(second, first), Texts{std::string(" ") + matcher}) << second << " " << first;
    }
}

TEST(Learning, only_the_places_that_differ_are_proposed) {
    EXPECT_EQ(
        proposed(R"({"data":{"id":"1","title":"Team"},"list":[{"n":1},{"n":2}],"a/b":"x"})",
                 R"({"data":{"id":"2","title":"Team"},"list":[{"n":1},{"n":3}],"a/b":"y"})"),
        (Texts{R"(/data/id {"decimal_id":true})", R"(/list/1/n {"type":"number"})", R"(/a~1b {"type":"string"})"}));
}

TEST(Learning, both_values_are_shown) {
    const Lesson lesson = lesson_of(R"({"id":"1"})", R"({"id":"2"})");
    ASSERT_EQ(lesson.proposals.size(), 1u);
    EXPECT_EQ(lesson.proposals[0].first, R"("1" (string))");
    EXPECT_EQ(lesson.proposals[0].second, R"("2" (string))");
}

TEST(Learning, a_place_with_a_matcher_is_left_alone) {
    const std::string_view response = R"({"status":200,"match":{"/id":{"type":"string"},"/list/*/n":{"any":true}}})";
    const Lesson lesson =
        lesson_of(R"({"id":"1","list":[{"n":1,"m":1}]})", R"({"id":"2","list":[{"n":2,"m":2}]})", response);
    EXPECT_EQ(proposals(lesson), Texts{R"(/list/0/m {"type":"number"})"});
    EXPECT_EQ(to_json(*lesson.response.find("match")),
              R"({"/id":{"type":"string"},"/list/*/n":{"any":true},"/list/0/m":{"type":"number"}})");
}

TEST(Learning, the_response_gets_the_first_body_and_the_matchers) {
    EXPECT_EQ(to_json(lesson_of(R"({"id":"1","n":1e3})", R"({"id":"2","n":1e3})").response),
              R"({"status":200,"body":{"json":{"id":"1","n":1e3}},"match":{"/id":{"decimal_id":true}}})");
}

TEST(Learning, a_recorded_body_stays) {
    const Lesson lesson =
        lesson_of(R"({"id":"1"})", R"({"id":"2"})", R"({"status":200,"body":{"json":{"id":"recorded"}}})");
    EXPECT_EQ(to_json(lesson.response),
              R"({"status":200,"body":{"json":{"id":"recorded"}},"match":{"/id":{"decimal_id":true}}})");
}

TEST(Learning, alike_answers_fill_the_body_and_add_no_match) {
    EXPECT_EQ(to_json(lesson_of(R"({"a":1})", R"({"a":1})").response), R"({"status":200,"body":{"json":{"a":1}}})");
}

TEST(Learning, another_status_teaches_nothing) {
    const JsonValue response = json(R"({"status":200})");
    const Lesson lesson = learn(response, {}, answer("{}", 200), answer("{}", 409), now_msec);
    EXPECT_EQ(lesson.nothing_learned, "the status was 200, then 409");
    EXPECT_EQ(lesson.response, response);
    EXPECT_TRUE(lesson.proposals.empty());
}

TEST(Learning, bodies_that_are_no_json_teach_nothing_unless_they_are_alike) {
    for (const auto& [first, second] : {std::pair{"{", "{}"}, {"{}", "{"}, {"a", "b"}}) {
        const Lesson lesson = lesson_of(first, second);
        EXPECT_EQ(lesson.nothing_learned, "the bodies differ, and are not both JSON") << first;
        EXPECT_EQ(to_json(lesson.response), R"({"status":200})");
    }
    EXPECT_EQ(lesson_of("same", "same").nothing_learned, "");
    EXPECT_EQ(to_json(lesson_of("same", "same").response), R"({"status":200})");
}

}  // namespace
}  // namespace keyturn
