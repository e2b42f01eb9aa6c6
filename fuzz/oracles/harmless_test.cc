#include "fuzz/oracles/harmless.h"

#include <gtest/gtest.h>

namespace keyturn::fuzz {
namespace {

TEST(Harmless, is_utf8_without_control_characters) {
    using namespace std::string_view_literals;
    for (const std::string_view text : {""sv, " ~"sv, "grün 😀"sv}) EXPECT_TRUE(is_harmless(text)) << text;
    for (const std::string_view text : {"\x1f"sv, "\n"sv, "\0"sv, "\x7f"sv, "a\x1b["sv, "\xff"sv, "\xc3"sv})
        EXPECT_FALSE(is_harmless(text)) << text;
}

TEST(Harmless, is_a_difference_with_harmless_values) {
    EXPECT_TRUE(is_harmless(Difference{"/\n", "a", "b"}));
    EXPECT_FALSE(is_harmless(Difference{"", "\n", "b"}));
    EXPECT_FALSE(is_harmless(Difference{"", "a", "\n"}));
}

}  // namespace
}  // namespace keyturn::fuzz
