#include "protocol/base64.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

Bytes bytes(std::string_view text) { return copy(bytes_of(text)); }

void expect_refused(std::string_view text, std::size_t offset, std::string_view reason) {
    const auto read = read_base64(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().reason, reason) << text;
    EXPECT_EQ(read.error().offset, offset) << text;
}

TEST(Base64, writes_the_examples_of_rfc_4648_with_and_without_padding) {
    const std::pair<std::string_view, std::string_view> examples[] = {{"", ""},
                                                                      {"f", "Zg=="},
                                                                      {"fo", "Zm8="},
                                                                      {"foo", "Zm9v"},
                                                                      {"foob", "Zm9vYg=="},
                                                                      {"fooba", "Zm9vYmE="},
                                                                      {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, padded] : examples) {
        const std::string_view unpadded = padded.substr(0, padded.find('='));
        EXPECT_EQ(base64(bytes_of(plain)), padded);
        EXPECT_EQ(base64_unpadded(bytes_of(plain)), unpadded);
        EXPECT_EQ(base64_url_unpadded(bytes_of(plain)), unpadded);
        EXPECT_EQ(read_base64(padded), bytes(plain));
        EXPECT_EQ(read_base64(unpadded), bytes(plain));
    }
}

TEST(Base64, the_two_alphabets_differ_in_their_last_two_characters) {
    const Bytes all_ones = {0xfb, 0xef, 0xff};
    EXPECT_EQ(base64(all_ones), "++//");
    EXPECT_EQ(base64_unpadded(all_ones), "++//");
    EXPECT_EQ(base64_url_unpadded(all_ones), "--__");
    EXPECT_EQ(read_base64("++//"), all_ones);
}

TEST(Base64, reads_every_pair_of_bytes_back) {
    for (int high = 0; high < 256; ++high)
        for (int low = 0; low < 256; ++low) {
            const Bytes pair = {static_cast<std::uint8_t>(high), static_cast<std::uint8_t>(low)};
            ASSERT_EQ(read_base64(base64(pair)), pair);
        }
}

TEST(Base64, reads_long_text_back_at_every_length) {
    Bytes long_bytes;
    for (int i = 0; i < 300; ++i) {
        EXPECT_EQ(read_base64(base64_unpadded(long_bytes)), long_bytes);
        long_bytes.push_back(static_cast<std::uint8_t>(i * 7));
    }
}

TEST(Base64, padding_may_be_full_partial_or_absent) {
    for (const char* text : {"QQ", "QQ=", "QQ=="}) EXPECT_EQ(read_base64(text), bytes("A")) << text;
    for (const char* text : {"QUI", "QUI="}) EXPECT_EQ(read_base64(text), bytes("AB")) << text;
    EXPECT_EQ(read_base64("QUJDQQ="), bytes("ABCA"));
}

TEST(Base64, refuses_more_padding_than_the_last_group_takes) {
    constexpr auto reason = "more '=' than the last base64 group takes";
    expect_refused("QQ===", 4, reason);
    expect_refused("QUI==", 4, reason);
    expect_refused("QUJD=", 4, reason);
    expect_refused("QUJD====", 4, reason);
    expect_refused("=", 0, reason);
    expect_refused("QUJD=Q", 4, reason);
}

TEST(Base64, refuses_text_after_the_padding) {
    constexpr auto reason = "text after the base64 padding";
    expect_refused("QQ=A", 3, reason);
    expect_refused("QQ==QQ==", 4, reason);
    expect_refused("QUI=\n", 4, reason);
    expect_refused(std::string_view("QQ==\0", 5), 4, reason);
}

TEST(Base64, refuses_a_lone_last_character_whatever_its_padding) {
    constexpr auto reason = "a last base64 character that stands alone";
    for (const char* text : {"A", "A=", "A==", "A===", "A===="}) expect_refused(text, 0, reason);
    expect_refused("QUJDA", 4, reason);
    expect_refused("QUJDA===", 4, reason);
}

TEST(Base64, refuses_every_bit_behind_the_last_byte) {
    constexpr auto reason = "bits set behind the last base64 byte";
    for (const char* text : {"QR==", "QS", "QU", "QY="}) expect_refused(text, 1, reason);
    for (const char* text : {"QUJ", "QUK="}) expect_refused(text, 2, reason);
    expect_refused("QUJDQR", 5, reason);
    EXPECT_EQ(read_base64("Qg"), bytes("B"));
    EXPECT_EQ(read_base64("QUM"), bytes("AC"));
}

TEST(Base64, refuses_every_character_outside_the_standard_alphabet_in_every_place) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    for (int code = 0; code < 256; ++code) {
        const char c = static_cast<char>(code);
        if (alphabet.find(c) != alphabet.npos) continue;
        for (std::size_t place = 0; place <= 8; ++place)
            expect_refused(std::string("QUJDQUJD").insert(place, 1, c), place,
                           "not a character of the standard base64 alphabet");
    }
}

}  // namespace
}  // namespace keyturn
