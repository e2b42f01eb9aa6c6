#include "protocol/bytes.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Bytes, hexadecimal_reads_back_and_refuses_odd_or_foreign_text) {
    const Bytes bytes = {0x00, 0x0f, 0xa5, 0xff};
    EXPECT_EQ(hex(bytes), "000fa5ff");
    EXPECT_EQ(from_hex("000fA5fF"), bytes);
    EXPECT_EQ(from_hex(""), Bytes{});
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0g"));
    EXPECT_FALSE(from_hex("/0"));
    EXPECT_FALSE(from_hex("0:"));
}

TEST(Bytes, utf8_is_judged_at_every_edge_of_its_table) {
    for (const char* good : {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
                             "Gr\xc3\xbc\xc3\x9f"
                             "e"})
        EXPECT_TRUE(is_utf8(good)) << hex(bytes_of(good));
    for (const char* bad : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x7f", "\xc2\xc0", "\xe0\x9f\xbf",
                            "\xe1\x80", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
                            "\xff", "\xe2\x82", "\xf0\x90\x80", "a\xc2"})
        EXPECT_FALSE(is_utf8(bad)) << hex(bytes_of(bad));
}

TEST(Bytes, the_place_of_the_first_utf8_error_is_known) {
    EXPECT_EQ(utf8_prefix("ab\xc3\xbc"), 4u);
    EXPECT_EQ(utf8_prefix("ab\xff"
                          "cd"),
              2u);
    EXPECT_EQ(utf8_prefix("\xc3\xbc\xe2\x82"), 2u);
    EXPECT_EQ(utf8_prefix("\xe2\x82\xac\xe2\x82\xc0"), 3u);
    EXPECT_EQ(utf8_prefix("\xf0\x9f\x94\x91\xf0\x9f\x94\x7f"), 4u);
}

TEST(Bytes, utf8_errors_are_found_wherever_they_stand_in_long_texts) {
    for (std::size_t place = 0; place < 40; ++place) {
        std::string text(40, 'a');
        text[place] = '\x80';
        EXPECT_EQ(utf8_prefix(text), place);
        EXPECT_EQ(utf8_prefix(std::string(place, '\x7f')), place);
    }
}

TEST(Bytes, characters_are_counted_not_bytes) {
    EXPECT_EQ(count_characters(""), 0u);
    EXPECT_EQ(count_characters("a\x7f"), 2u);
    EXPECT_EQ(count_characters("\xc2\x80\xef\xbf\xbf\xf0\x9f\x94\x91z"), 4u);
}

}  // namespace
}  // namespace keyturn
