#include "conformance/explain/der.h"

#include <gtest/gtest.h>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

Bytes bytes(std::string_view digits) { return from_hex(digits).value(); }

// "content, rest" of the element at the front; "none" where none stands.
std::string taken(std::string_view digits, std::uint8_t tag = 4) {
    const Bytes all = bytes(digits);
    ByteView rest = all;
    const auto content = take_der(rest, tag);
    if (!content) {
        EXPECT_EQ(rest.size(), all.size()) << "nothing is taken";
        return "none";
    }
    return hex(*content) + ", " + hex(rest);
}

std::string repeated(std::string_view digits, std::size_t times) {
    std::string text;
    while (times-- > 0) text += digits;
    return text;
}

TEST(Der, an_element_is_cut_off_the_front) {
    EXPECT_EQ(taken("0402aabbcc"), "aabb, cc");
    EXPECT_EQ(taken("0400"), ", ");
    EXPECT_EQ(taken("0202aabb"), "none") << "another tag";
    EXPECT_EQ(taken("0402aa"), "none") << "too short";
    EXPECT_EQ(taken("04"), "none");
    EXPECT_EQ(taken(""), "none");
}

TEST(Der, lengths_are_in_their_shortest_form) {
    EXPECT_EQ(taken("047f" + repeated("aa", 127)).substr(0, 4), "aaaa");
    EXPECT_EQ(taken("048180" + repeated("aa", 128)), repeated("aa", 128) + ", ");
    EXPECT_EQ(taken("0481ff" + repeated("aa", 255)), repeated("aa", 255) + ", ");
    EXPECT_EQ(taken("04820100" + repeated("aa", 256)), repeated("aa", 256) + ", ");
    EXPECT_EQ(taken("04817f" + repeated("aa", 127)), "none");
    EXPECT_EQ(taken("048200ff" + repeated("aa", 255)), "none");
    EXPECT_EQ(taken("0483000001aa"), "none") << "longer than anything here";
    EXPECT_EQ(taken("0480aa0000"), "none") << "of no length";
    EXPECT_EQ(taken("0481"), "none");
    EXPECT_EQ(taken("048201"), "none");
}

TEST(Der, a_sequence_is_the_whole) {
    EXPECT_EQ(hex(der_sequence(bytes("3001aa")).value()), "aa");
    EXPECT_FALSE(der_sequence(bytes("3001aabb")));
    EXPECT_FALSE(der_sequence(bytes("3101aa")));
}

TEST(Der, a_signature_of_two_numbers) {
    const auto signature = [](std::string_view digits) {
        const auto both = read_der_signature(bytes(digits));
        return both ? hex(*both) : "none";
    };
    const std::string zeros = repeated("00", 31), full = repeated("ff", 32);
    EXPECT_EQ(signature("3006020101020102"), zeros + "01" + zeros + "02");
    EXPECT_EQ(signature("3046022100" + full + "022100" + full), full + full);
    EXPECT_EQ(signature("30450220" + repeated("7f", 32) + "022100" + full), repeated("7f", 32) + full);
    EXPECT_EQ(signature("30080202008102020081"), zeros + "81" + zeros + "81");
    EXPECT_EQ(signature("3006020181020101"), "none") << "a negative number";
    EXPECT_EQ(signature("3006020101020181"), "none") << "a negative number";
    EXPECT_EQ(signature("3026022101" + full + "020101"), "none") << "33 bytes";
    EXPECT_EQ(signature("30050200020101"), "none") << "no digits";
    EXPECT_EQ(signature("3003020101"), "none");
    EXPECT_EQ(signature("3009020101020102020103"), "none");
    EXPECT_EQ(signature("300602010102010200"), "none");
    EXPECT_EQ(signature("3106020101020102"), "none");
}

TEST(Der, private_keys) {
    const std::string scalar = repeated("07", 32), sec1 =
                                                       "3025020101"
                                                       "0420" +
                                                       scalar;
    const auto of_sec1 = [](const std::string& digits) { return read_sec1_private_key(bytes(digits)).has_value(); };
    const auto of_pkcs8 = [](const std::string& digits) { return read_pkcs8_private_key(bytes(digits)).has_value(); };
    const Bytes whole = bytes(sec1), wrapped = bytes(
                                         "302e0201003000"
                                         "0427" +
                                         sec1);
    EXPECT_EQ(hex(read_sec1_private_key(whole).value()), scalar);
    EXPECT_EQ(hex(read_pkcs8_private_key(wrapped).value()), scalar);
    EXPECT_FALSE(
        of_sec1("3025020102"
                "0420" +
                scalar))
        << "another version";
    EXPECT_FALSE(
        of_sec1("302602020001"
                "0420" +
                scalar))
        << "a longer version";
    EXPECT_FALSE(
        of_sec1("3024020101"
                "041f" +
                repeated("07", 31)));
    EXPECT_FALSE(
        of_sec1("3025020101"
                "0520" +
                scalar));
    EXPECT_FALSE(of_sec1("31" + sec1.substr(2)));
    EXPECT_FALSE(
        of_pkcs8("302e0201013000"
                 "0427" +
                 sec1))
        << "another version";
    EXPECT_FALSE(
        of_pkcs8("302e0201003100"
                 "0427" +
                 sec1));
    EXPECT_FALSE(
        of_pkcs8("302e0201003000"
                 "0527" +
                 sec1));
    EXPECT_FALSE(
        of_pkcs8("302e0201003000"
                 "042731" +
                 sec1.substr(2)));
    EXPECT_FALSE(of_pkcs8(sec1));
    EXPECT_FALSE(of_sec1(hex(wrapped)));
}

}  // namespace
}  // namespace keyturn
