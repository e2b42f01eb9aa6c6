#include "conformance/decimal.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

Decimal number(std::string_view literal) {
    const auto read = read_decimal(literal);
    EXPECT_TRUE(read.has_value()) << literal;
    return read.value_or(Decimal{});
}

TEST(Decimal, IsSignDigitsAndPowerOfTen) {
    EXPECT_EQ(number("0"), (Decimal{false, "", 0}));
    EXPECT_EQ(number("-120"), (Decimal{true, "12", 1}));
    EXPECT_EQ(number("0.0120"), (Decimal{false, "12", -3}));
    EXPECT_EQ(number("1.5e3"), (Decimal{false, "15", 2}));
    EXPECT_EQ(number("10.20"), (Decimal{false, "102", -1}));
}

TEST(Decimal, EqualValuesAreEqualHoweverWritten) {
    for (const char* text : {"1000", "1e3", "1E3", "1e+3", "1000.0", "10000e-1", "0.001e6", "1.000e03"})
        EXPECT_EQ(number(text), number("1000")) << text;
    for (const char* text : {"-0", "0.00", "0e5", "-0.0e-7"}) EXPECT_EQ(number(text), number("0")) << text;
}

TEST(Decimal, NothingIsRounded) {
    EXPECT_NE(number("9007199254740993"), number("9007199254740992"));
    EXPECT_NE(number("18446744073709551617"), number("18446744073709551616"));
    EXPECT_NE(number("0.10000000000000000001"), number("0.1"));
    EXPECT_NE(number("1e400"), number("1e401"));
}

TEST(Decimal, IsOrderedByValue) {
    const char* ascending[] = {"-1e20", "-100", "-99", "-10.5", "-10", "-0.1", "0",   "0.09", "0.1",
                               "1",     "9",    "10",  "10.5",  "11",  "99",   "100", "1e20"};
    for (std::size_t i = 0; i < std::size(ascending); ++i)
        for (std::size_t j = 0; j < std::size(ascending); ++j)
            EXPECT_EQ(number(ascending[i]) <=> number(ascending[j]), i <=> j)
                << ascending[i] << " and " << ascending[j];
    EXPECT_EQ(number("1e2") <=> number("100"), std::strong_ordering::equal);
}

TEST(Decimal, WhatIsNoNumberIsRefused) {
    for (const char* text :
         {"", "-", "+1", "a", "1a", ".5", "5.", "1.", "1e", "1e+", "1e-", "e5", "1.e5", "1e5.0", "--1", "1 ", "0x10"})
        EXPECT_FALSE(read_decimal(text).has_value()) << text;
}

TEST(Decimal, ExponentHasAtMost15Digits) {
    EXPECT_EQ(number("1e999999999999999").exponent, 999'999'999'999'999);
    EXPECT_EQ(number("1e-999999999999999").exponent, -999'999'999'999'999);
    EXPECT_FALSE(read_decimal("1e1000000000000000").has_value());
}

}  // namespace
}  // namespace keyturn
