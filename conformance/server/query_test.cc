#include <gtest/gtest.h>

#include "conformance/server/operations.h"

namespace keyturn {
namespace {

using namespace std::string_literals;

TEST(Query, percent_escapes_are_undone_in_either_case) {
    EXPECT_EQ(percent_decoded(""), "");
    EXPECT_EQ(percent_decoded("g1-2"), "g1-2");
    EXPECT_EQ(percent_decoded("%67%31"), "g1");
    EXPECT_EQ(percent_decoded("a%0A%2fb%2F"), "a\n/b/");
    EXPECT_EQ(percent_decoded("%00"), "\0"s);
    EXPECT_EQ(percent_decoded("%2541"), "%41");
    EXPECT_EQ(percent_decoded("a+b"), "a+b");
}

TEST(Query, a_broken_escape_is_told) {
    for (const char* text : {"%", "a%", "%4", "%4g", "%g4", "%%41", "a%4"})
        EXPECT_EQ(percent_decoded(text), std::nullopt) << text;
}

TEST(Query, a_parameter_is_found_by_its_whole_name) {
    const std::string query = "max=1&max_results=25&a=&b&=c&d=e=f";
    EXPECT_EQ(query_parameter(query, "max_results"), "25");
    EXPECT_EQ(query_parameter(query, "max"), "1");
    EXPECT_EQ(query_parameter(query, "a"), "");
    EXPECT_EQ(query_parameter(query, "b"), "");
    EXPECT_EQ(query_parameter(query, ""), "c");
    EXPECT_EQ(query_parameter(query, "d"), "e=f");
    EXPECT_EQ(query_parameter(query, "c"), std::nullopt);
    EXPECT_EQ(query_parameter(query, "max_result"), std::nullopt);
    EXPECT_EQ(query_parameter("", "a"), std::nullopt);
}

TEST(Query, a_value_is_decoded_and_the_first_counts) {
    EXPECT_EQ(query_parameter("ids=1%2C2&ids=3", "ids"), "1,2");
    EXPECT_EQ(query_parameter("&&ids=1&", "ids"), "1");
}

TEST(Query, a_value_with_a_broken_escape_is_there_as_it_stands) { EXPECT_EQ(query_parameter("a=%zz", "a"), "%zz"); }

}  // namespace
}  // namespace keyturn
