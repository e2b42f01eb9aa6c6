#include "conformance/vectors/vector_entry.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

struct Entry {
    explicit Entry(std::string_view text) : value(parse_json(text).value()), entry(value, "n", failures) {}

    std::string told() const {
        std::string text;
        for (const FieldFailure& failure : failures)
            text += failure.field + ": expected " + failure.expected + ", found " + failure.actual + "\n";
        return text;
    }

    JsonValue value;
    FieldFailures failures;
    VectorEntry entry;
};

TEST(VectorEntry, reads_what_is_there) {
    Entry read(R"({"t": "a", "h": "00ff", "b": "AP8=", "n": 7, "s": 2, "o": {"x": 1}, "l": [{"t": "b"}, {"t": "c"}]})");
    EXPECT_EQ(read.entry.name(), "n");
    EXPECT_EQ(read.entry.text("t"), "a");
    EXPECT_EQ(read.entry.optional_text("t"), "a");
    EXPECT_EQ(read.entry.optional_text("absent"), std::nullopt);
    EXPECT_EQ(read.entry.hex_bytes("h"), (Bytes{0, 255}));
    EXPECT_EQ(read.entry.base64_bytes("b"), (Bytes{0, 255}));
    EXPECT_EQ((read.entry.sized<std::array<std::uint8_t, 2>>("h")), (std::array<std::uint8_t, 2>{0, 255}));
    EXPECT_EQ(read.entry.count("n", 7), 7u);
    EXPECT_EQ(read.entry.scalar("s"), scalar_of_decimal("2"));
    EXPECT_EQ(to_json(read.entry.object("o")), R"({"x":1})");
    EXPECT_EQ(read.entry.objects("l").at(1).text("t"), "c");
    EXPECT_FALSE(read.entry.failed());
    EXPECT_EQ(read.told(), "");
}

TEST(VectorEntry, tells_what_is_missing_or_of_another_kind) {
    for (const char* text : {"{}", R"({"f": null})"}) {
        Entry read(text);
        read.entry.text("f");
        read.entry.hex_bytes("f");
        read.entry.base64_bytes("f");
        read.entry.count("f", 5);
        read.entry.scalar("f");
        read.entry.object("f");
        read.entry.objects("f");
        EXPECT_TRUE(read.entry.failed());
        const std::string found = "nothing";
        EXPECT_EQ(read.told(), "f: expected text, found " + found + "\nf: expected lower-case hexadecimal, found " +
                                   found + "\nf: expected padded base64, found " + found +
                                   "\nf: expected a number from 0 to 5, found " + found +
                                   "\nf: expected a private scalar as a number, found " + found +
                                   "\nf: expected an object, found " + found +
                                   "\nf: expected an array of objects, found " + found + "\n");
    }
    Entry read(R"({"f": true, "g": 5, "h": "x"})");
    read.entry.optional_text("f");
    read.entry.hex_bytes("g");
    read.entry.count("h", 9);
    EXPECT_EQ(read.told(),
              "f: expected text, found true (boolean)\ng: expected lower-case hexadecimal, found 5 (number)\nh: "
              "expected a number from 0 to 9, found \"x\" (string)\n");
}

TEST(VectorEntry, tells_forms_that_are_not_those_of_the_format) {
    for (const char* text : {R"({"f": "0"})", R"({"f": "FF"})", R"({"f": "zz"})"}) {
        Entry read(text);
        EXPECT_EQ(read.entry.hex_bytes("f"), Bytes{});
        EXPECT_EQ(read.failures.size(), 1u) << text;
    }
    for (const char* text : {R"({"f": "AP8"})", R"({"f": "AP-="})", R"({"f": "A"})"}) {
        Entry read(text);
        EXPECT_EQ(read.entry.base64_bytes("f"), Bytes{});
        EXPECT_EQ(read.failures.size(), 1u) << text;
    }
    for (const char* text : {R"({"f": 6})", R"({"f": -1})", R"({"f": 5.0})", R"({"f": 18446744073709551616})"}) {
        Entry read(text);
        EXPECT_EQ(read.entry.count("f", 5), 0u);
        EXPECT_EQ(read.failures.size(), 1u) << text;
    }
}

TEST(VectorEntry, a_size_that_does_not_fit_is_told_and_nothing_is_copied) {
    Entry read(R"({"f": "0102"})");
    EXPECT_EQ((read.entry.sized<std::array<std::uint8_t, 3>>("f")), (std::array<std::uint8_t, 3>{}));
    EXPECT_EQ((read.entry.sized<std::array<std::uint8_t, 1>>("f")), (std::array<std::uint8_t, 1>{}));
    EXPECT_EQ(read.told(), "f: expected 3 bytes, found 2 bytes\nf: expected 1 bytes, found 2 bytes\n");
}

TEST(VectorEntry, compares_fields_with_what_they_should_be) {
    Entry read(R"({"t": "a", "h": "00ff", "b": "AP8=", "n": 7, "f": false})");
    read.entry.expect_text("t", "a");
    read.entry.expect_hex("h", Bytes{0, 255});
    read.entry.expect_base64("b", Bytes{0, 255});
    read.entry.expect_count("n", 7);
    read.entry.expect_boolean("f", false);
    read.entry.expect(true, "t", "", "");
    EXPECT_EQ(read.told(), "");
    read.entry.expect_text("t", "b");
    read.entry.expect_count("n", 8);
    read.entry.expect_boolean("f", true);
    read.entry.expect(false, "t", "this", "that");
    EXPECT_EQ(read.told(),
              "t: expected \"b\" (string), found \"a\" (string)\nn: expected 8, found 7 (number)\nf: expected true, "
              "found false (boolean)\nt: expected this, found that\n");
}

TEST(VectorEntry, a_comparison_with_what_is_not_there_fails) {
    Entry read("{}");
    read.entry.expect_text("t", "");
    read.entry.expect_count("n", 0);
    read.entry.expect_boolean("f", false);
    EXPECT_EQ(read.told(),
              "t: expected text, found nothing\nn: expected a number, found nothing\nf: expected true or false, found "
              "nothing\n");
}

TEST(VectorEntry, entries_below_are_told_with_their_path) {
    Entry read(R"({"l": [{}, 5]})");
    auto below = read.entry.objects("l");
    ASSERT_EQ(below.size(), 2u);
    below[0].text("t");
    EXPECT_EQ(below[0].name(), "n");
    EXPECT_EQ(read.told(), "l/1: expected an object, found 5 (number)\nl/0/t: expected text, found nothing\n");
}

TEST(ScalarOfDecimal, is_a_number_from_one_to_below_the_order) {
    EXPECT_EQ(hex(scalar_of_decimal("258")->reveal()), std::string(60, '0') + "0102");
    EXPECT_EQ(hex(scalar_of_decimal("115792089210356248762697446949407573529996955224135760342422259061068512044368")
                      ->reveal()),
              "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550");
    for (const char* text : {"", "0", "00", "-1", "+1", "1.0", "a", " 1",
                             "115792089210356248762697446949407573529996955224135760342422259061068512044369",
                             "115792089237316195423570985008687907853269984665640564039457584007913129639936",
                             "115792089237316195423570985008687907853269984665640564039457584007913129639937"})
        EXPECT_EQ(scalar_of_decimal(text), std::nullopt) << text;
}

}  // namespace
}  // namespace keyturn
