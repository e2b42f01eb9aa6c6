#include "conformance/http_message.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(HttpMessage, names_are_compared_without_regard_to_the_case_of_ascii_letters) {
    EXPECT_TRUE(equals_ignoring_case("Content-Type", "cONTENT-tYPE"));
    EXPECT_TRUE(equals_ignoring_case("AZ", "az"));
    EXPECT_FALSE(equals_ignoring_case("a", "ab"));
    EXPECT_FALSE(equals_ignoring_case("@[", "`{"));
    EXPECT_FALSE(equals_ignoring_case("\xc4", "\xe4"));
}

TEST(HttpMessage, finds_the_first_of_several_lines) {
    const std::vector<HeaderLine> headers = {{"A", "1"}, {"b", "2"}, {"B", "3"}};
    ASSERT_NE(find_header(headers, "B"), nullptr);
    EXPECT_EQ(*find_header(headers, "B"), "2");
    EXPECT_EQ(find_header(headers, "C"), nullptr);
}

TEST(HttpMessage, SuccessIsAStatusFrom200To299) {
    for (const int status : {200, 204, 299}) EXPECT_TRUE(is_success(status)) << status;
    for (const int status : {100, 199, 300, 400, 500}) EXPECT_FALSE(is_success(status)) << status;
}

TEST(HttpMessage, BearerIsAddedUnlessThereIsAnAuthorizationOrNoToken) {
    std::vector<HeaderLine> headers = {{"A", "b"}};
    add_bearer(headers, "");
    EXPECT_EQ(headers.size(), 1u);
    add_bearer(headers, "t");
    EXPECT_EQ(headers, (std::vector<HeaderLine>{{"A", "b"}, {"Authorization", "Bearer t"}}));
    headers = {{"authorization", "Basic x"}};
    add_bearer(headers, "t");
    EXPECT_EQ(headers, (std::vector<HeaderLine>{{"authorization", "Basic x"}}));
}

TEST(HttpMessage, TextsArePercentEncodedForUrls) {
    const std::string unreserved = "ABCXYZabcxyz0189-._~";
    EXPECT_EQ(percent_encoded(unreserved), unreserved);
    EXPECT_EQ(percent_encoded("a b+/&=%\xc3\xa9"), "a%20b%2B%2F%26%3D%25%C3%A9");
    EXPECT_EQ(percent_encoded(std::string("\0\x7f", 2)), "%00%7F");
}

TEST(HttpMessage, percent_escapes_are_undone_in_either_case) {
    EXPECT_EQ(percent_decoded(""), "");
    EXPECT_EQ(percent_decoded("g1-2"), "g1-2");
    EXPECT_EQ(percent_decoded("%67%31"), "g1");
    EXPECT_EQ(percent_decoded("a%0A%2fb%2F"), "a\n/b/");
    EXPECT_EQ(percent_decoded("%00"), std::string("\0", 1));
    EXPECT_EQ(percent_decoded("%2541"), "%41");
    EXPECT_EQ(percent_decoded("a+b"), "a+b");
}

TEST(HttpMessage, a_broken_percent_escape_is_told) {
    for (const char* text : {"%", "a%", "%4", "%4g", "%g4", "%%41", "a%4"})
        EXPECT_EQ(percent_decoded(text), std::nullopt) << text;
}

}  // namespace
}  // namespace keyturn
