#include "protocol/identifiers.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Identifiers, a_user_id_is_a_positive_decimal_of_63_bits_without_leading_zero) {
    for (const char* good : {"1", "9", "1111", "9223372036854775807", "1000000000000000000"})
        EXPECT_TRUE(is_user_id(good)) << good;
    for (const char* bad : {"", "0", "01", "+1", "-1", " 1", "1 ", "1a", "9223372036854775808", "10000000000000000000",
                            "1\n", "\xd9\xa1"})
        EXPECT_FALSE(is_user_id(bad)) << bad;
}

TEST(Identifiers, a_path_id_is_a_group_a_user_or_a_pair_and_nothing_behind_it) {
    for (const char* good : {"g1", "g1234567890123456789", "1", "0", "007", "9999999999999999999", "1-2",
                             "1234567890123456789-1234567890123456789"})
        EXPECT_TRUE(is_path_conversation_id(good)) << good;
    for (const char* bad : {"", "g", "G1", "g12345678901234567890", "12345678901234567890", "1:2", "1-", "-2", "1-2-3",
                            "g1-2", "1-g2", "g1\n", "g 1", "12345678901234567890-1", "1-12345678901234567890", "gg1"})
        EXPECT_FALSE(is_path_conversation_id(bad)) << bad;
    EXPECT_FALSE(is_path_conversation_id(std::string_view("g1\0", 3)));
    EXPECT_TRUE(is_group_id("g0"));
    EXPECT_FALSE(is_group_id("1"));
}

TEST(Identifiers, a_key_version_fits_64_bits_unsigned) {
    EXPECT_EQ(read_key_version("0"), 0u);
    EXPECT_EQ(read_key_version("1700000000123"), 1700000000123u);
    EXPECT_EQ(read_key_version("18446744073709551615"), 18446744073709551615u);
    for (const char* bad : {"", "00", "01", "18446744073709551616", "-1", "+1", "1.0", "1e3", " 1", "1 ", "0x1"})
        EXPECT_FALSE(read_key_version(bad)) << bad;
}

TEST(Identifiers, versions_are_ordered_as_numbers_of_any_length) {
    const char* ascending[] = {
        "", "a", "b", "0", "1", "2", "9", "10", "99", "100", "999999", "1700000000000", "18446744073709551616"};
    for (std::size_t i = 0; i < std::size(ascending); ++i)
        for (std::size_t j = 0; j < std::size(ascending); ++j)
            EXPECT_EQ(compare_versions(ascending[i], ascending[j]), std::weak_ordering(i <=> j))
                << ascending[i] << " and " << ascending[j];
    EXPECT_TRUE(compare_versions("007", "7") == 0);
    EXPECT_TRUE(compare_versions("000", "0") == 0);
    EXPECT_TRUE(compare_versions("010", "9") > 0);
}

TEST(Identifiers, a_pair_is_ordered_by_length_then_bytes_and_joined_with_a_colon) {
    EXPECT_EQ(canonical_conversation_id("2222-1111", "1111"), "1111:2222");
    EXPECT_EQ(canonical_conversation_id("1111:2222", "9"), "1111:2222");
    EXPECT_EQ(canonical_conversation_id("10-9", "1"), "9:10");
    EXPECT_EQ(canonical_conversation_id("007-7", "1"), "7:007");
    EXPECT_EQ(canonical_conversation_id("5-5", "1"), "5:5");
}

TEST(Identifiers, a_bare_user_id_is_paired_with_the_sender) {
    EXPECT_EQ(canonical_conversation_id("2222", "1111"), "1111:2222");
    EXPECT_EQ(canonical_conversation_id("1", "22"), "1:22");
    EXPECT_EQ(canonical_conversation_id("2222", "x"), "2222");
    EXPECT_EQ(canonical_conversation_id("2222", ""), "2222");
}

TEST(Identifiers, every_other_conversation_id_stays_as_it_is) {
    for (const char* id : {"", "g1700000000000000001", "1:", ":1", "-", "1:2:3", "1-2:3", "1-a", "a:1", "G1", "1 :2"})
        EXPECT_EQ(canonical_conversation_id(id, "1111"), id);
}

}  // namespace
}  // namespace keyturn
