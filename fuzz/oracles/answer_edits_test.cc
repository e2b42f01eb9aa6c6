#include "fuzz/oracles/answer_edits.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/json_comparison.h"

namespace keyturn::fuzz {
namespace {

JsonValue json(std::string_view text) { return parse_json(text).value(); }

std::vector<std::string> meanings(std::string_view body, std::size_t most_places = 100) {
    std::vector<std::string> texts;
    for (const JsonValue& value : other_meanings(json(body), most_places)) texts.push_back(to_json(value));
    return texts;
}

using Texts = std::vector<std::string>;

TEST(OtherMeanings, of_scalars) {
    EXPECT_EQ(meanings("null"), (Texts{"false"}));
    EXPECT_EQ(meanings("true"), (Texts{"null", "false"}));
    EXPECT_EQ(meanings("false"), (Texts{"null", "true"}));
    EXPECT_EQ(meanings("\"a\""), (Texts{"null", "\"ax\""}));
    EXPECT_EQ(meanings("0"), (Texts{"null", "10"}));
    EXPECT_EQ(meanings("-0.5"), (Texts{"null", "-10.5"}));
}

TEST(OtherMeanings, of_lists_and_objects) {
    EXPECT_EQ(meanings("[]"), (Texts{"null", "[null]"}));
    EXPECT_EQ(meanings("[1]", 1), (Texts{"null", "[1,null]", "[]"}));
    EXPECT_EQ(meanings("[1,1]", 1), (Texts{"null", "[1,1,null]", "[1]"}));
    EXPECT_EQ(meanings("[1,3,2]", 1), (Texts{"null", "[1,3,2,null]", "[1,3]", "[2,3,1]"}));
    EXPECT_EQ(meanings("{}"), (Texts{"null", R"({"gained":null})"}));
    EXPECT_EQ(meanings(R"({"a":1,"b":2})", 1),
              (Texts{"null", R"({"a":1,"b":2,"gained":null})", R"({"a":1})", R"({"ax":1,"b":2})"}));
}

TEST(OtherMeanings, are_made_below_too_up_to_the_most_places) {
    EXPECT_EQ(meanings(R"([{"a":true}])").back(), R"([{"a":false}])");
    EXPECT_EQ(meanings("[[],[]]", 2).back(), "[[null],[]]");
    EXPECT_EQ(meanings("[[],[]]", 3).back(), "[[],[null]]");
    EXPECT_TRUE(meanings("[1]", 0).empty());
}

TEST(OtherWritings, are_the_same_value) {
    const JsonValue body = json(R"({"b":[1,"ä😀\n\u0000",[],{}],"a":{"x":null,"y":true}})");
    const auto texts = other_writings(body);
    ASSERT_EQ(texts.size(), 4u);
    EXPECT_EQ(json(texts[0]), body);
    EXPECT_EQ(json(texts[1]), body);
    EXPECT_EQ(json(texts[2]), body);
    EXPECT_EQ(texts[3], R"({"a":{"y":true,"x":null},"b":[1,"ä😀\n\u0000",[],{}]})");
    EXPECT_NE(texts[0], texts[1]);
}

TEST(OtherWritings, escape_every_character_and_put_space_around_every_token) {
    EXPECT_EQ(other_writings(json(R"(["é€😀~"])"))[2],
              " \t\r\n[ \t\r\n\"\\u00e9\\u20ac\\ud83d\\ude00\\u007e\" \t\r\n] \t\r\n");
    EXPECT_EQ(other_writings(json(R"({"k":[],"l":{},"m":[1,2]})"))[2],
              " \t\r\n{ \"\\u006b\" : \t\r\n[ ] \t\r\n, \"\\u006c\" : \t\r\n{ } \t\r\n, \"\\u006d\" : \t\r\n"
              "[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n} \t\r\n");
}

TEST(OtherWritings, keep_the_order_of_keys_where_one_is_doubled) {
    EXPECT_EQ(other_writings(json(R"({"a":1,"a":2})")).size(), 3u);
}

bool compares_right(const JsonValue& expected, const std::string& found) {
    return same_content(expected, json(found)) && doubled_keys(expected) == doubled_keys(json(found));
}

constexpr std::string_view answer = R"({"data":{"conversation_id":"g1","ids":["1","2"],"n":1.50},"errors":[]})";

TEST(OnlyMeaningCounts, holds_of_a_right_comparison) {
    EXPECT_EQ(only_meaning_counts(json(answer), 100, compares_right), std::nullopt);
}

TEST(OnlyMeaningCounts, finds_a_comparison_of_texts) {
    const auto by_text = [](const JsonValue& expected, const std::string& found) { return to_json(expected) == found; };
    EXPECT_TRUE(only_meaning_counts(json(answer), 100, by_text).value().contains("written otherwise"));
}

TEST(OnlyMeaningCounts, finds_a_comparison_that_reads_past_some_difference) {
    const auto without_errors = [](const JsonValue& expected, const std::string& found) {
        JsonValue a = expected, b = json(found);
        a.erase("errors");
        b.erase("errors");
        return compares_right(a, to_json(b));
    };
    EXPECT_TRUE(only_meaning_counts(json(answer), 100, without_errors).value().contains("taken for the same"));
    EXPECT_EQ(only_meaning_counts(json(answer), 0, without_errors), std::nullopt);
}

}  // namespace
}  // namespace keyturn::fuzz
