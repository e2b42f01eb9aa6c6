#include "conformance/matcher_check.h"

#include <limits>

#include "conformance/test_support.h"

namespace keyturn {
namespace {

using Kind = Matcher::Kind;

constexpr std::uint64_t now = 1'700'000'000'000;

Captures& captured() {
    static Captures captures{{"id", json_string("5")}, {"count", json("1.5")}, {"object", json(R"({"a": 1, "b": 2})")}};
    return captures;
}

bool fits_text(const Matcher& matcher, std::string_view value) { return fits(matcher, json(value), {now, captured()}); }

std::string wanted(const Matcher& matcher) { return wanted_by(matcher, {now, captured()}); }

Matcher with_text(Kind kind, std::string text) {
    Matcher matcher;
    matcher.kind = kind;
    matcher.text = std::move(text);
    return matcher;
}

Matcher with_number(Kind kind, std::int64_t number) {
    Matcher matcher;
    matcher.kind = kind;
    matcher.number = number;
    return matcher;
}

Matcher literal(Kind kind, std::string_view value) {
    Matcher matcher;
    matcher.kind = kind;
    matcher.value = json(value);
    return matcher;
}

Matcher reference(Kind kind, std::string name) {
    Matcher matcher;
    matcher.kind = kind;
    matcher.reference = std::move(name);
    return matcher;
}

TEST(MatcherCheck, TypeIsTheJsonKind) {
    const Matcher string = with_text(Kind::type, "string");
    EXPECT_TRUE(fits_text(string, "\"a\""));
    EXPECT_FALSE(fits_text(string, "1"));
    EXPECT_TRUE(fits_text(with_text(Kind::type, "null"), "null"));
    EXPECT_EQ(wanted(string), "a value of type string");
}

TEST(MatcherCheck, RegexIsForStrings) {
    const Matcher digits = with_text(Kind::regex, "[0-9]+");
    EXPECT_TRUE(fits_text(digits, "\"12\""));
    EXPECT_FALSE(fits_text(digits, "\"12a\""));
    EXPECT_FALSE(fits_text(digits, "12"));
    EXPECT_EQ(wanted(digits), "a text of the form [0-9]+");
}

TEST(MatcherCheck, DecimalIdIsAText) {
    const Matcher id = with_text(Kind::decimal_id, "");
    EXPECT_TRUE(fits_text(id, "\"1\""));
    EXPECT_TRUE(fits_text(id, "\"9223372036854775807\""));
    for (const char* value : {"\"0\"", "\"01\"", "\"9223372036854775808\"", "\"-1\"", "\"\"", "1"})
        EXPECT_FALSE(fits_text(id, value)) << value;
    EXPECT_EQ(wanted(id), "a decimal id from 1 to 9223372036854775807 as a text");
}

TEST(MatcherCheck, TimeIsNearOnBothSides) {
    const Matcher near = with_number(Kind::time_within_msec, 100);
    for (const char* value : {"1700000000000", "\"1700000000100\"", "1699999999900", "\"2023-11-14T22:13:20.050Z\""})
        EXPECT_TRUE(fits_text(near, value)) << value;
    for (const char* value : {"1700000000101", "1699999999899", "\"soon\"", "null"})
        EXPECT_FALSE(fits_text(near, value)) << value;
    EXPECT_EQ(wanted(near), "a time at most 100 msec from 1700000000000");
}

TEST(MatcherCheck, Base64HasItsLength) {
    const Matcher three = with_number(Kind::base64_bytes, 3);
    EXPECT_TRUE(fits_text(three, "\"AAAA\""));
    for (const char* value : {"\"AAA=\"", "\"AAAAAAAA\"", "\"AAA!\"", "\"\""})
        EXPECT_FALSE(fits_text(three, value)) << value;
    EXPECT_FALSE(fits_text(three, "1234")) << "a number, though its text is base64 of three bytes";
    EXPECT_EQ(wanted(three), "base64 of 3 bytes");
}

TEST(MatcherCheck, AnyAndCaptureTakeEverything) {
    for (const char* value : {"null", "1", "[]"}) {
        EXPECT_TRUE(fits_text(with_text(Kind::any, ""), value));
        EXPECT_TRUE(fits_text(with_text(Kind::capture, "x"), value));
    }
    EXPECT_EQ(wanted(with_text(Kind::any, "")), "a value");
    EXPECT_EQ(wanted(with_text(Kind::capture, "x")), "a value to capture as x");
}

TEST(MatcherCheck, UnorderedAsksForAnArray) {
    EXPECT_TRUE(fits_text(with_text(Kind::unordered, ""), "[]"));
    EXPECT_FALSE(fits_text(with_text(Kind::unordered, ""), "{}"));
    EXPECT_EQ(wanted(with_text(Kind::unordered, "")), "an array");
}

TEST(MatcherCheck, EqualsComparesContent) {
    EXPECT_TRUE(fits_text(literal(Kind::equals, R"({"b": 1, "a": 2})"), R"({"a": 2, "b": 1})"));
    EXPECT_FALSE(fits_text(literal(Kind::equals, "1000"), "1e3"));
    EXPECT_TRUE(fits_text(literal(Kind::equals, "null"), "null"));
    EXPECT_TRUE(fits_text(reference(Kind::equals, "object"), R"({"b": 2, "a": 1})"));
    EXPECT_TRUE(fits_text(reference(Kind::equals, "id"), "\"5\""));
    EXPECT_FALSE(fits_text(reference(Kind::equals, "id"), "5"));
    EXPECT_FALSE(fits_text(reference(Kind::equals, "other"), "\"5\""));
    EXPECT_EQ(wanted(literal(Kind::equals, "1")), "1 (number)");
    EXPECT_EQ(wanted(reference(Kind::equals, "id")), "\"5\" (string), captured as id");
    EXPECT_EQ(wanted(reference(Kind::equals, "other")), "what was captured as other, which nothing was");
}

TEST(MatcherCheck, GreaterComparesNumbersOfOneKind) {
    EXPECT_TRUE(fits_text(literal(Kind::greater_than, "9"), "10"));
    EXPECT_FALSE(fits_text(literal(Kind::greater_than, "9"), "9"));
    EXPECT_FALSE(fits_text(literal(Kind::greater_than, "9"), "8.9"));
    EXPECT_TRUE(fits_text(literal(Kind::greater_than, "\"9\""), "\"10\""));
    EXPECT_TRUE(fits_text(literal(Kind::greater_than, "\"18446744073709551616\""), "\"18446744073709551617\""));
    EXPECT_FALSE(fits_text(literal(Kind::greater_than, "\"9\""), "10"));
    EXPECT_FALSE(fits_text(literal(Kind::greater_than, "\"9\""), "\"1e3\""));
    EXPECT_FALSE(fits_text(literal(Kind::greater_than, "\"-9\""), "\"10\""));
    EXPECT_FALSE(fits_text(literal(Kind::greater_than, "null"), "null"));
    EXPECT_TRUE(fits_text(reference(Kind::greater_than, "count"), "1.6"));
    EXPECT_FALSE(fits_text(reference(Kind::greater_than, "other"), "1.6"));
    EXPECT_EQ(wanted(literal(Kind::greater_than, "9")), "greater than 9 (number)");
    EXPECT_EQ(wanted(reference(Kind::greater_than, "count")), "greater than 1.5 (number), captured as count");
}

TEST(MatcherCheck, DiffersAsksForAnotherContent) {
    EXPECT_TRUE(fits_text(reference(Kind::differs_from, "id"), "\"6\""));
    EXPECT_TRUE(fits_text(reference(Kind::differs_from, "id"), "5"));
    EXPECT_FALSE(fits_text(reference(Kind::differs_from, "id"), "\"5\""));
    EXPECT_FALSE(fits_text(reference(Kind::differs_from, "object"), R"({"b": 2, "a": 1})"));
    EXPECT_FALSE(fits_text(reference(Kind::differs_from, "other"), "1")) << "nothing was captured";
    EXPECT_FALSE(fits_text(literal(Kind::differs_from, "1"), "1"));
    EXPECT_EQ(wanted(reference(Kind::differs_from, "id")), "another value than \"5\" (string), captured as id");
}

TEST(MatcherCheck, MostElementsAsksForAnArrayOfThatSizeOrLess) {
    for (const char* value : {"[]", "[1]", "[1, 2]"})
        EXPECT_TRUE(fits_text(with_number(Kind::most_elements, 2), value)) << value;
    for (const char* value : {"[1, 2, 3]", "{}", "\"ab\"", "null"})
        EXPECT_FALSE(fits_text(with_number(Kind::most_elements, 2), value)) << value;
    EXPECT_FALSE(fits_text(with_number(Kind::most_elements, 0), "[1]"));
    EXPECT_EQ(wanted(with_number(Kind::most_elements, 2)), "an array of at most 2 elements");
}

TEST(MatcherCheck, KeysAreOrderedAtAnyDepthAndDoubledOnesKeepTheirs) {
    EXPECT_EQ(to_json(with_keys_in_order(json(R"({"b": [{"d": 1, "c": 2}], "a": {"f": 1, "e": 2}, "b": 0})"))),
              R"({"a":{"e":2,"f":1},"b":[{"c":2,"d":1}],"b":0})");
    EXPECT_TRUE(same_content(json(R"([{"a": 1, "b": 2}])"), json(R"([{"b": 2, "a": 1}])")));
    EXPECT_FALSE(same_content(json("[1, 2]"), json("[2, 1]")));
}

}  // namespace
}  // namespace keyturn
