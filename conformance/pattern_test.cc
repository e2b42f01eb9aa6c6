#include "conformance/pattern.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Pattern, DescribesTheWholeText) {
    EXPECT_TRUE(fits_pattern("abc", "a.c"));
    EXPECT_TRUE(fits_pattern("", ""));
    EXPECT_FALSE(fits_pattern("abcd", "a.c"));
    EXPECT_FALSE(fits_pattern("xabc", "a.c"));
    EXPECT_FALSE(fits_pattern("abc\n", "a.c"));
}

TEST(Pattern, ReadsCharactersAndNotBytes) { EXPECT_TRUE(fits_pattern("é", ".")); }

TEST(Pattern, MistakeIsToldAndFitsNothing) {
    EXPECT_EQ(mistake_in_pattern("a(b"), "missing ): a(b");
    EXPECT_EQ(mistake_in_pattern("a(b)"), std::nullopt);
    EXPECT_FALSE(fits_pattern("a(b", "a(b"));
}

TEST(Pattern, HasAtMost1024Bytes) {
    const std::string longest(1024, 'a'), longer(1025, 'a');
    EXPECT_EQ(mistake_in_pattern(longest), std::nullopt);
    EXPECT_TRUE(fits_pattern(longest, longest));
    EXPECT_EQ(mistake_in_pattern(longer), "longer than 1024 bytes");
    EXPECT_FALSE(fits_pattern(longer, longer));
}

TEST(Pattern, TooLargeOnceCompiledIsAMistake) {
    EXPECT_EQ(mistake_in_pattern("\\pL{1000}"), "pattern too large - compile failed");
    EXPECT_EQ(mistake_in_pattern("[a-z]{1000}"), std::nullopt);
}

TEST(Pattern, TakesTimeLinearInTheText) {
    const std::string text = std::string(1'000'000, 'a') + "b";
    EXPECT_FALSE(fits_pattern(text, "(a+)+c"));
    EXPECT_TRUE(fits_pattern(text, "(a|a)*b"));
}

}  // namespace
}  // namespace keyturn
