#include "fuzz/second_opinion/opinions/json_opinion.h"

#include <gtest/gtest.h>

namespace keyturn::fuzz {
namespace {

using namespace std::string_view_literals;

Finding judged(std::string_view text) { return disagreement_with_nlohmann(text, parse_json(text)); }

// As if our reader had read another text.
Finding mistaken(std::string_view text, std::string_view read) {
    return disagreement_with_nlohmann(text, parse_json(read));
}

TEST(JsonOpinion, is_ours_of_right_and_wrong_texts) {
    for (const std::string_view text :
         {R"({"a": [null, true, false, -0, 0, 1.50, 1E+2, 18446744073709551616, "\u00e9\n"], "a": {}, "": []})"sv,
          "1"sv, "\"\""sv, ""sv, "{"sv, "[1,]"sv, "01"sv, "\"\t\""sv, "\"\\ud800\""sv, "nul"sv, "1 2"sv, "\"\xff\""sv,
          "// x"sv, "-"sv, "[1e999]"sv})
        EXPECT_EQ(judged(text), std::nullopt) << text;
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonOpinion, differs_for_three_reasons) {
    const std::string deep = nested(JsonLimits{}.depth + 1);
    for (const std::string_view text : {"\xef\xbb\xbf{}"sv, "1\0"sv, std::string_view(deep)}) {
        EXPECT_FALSE(parse_json(text)) << text;
        EXPECT_EQ(judged(text), std::nullopt) << text;
    }
}

TEST(JsonOpinion, a_refusal_of_what_is_right_is_found) {
    EXPECT_TRUE(mistaken("[1]", "[1").value().starts_with("nlohmann accepts what we refuse: "));
    EXPECT_TRUE(mistaken(nested(JsonLimits{}.depth), "["));
    EXPECT_TRUE(mistaken("[[],[],{}]" + std::string(200, ' '), "["));
}

TEST(JsonOpinion, an_acceptance_of_what_is_wrong_is_found) {
    EXPECT_EQ(mistaken("[1", "[1]"), "nlohmann refuses what we accept");
    EXPECT_EQ(mistaken("[01]", "[1]"), "nlohmann refuses what we accept");
}

TEST(JsonOpinion, another_value_is_found) {
    const std::pair<std::string_view, std::string_view> mistakes[] = {{"null", "false"},
                                                                      {"true", "false"},
                                                                      {"1", "2"},
                                                                      {"1.0", "1.00"},
                                                                      {"-1", "1"},
                                                                      {"\"a\"", "\"b\""},
                                                                      {"[1,2]", "[2,1]"},
                                                                      {"[[]]", "[]"},
                                                                      {"[]", "{}"},
                                                                      {"[\"]\"]", "[]"},
                                                                      {"\"1\"", "1"},
                                                                      {R"({"a":1})", R"({"b":1})"},
                                                                      {"[\"key a\"]", "[{\"a\":1}]"},
                                                                      {"\"null\"", "null"},
                                                                      {R"({"a":1,"a":2})", R"({"a":2})"}};
    for (const auto& [text, read] : mistakes) EXPECT_EQ(mistaken(text, read), "nlohmann reads another value") << text;
    EXPECT_EQ(mistaken("-0", "0"), std::nullopt);
}

}  // namespace
}  // namespace keyturn::fuzz
