#include <gtest/gtest.h>

#include "conformance/server/operations.h"

namespace keyturn {
namespace {

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
