#include "conformance/undone_text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace keyturn {
namespace {

std::vector<std::string> readings_of(std::string_view text) {
    std::vector<std::string> readings;
    read_every_way(text, [&](const UndoneText& way) {
        EXPECT_EQ(way.origins.size(), way.text.size() + 1);
        EXPECT_EQ(way.origins.back(), text.size());
        EXPECT_TRUE(std::ranges::is_sorted(way.origins));
        readings.push_back(way.text);
    });
    return readings;
}

bool reads_as(std::string_view text, std::string_view reading) {
    const auto readings = readings_of(text);
    return std::ranges::find(readings, reading) != readings.end();
}

TEST(UndoneText, a_text_without_escapes_reads_one_way) {
    EXPECT_EQ(readings_of("a/b\"c"), std::vector<std::string>{"a/b\"c"});
    EXPECT_EQ(readings_of(""), std::vector<std::string>{""});
}

TEST(UndoneText, percent_escapes_of_either_case) { EXPECT_TRUE(reads_as("a%2fb%2Fc+", "a/b/c+")); }

TEST(UndoneText, forms_have_a_space_as_plus) { EXPECT_TRUE(reads_as("a+b%2B", "a b+")); }

TEST(UndoneText, escapes_of_json) {
    EXPECT_TRUE(reads_as(R"(\"\\\/\b\f\n\r\t)", "\"\\/\b\f\n\r\t"));
    EXPECT_TRUE(reads_as(R"(\u0041\u007f\u0080\u07ff\u0800\uffff)", "A\x7f\u0080\u07ff\u0800\uffff"));
    EXPECT_TRUE(reads_as(R"(\ud800\udc00\uDBFF\uDFFF)", "\U00010000\U0010ffff"));
    EXPECT_TRUE(reads_as(R"(\ud7ff\ue000)", "\ud7ff\ue000"));
}

TEST(UndoneText, what_is_no_whole_escape_stays) {
    for (const char* text :
         {"%", "%2", "%zz", "\\", "\\q", "\\u12", "\\u12g4", "\\ud800", "\\udc00\\ud800", "\\ud800\\u0041x\\udbff"})
        EXPECT_EQ(readings_of(text).front(), text);
    EXPECT_EQ(readings_of("%zz"), std::vector<std::string>{"%zz"});
    EXPECT_EQ(readings_of("\\q"), std::vector<std::string>{"\\q"});
    EXPECT_EQ(readings_of("\\ud800"), std::vector<std::string>{"\\ud800"});
    EXPECT_EQ(readings_of("\\udc00\\udc00"), std::vector<std::string>{"\\udc00\\udc00"});
    EXPECT_TRUE(reads_as("\\udbff\\ue000", "\\udbff\xee\x80\x80"));
}

TEST(UndoneText, one_way_over_another) {
    EXPECT_TRUE(reads_as("%5c%22", "\""));
    EXPECT_TRUE(reads_as("\\u002541", "A"));
    EXPECT_TRUE(reads_as("%2541", "A"));
    EXPECT_FALSE(reads_as("%252541", "A"));
}

TEST(UndoneText, every_byte_knows_where_it_came_from) {
    std::vector<std::size_t> origins;
    read_every_way("a%41b\\u00e9c", [&](const UndoneText& way) {
        if (way.text ==
            "aAb\xc3\xa9"
            "c")
            origins = way.origins;
    });
    EXPECT_EQ(origins, (std::vector<std::size_t>{0, 1, 4, 5, 5, 11, 12}));
}

}  // namespace
}  // namespace keyturn
