#include "conformance/explain/input_form.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

// "form: hexadecimal", a line for each reading.
std::string readings_of(std::string_view input) {
    std::string text;
    for (const InputBytes& reading : as_bytes(input))
        text += std::string(name_of(reading.form)) + (reading.label.empty() ? "" : " " + reading.label) + ": " +
                hex(reading.bytes) + "\n";
    return text;
}

std::string first_reading_of(std::string_view input) {
    const std::string all = readings_of(input);
    return all.substr(0, all.find('\n'));
}

TEST(InputForm, bytes_as_they_are_come_last) {
    EXPECT_EQ(readings_of(std::string("\0\x01", 2)), "bytes: 0001\n");
    EXPECT_EQ(readings_of(" ?"), "bytes: 203f\n");
    EXPECT_EQ(readings_of(""), "bytes: \n");
}

TEST(InputForm, hexadecimal_with_colons_and_line_breaks) {
    EXPECT_EQ(first_reading_of("0aFF"), "hexadecimal: 0aff");
    EXPECT_EQ(first_reading_of("  0a:FF\r\n 01\t"), "hexadecimal: 0aff01");
    EXPECT_EQ(readings_of("0a;"), "bytes: 30613b\n");
}

TEST(InputForm, hexadecimal_that_is_base64_too) {
    EXPECT_EQ(readings_of("abcd"), "hexadecimal: abcd\nbase64: 69b71d\nbytes: 61626364\n");
}

TEST(InputForm, base64_of_both_alphabets) {
    EXPECT_EQ(first_reading_of("+/8=\n"), "base64: fbff");
    EXPECT_EQ(first_reading_of("+/\r\n8"), "base64: fbff");
    EXPECT_EQ(first_reading_of("-_8"), "url-safe base64: fbff");
    EXPECT_EQ(first_reading_of("-w=="), "url-safe base64: fb");
    EXPECT_EQ(first_reading_of("_w=="), "url-safe base64: ff");
    for (const char* mixed : {"-/8", "+_8", "-:8"})
        EXPECT_TRUE(first_reading_of(mixed).starts_with("bytes: ")) << mixed;
}

TEST(InputForm, pem_with_its_label) {
    EXPECT_EQ(first_reading_of("\n-----BEGIN PUBLIC KEY-----\nAA\nEC\n-----END PUBLIC KEY-----\n"),
              "PEM PUBLIC KEY: 000102");
    for (const char* no_pem : {"-----BEGIN X", "-----BEGIN ?-----\nAAEC", "-----BEGIN ? -----END X-----",
                               "-----BEGIN X-----\n?\n-----END X-----", "BEGIN ?-----\nAAEC\n-----END X-----"})
        EXPECT_TRUE(first_reading_of(no_pem).starts_with("bytes: ")) << no_pem;
}

TEST(InputForm, white_space_around_is_trimmed) {
    EXPECT_EQ(trimmed(" \t\r\na b\n"), "a b");
    EXPECT_EQ(trimmed(" \n"), "");
    EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace keyturn
