#include "protocol/json_document.h"

#include <gtest/gtest.h>

#include <chrono>

#include <nlohmann/json.hpp>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

using namespace std::string_view_literals;

JsonValue parsed(std::string_view text) {
    auto value = parse_json(text);
    if (!value) {
        ADD_FAILURE() << text << ": " << value.error().reason;
        return {};
    }
    return *std::move(value);
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += part;
    return text;
}

std::string nested(std::size_t depth) { return repeated("[", depth) + repeated("]", depth); }

constexpr std::string_view well_formed[] = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0",
    "1",
    "-1",
    "10",
    "1234567890",
    "0.5",
    "1.0",
    "123.456789",
    "0e1",
    "1e5",
    "1E5",
    "1e+5",
    "1E-5",
    "1.5e00",
    "0.0000000000000000000000000000000000000000000000000000000000000000001",
    "123456789012345678901234567890",
    R"("")",
    R"("a")",
    R"("\"\\\/\b\f\n\r\t")",
    R"("\u0041\u00e9\u20AC\uFFFF\u0000")",
    R"("\ud83d\udd11")",
    R"("\uD800\uDC00\uDBFF\uDFFF")",
    "\"\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"",
    "\"\xef\xbb\xbf\"",
    "[]",
    "[ ]",
    "[1]",
    "[1,2]",
    " [ 1 , [ ] , { } ] ",
    "\t\r\n null\t\r\n ",
    "{}",
    "{ }",
    R"({"a":1})",
    R"( { "a" : 1 , "b" : { "" : [ null ] } } )",
    R"({"a":1,"a":2})",
    R"({"a\u0000b":1})",
};

struct Malformed {
    std::string_view text;
    std::size_t offset;
    std::string_view reason;
};

constexpr Malformed malformed[] = {
    {"", 0, "expected a value"},
    {" ", 1, "expected a value"},
    {"\0"sv, 0, "expected a value"},
    {"\f1", 0, "expected a value"},
    {"\v1", 0, "expected a value"},
    {"nul", 0, "expected a value"},
    {"nulL", 0, "expected a value"},
    {"True", 0, "expected a value"},
    {"tru", 0, "expected a value"},
    {"falsy", 0, "expected a value"},
    {"NaN", 0, "expected a value"},
    {"Infinity", 0, "expected a value"},
    {"-Infinity", 1, "expected a digit"},
    {"'a'", 0, "expected a value"},
    {"/", 0, "expected a value"},
    {":", 0, "expected a value"},
    {"+1", 0, "expected a value"},
    {".5", 0, "expected a value"},
    {"-", 1, "expected a digit"},
    {"--1", 1, "expected a digit"},
    {"-.5", 1, "expected a digit"},
    {"- 1", 1, "expected a digit"},
    {"01", 1, "text after the value"},
    {"-01", 2, "text after the value"},
    {"00", 1, "text after the value"},
    {"0x10", 1, "text after the value"},
    {"1.", 2, "expected a digit"},
    {"1.e1", 2, "expected a digit"},
    {"1.5.5", 3, "text after the value"},
    {"1e", 2, "expected a digit"},
    {"1E", 2, "expected a digit"},
    {"1e+", 3, "expected a digit"},
    {"1e-", 3, "expected a digit"},
    {"1e+-1", 3, "expected a digit"},
    {"1e1.5", 3, "text after the value"},
    {"1 2", 2, "text after the value"},
    {"1,", 1, "text after the value"},
    {"truex", 4, "text after the value"},
    {"null\f", 4, "text after the value"},
    {"[]]", 2, "text after the value"},
    {"{} // no", 3, "text after the value"},
    {"/* no */ 1", 0, "expected a value"},
    {"[", 1, "expected a value"},
    {"[1", 2, "expected ',' or ']'"},
    {"[1 ", 3, "expected ',' or ']'"},
    {"[1 2]", 3, "expected ',' or ']'"},
    {"[1}", 2, "expected ',' or ']'"},
    {"[1,", 3, "expected a value"},
    {"[1,]", 3, "expected a value"},
    {"[,1]", 1, "expected a value"},
    {"[1,,2]", 3, "expected a value"},
    {"[01]", 2, "expected ',' or ']'"},
    {"]", 0, "expected a value"},
    {"}", 0, "expected a value"},
    {"{", 1, "expected a key"},
    {"{1:1}", 1, "expected a key"},
    {"{a:1}", 1, "expected a key"},
    {"{,}", 1, "expected a key"},
    {R"({"a)", 3, "the string does not end"},
    {R"({"a")", 4, "expected ':'"},
    {R"({"a" 1})", 5, "expected ':'"},
    {R"({"a",1})", 4, "expected ':'"},
    {R"({"a":)", 5, "expected a value"},
    {R"({"a":})", 5, "expected a value"},
    {R"({"a":1)", 6, "expected ',' or '}'"},
    {R"({"a":1 )", 7, "expected ',' or '}'"},
    {R"({"a":1])", 6, "expected ',' or '}'"},
    {R"({"a":1,})", 7, "expected a key"},
    {R"({"a":1,,"b":2})", 7, "expected a key"},
    {R"({"a":1 "b":2})", 7, "expected ',' or '}'"},
    {R"(")", 1, "the string does not end"},
    {R"("a)", 2, "the string does not end"},
    {R"("\")", 3, "the string does not end"},
    {R"("\)", 1, "an unknown escape"},
    {R"("a\x41")", 2, "an unknown escape"},
    {R"("\U0041")", 1, "an unknown escape"},
    {R"("\'")", 1, "an unknown escape"},
    {"\"\\\0\""sv, 1, "an unknown escape"},
    {R"("\u")", 1, "expected four hexadecimal digits"},
    {R"("\u004")", 1, "expected four hexadecimal digits"},
    {R"("\u004g")", 1, "expected four hexadecimal digits"},
    {R"("\u-041")", 1, "expected four hexadecimal digits"},
    {R"("\u+041")", 1, "expected four hexadecimal digits"},
    {R"("\u 041")", 1, "expected four hexadecimal digits"},
    {R"("\u0x41")", 1, "expected four hexadecimal digits"},
    {R"("\u00)", 1, "expected four hexadecimal digits"},
    {R"("ab\ud800")", 3, "a lone surrogate"},
    {R"("\udbff")", 1, "a lone surrogate"},
    {R"("\udc00")", 1, "a lone surrogate"},
    {R"("\udfff")", 1, "a lone surrogate"},
    {R"("\udd11\ud83d")", 1, "a lone surrogate"},
    {R"("\ud83d\ud83d")", 1, "a lone surrogate"},
    {R"("\ud83d\ue000")", 1, "a lone surrogate"},
    {R"("\ud83d\udbff")", 1, "a lone surrogate"},
    {R"("\ud83dudd11")", 1, "a lone surrogate"},
    {R"("\ud83d\ndd11")", 1, "a lone surrogate"},
    {R"("\ud83d\udd1")", 1, "a lone surrogate"},
    {"\"a\nb\"", 2, "a control character in a string"},
    {"\"\t\"", 1, "a control character in a string"},
    {"\"\x1f\"", 1, "a control character in a string"},
    {"\"a\0b\""sv, 2, "a control character in a string"},
    {"\"\xff\"", 1, "invalid UTF-8"},
    {"[\"ab\", \"\xc3\"]", 8, "invalid UTF-8"},
    {"\"\xed\xa0\x80\"", 1, "invalid UTF-8"},
    {"\"\xc0\xaf\"", 1, "invalid UTF-8"},
    {"{\"\xf4\x90\x80\x80\":1}", 2, "invalid UTF-8"},
    {"]\x80", 1, "invalid UTF-8"},
    {"\xff\xfe[\0]\0"sv, 0, "invalid UTF-8"},
    {"[\xc2\xa0]", 1, "expected a value"},
};

// What we and nlohmann/json judge differently, on purpose (design, section 2).
struct Difference {
    std::string_view text;
    bool ours;
    std::string_view why;
};

constexpr Difference differences[] = {
    {"\xef\xbb\xbf{}", false, "it skips a byte order mark"},
    {"1e999", true, "it refuses numbers that fit no double"},
    {"[-1e999]", true, "it refuses numbers that fit no double"},
    {"1\0garbage"sv, false, "it takes NUL for the end of the text"},
};

TEST(JsonDocument, every_well_formed_text_is_read_and_written_so_that_it_reads_back) {
    for (const std::string_view text : well_formed) {
        const auto value = parse_json(text);
        ASSERT_TRUE(value) << text << ": " << value.error().reason;
        EXPECT_EQ(parsed(to_json(*value)), *value) << text;
        EXPECT_EQ(parsed(to_pretty_json(*value)), *value) << text;
    }
}

TEST(JsonDocument, every_malformed_text_is_refused_where_it_goes_wrong) {
    for (const auto& [text, offset, reason] : malformed) {
        const auto value = parse_json(text);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().offset, offset) << text;
        EXPECT_EQ(value.error().reason, reason) << text;
    }
}

TEST(JsonDocument, a_second_reader_agrees_on_what_is_json) {
    for (const std::string_view text : well_formed) EXPECT_TRUE(nlohmann::json::accept(text)) << text;
    for (const Malformed& wrong : malformed) EXPECT_FALSE(nlohmann::json::accept(wrong.text)) << wrong.text;
    for (const auto& [text, ours, why] : differences) {
        EXPECT_EQ(parse_json(text).has_value(), ours) << why;
        EXPECT_EQ(nlohmann::json::accept(text), !ours) << why;
    }
}

TEST(JsonDocument, a_second_reader_reads_the_same_and_reads_what_we_write) {
    for (const std::string_view text : well_formed) {
        const auto theirs = nlohmann::json::parse(text);
        EXPECT_EQ(nlohmann::json::parse(to_json(parsed(text))), theirs) << text;
        if (theirs.is_string()) {
            EXPECT_EQ(parsed(text).text, theirs.get<std::string>());
        }
    }
}

TEST(JsonDocument, every_prefix_of_a_document_is_refused_at_or_before_its_end) {
    constexpr std::string_view whole = R"({"a":[1.5e+3,true,false,null,"\ud83d\udd11"],"b":{}})";
    ASSERT_TRUE(parse_json(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto value = parse_json(whole.substr(0, size));
        ASSERT_FALSE(value) << size;
        EXPECT_LE(value.error().offset, size);
    }
}

TEST(JsonDocument, a_byte_order_mark_is_refused_as_such) {
    const auto value = parse_json("\xef\xbb\xbf{}");
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().reason, "a byte order mark");
    EXPECT_EQ(value.error().offset, 0u);
}

TEST(JsonDocument, numbers_keep_their_text) {
    for (const std::string_view text : {"-0", "-0.0", "1e999", "1E+05", "12345678901234567890123", "1.10", "0e0"}) {
        EXPECT_EQ(parsed(text), json_number(std::string(text)));
        EXPECT_EQ(to_json(parsed(text)), text);
    }
    EXPECT_EQ(parsed(" 1 ").text, "1");
}

TEST(JsonDocument, every_kind_is_known_by_its_name) {
    const auto kind = [](std::string_view text) { return name_of(parsed(text).kind); };
    EXPECT_EQ(kind("null"), "null");
    EXPECT_EQ(kind("true"), "boolean");
    EXPECT_EQ(kind("1"), "number");
    EXPECT_EQ(kind("\"\""), "string");
    EXPECT_EQ(kind("[]"), "array");
    EXPECT_EQ(kind("{}"), "object");
    EXPECT_EQ(parsed("true"), json_bool(true));
    EXPECT_EQ(parsed("false"), json_bool(false));
    EXPECT_EQ(parsed("null"), json_null());
}

TEST(JsonDocument, escapes_are_decoded_and_written_only_where_they_must_be) {
    EXPECT_EQ(parsed(R"("\"\\\/\b\f\n\r\t")").text, "\"\\/\b\f\n\r\t");
    EXPECT_EQ(
        parsed(R"("x\u0041\u00e9\u07FF\u0800\u20aC\uffff\ud800\udc00\uD83D\uDD11\udbff\udfffy")").text,
        "xA\xc3\xa9\xdf\xbf\xe0\xa0\x80\xe2\x82\xac\xef\xbf\xbf\xf0\x90\x80\x80\xf0\x9f\x94\x91\xf4\x8f\xbf\xbfy");
    EXPECT_EQ(parsed(R"("\u0000\u007f\u0080\ud7ff\ue000")").text, "\0\x7f\xc2\x80\xed\x9f\xbf\xee\x80\x80"sv);
    EXPECT_EQ(to_json(json_string("a\"\\/\b\f\n\r\tz")), R"("a\"\\/\b\f\n\r\tz")");
    EXPECT_EQ(to_json(json_string(std::string("\0\x01\x1f \x7f", 5))), "\"\\u0000\\u0001\\u001f \x7f\"");
    EXPECT_EQ(to_json(json_string("\xc3\xa9\xf0\x9f\x94\x91")), "\"\xc3\xa9\xf0\x9f\x94\x91\"");
}

TEST(JsonDocument, order_and_doubled_keys_are_kept) {
    constexpr std::string_view text = R"({"b":1,"a":2,"b":3,"":[true,false,null,"x",{}]})";
    const JsonValue value = parsed(text);
    EXPECT_EQ(to_json(value), text);
    EXPECT_EQ(value.find("b")->text, "1");
    EXPECT_EQ(value.find("")->elements.size(), 5u);
    EXPECT_EQ(value.find("c"), nullptr);
    EXPECT_EQ(json_array().find(""), nullptr);
}

TEST(JsonDocument, every_value_knows_its_place) {
    constexpr std::string_view text = R"(  {"ab" : [ -12, "x\n" ,true], "c":{ } } )";
    const JsonValue root = parsed(text);
    const auto source = [text](const JsonValue& value) { return text.substr(value.offset, value.end - value.offset); };
    EXPECT_EQ(root.offset, 2u);
    EXPECT_EQ(root.end, text.size() - 1);
    EXPECT_EQ(root.members[0].key_offset, 3u);
    EXPECT_EQ(root.members[1].key_offset, 31u);
    EXPECT_EQ(source(root.members[0].value), R"([ -12, "x\n" ,true])");
    EXPECT_EQ(source(root.members[0].value.elements[0]), "-12");
    EXPECT_EQ(source(root.members[0].value.elements[1]), R"("x\n")");
    EXPECT_EQ(source(root.members[0].value.elements[2]), "true");
    EXPECT_EQ(source(root.members[1].value), "{ }");
}

TEST(JsonDocument, comparison_goes_by_content_and_not_by_place) {
    const std::string_view different[] = {"null",
                                          "true",
                                          "false",
                                          "1",
                                          "1.0",
                                          R"("1")",
                                          "[]",
                                          "{}",
                                          "[1]",
                                          "[1,1]",
                                          R"({"a":1})",
                                          R"({"b":1})",
                                          R"({"a":2})",
                                          R"("")",
                                          R"({"a":1,"b":2})",
                                          R"({"b":2,"a":1})",
                                          R"({"a":1,"a":1})"};
    for (const auto& a : different)
        for (const auto& b : different) EXPECT_EQ(parsed(a) == parsed(b), a == b) << a << " and " << b;
    EXPECT_EQ(parsed(R"( [ 1 , { "a" : "A" } ] )"), parsed(R"([1,{"\u0061":"\u0041"}])"));
}

TEST(JsonDocument, members_are_set_and_erased_by_name) {
    JsonValue object = parsed(R"({"a":1,"b":2,"a":3})");
    object.set("a", json_bool(true));
    object.set("c", json_null());
    EXPECT_EQ(to_json(object), R"({"a":true,"b":2,"a":3,"c":null})");
    EXPECT_TRUE(object.erase("a"));
    EXPECT_FALSE(object.erase("a"));
    EXPECT_EQ(to_json(object), R"({"b":2,"c":null})");
    object.find("b")->text = "4";
    EXPECT_EQ(to_json(object), R"({"b":4,"c":null})");
    EXPECT_EQ(to_json(json_array({json_number("1"), json_object({{"k", json_string("v"), 0}})})), R"([1,{"k":"v"}])");
}

TEST(JsonDocument, depth_is_limited_exactly) {
    EXPECT_TRUE(parse_json(nested(64)));
    const auto deeper = parse_json(nested(65));
    ASSERT_FALSE(deeper);
    EXPECT_EQ(deeper.error().offset, 64u);
    EXPECT_EQ(deeper.error().reason, "nested deeper than 64");
    EXPECT_TRUE(parse_json("1", {.depth = 0}));
    EXPECT_FALSE(parse_json("[]", {.depth = 0}));
    EXPECT_FALSE(parse_json("{}", {.depth = 0}));
    EXPECT_TRUE(parse_json(R"({"a":[],"b":[]})", {.depth = 2}));
    EXPECT_EQ(parse_json(R"({"a":{"b":[]}})", {.depth = 2}).error().offset, 10u);
    EXPECT_EQ(parse_json(repeated(R"({"a":)", 100'000)).error().offset, 64u * 5);
}

TEST(JsonDocument, the_number_of_values_is_limited_exactly) {
    EXPECT_TRUE(parse_json(R"([1,{"a":2}])", {.values = 4}));
    const auto more = parse_json(R"([1,{"a":2}])", {.values = 3});
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().offset, 8u);
    EXPECT_EQ(more.error().reason, "more than 3 values");
    EXPECT_TRUE(parse_json("[" + repeated("0,", 499'998) + "0]"));
    EXPECT_FALSE(parse_json("[" + repeated("0,", 499'999) + "0]"));
}

TEST(JsonDocument, the_size_is_limited_exactly) {
    EXPECT_TRUE(parse_json("1234", {.bytes = 4}));
    const auto longer = parse_json("12345", {.bytes = 4});
    ASSERT_FALSE(longer);
    EXPECT_EQ(longer.error().offset, 4u);
    EXPECT_EQ(longer.error().reason, "longer than 4 bytes");
    const std::string full(16u << 20, ' ');
    EXPECT_EQ(parse_json(full).error().reason, "expected a value");
    EXPECT_EQ(parse_json(full + " ").error().reason, "longer than 16777216 bytes");
}

TEST(JsonDocument, pretty_text_keeps_what_holds_no_containers_on_one_line) {
    EXPECT_EQ(to_pretty_json(parsed(R"({"a":[1,2],"b":{"c":"\n","d":null},"e":[[]],"f":{}})")),
              "{\n"
              "  \"a\": [1, 2],\n"
              "  \"b\": {\"c\": \"\\n\", \"d\": null},\n"
              "  \"e\": [\n"
              "    []\n"
              "  ],\n"
              "  \"f\": {}\n"
              "}");
    EXPECT_EQ(to_pretty_json(parsed("[]")), "[]");
    EXPECT_EQ(to_pretty_json(parsed(R"([{"a":1}])")), "[\n  {\"a\": 1}\n]");
    EXPECT_EQ(to_pretty_json(parsed("1.0")), "1.0");
}

TEST(JsonDocument, pretty_text_holds_no_command_for_a_log_and_means_the_same) {
    const JsonValue value = json_object({{"##[k", json_string("##[error]###[a ##b #[c \\##[")}});
    EXPECT_EQ(to_pretty_json(value), R"({"#\u0023[k": "#\u0023[error]##\u0023[a ##b #[c \\#\u0023["})");
    EXPECT_EQ(parsed(to_pretty_json(value)), value);
    EXPECT_TRUE(to_json(value).contains("##["));
}

TEST(JsonDocument, pretty_text_breaks_a_line_of_more_than_120_characters) {
    const auto list_of = [](std::size_t characters) {
        return json_array({json_string(repeated("\xc3\xa9", characters)), json_number("1")});
    };
    EXPECT_EQ(to_pretty_json(list_of(113)), "[\"" + repeated("\xc3\xa9", 113) + "\", 1]");
    EXPECT_EQ(to_pretty_json(list_of(114)), "[\n  \"" + repeated("\xc3\xa9", 114) + "\",\n  1\n]");
    const auto under_key = [&](std::size_t characters) { return json_object({{"key", list_of(characters), 0}}); };
    EXPECT_EQ(to_pretty_json(under_key(104)), "{\n  \"key\": [\"" + repeated("\xc3\xa9", 104) + "\", 1]\n}");
    EXPECT_EQ(to_pretty_json(under_key(105)),
              "{\n  \"key\": [\n    \"" + repeated("\xc3\xa9", 105) + "\",\n    1\n  ]\n}");
}

TEST(JsonDocument, a_pointer_leads_to_its_value) {
    JsonValue root = parsed(R"({"a":[10,{"b":11}],"":1,"/":2,"~":3,"~1":4,"m/n~":{"0":5},"a":6," ":7})");
    const auto at = [&root](std::string_view pointer) { return resolve(std::as_const(root), pointer); };
    EXPECT_EQ(at(""), &root);
    EXPECT_EQ(at("/a/0")->text, "10");
    EXPECT_EQ(at("/a/1/b")->text, "11");
    EXPECT_EQ(at("/")->text, "1");
    EXPECT_EQ(at("/~1")->text, "2");
    EXPECT_EQ(at("/~0")->text, "3");
    EXPECT_EQ(at("/~01")->text, "4");
    EXPECT_EQ(at("/m~1n~0/0")->text, "5");
    EXPECT_EQ(at("/ ")->text, "7");
    resolve(root, "/a/0")->text = "12";
    EXPECT_EQ(root.members[0].value.elements[0].text, "12");
}

TEST(JsonDocument, a_pointer_that_leads_nowhere_gives_nothing) {
    const JsonValue root = parsed(R"({"a":[10,11,12,13,14,15,16,17,18,19,20],"~":1,"~2":2,"s":"x","":3})");
    EXPECT_TRUE(resolve(root, "/a/10"));
    for (const std::string_view pointer : {"a",
                                           "/b",
                                           "/a/11",
                                           "/a/-",
                                           "/a/01",
                                           "/a/00",
                                           "/a/-0",
                                           "/a/+1",
                                           "/a/1 ",
                                           "/a/ 1",
                                           "/a/",
                                           "/a/x",
                                           "/a/1x",
                                           "/a/0/",
                                           "/a/0/0",
                                           "/~",
                                           "/~2",
                                           "/a~",
                                           "//a",
                                           "/a/18446744073709551616",
                                           "/a/99999999999999999999",
                                           "/s/0",
                                           "/s/x",
                                           "#/a"})
        EXPECT_EQ(resolve(root, pointer), nullptr) << pointer;
}

TEST(JsonDocument, pointers_are_built_with_their_escapes) {
    EXPECT_EQ(pointer_to("", "a"), "/a");
    EXPECT_EQ(pointer_to("/a", "m/n~1"), "/a/m~1n~01");
    EXPECT_EQ(pointer_to("/a", ""), "/a/");
    EXPECT_EQ(pointer_to("/a", std::size_t{12}), "/a/12");
}

TEST(JsonDocument, a_value_is_shown_with_its_kind) {
    const auto text = [](std::string_view json) {
        const JsonValue value = parsed(json);
        return shown(&value);
    };
    EXPECT_EQ(shown(nullptr), "nothing");
    EXPECT_EQ(text(R"("abc")"), R"("abc" (string))");
    EXPECT_EQ(text(" 1234 "), "1234 (number)");
    EXPECT_EQ(text("null"), "null (null)");
    EXPECT_EQ(text("true"), "true (boolean)");
    EXPECT_EQ(text(R"({"a": [1, 2]})"), R"({"a":[1,2]} (object))");
    EXPECT_EQ(text(R"(["x"])"), R"(["x"] (array))");
}

TEST(JsonDocument, a_shown_value_is_cut_after_its_width_in_characters) {
    const auto of = [](std::string_view text, std::size_t width) {
        const JsonValue value = json_string(std::string(text));
        return shown(&value, width);
    };
    EXPECT_EQ(of("abcd", 6), "\"abcd\" (string)");
    EXPECT_EQ(of("abcde", 6), "\"abcde… (string)");
    EXPECT_EQ(of("éééé", 6), "\"éééé\" (string)");
    EXPECT_EQ(of("ééééé", 6), "\"ééééé… (string)");
    EXPECT_EQ(of("🔑🔑🔑🔑", 4), "\"🔑🔑🔑… (string)");
    EXPECT_EQ(of(repeated("a", 78), 80), "\"" + repeated("a", 78) + "\" (string)");
    const JsonValue wide = json_string(repeated("🔑", 100'000));
    EXPECT_EQ(shown(&wide), "\"" + repeated("🔑", 79) + "… (string)");
    const JsonValue number = json_number(repeated("7", 1000));
    EXPECT_EQ(shown(&number), repeated("7", 80) + "… (number)");
    const JsonValue list = parsed("[" + repeated("[1],", 1000) + "2]");
    EXPECT_EQ(shown(&list, 10), "[[1],[1],[… (array)");
    JsonValue object = json_object();
    for (int i = 10; i < 1000; ++i) object.set(std::to_string(i), json_null());
    EXPECT_EQ(shown(&object, 20), "{\"10\":null,\"11\":null… (object)");
}

TEST(JsonDocument, of_a_value_shown_without_width_only_the_ellipsis_is_left) {
    const JsonValue number = json_number("12");
    EXPECT_EQ(shown(&number, 0), "… (number)");
}

TEST(JsonDocument, showing_a_huge_value_costs_no_more_than_what_is_shown) {
    const JsonValue text = json_string(std::string(16u << 20, 'x')), list = json_array(std::vector<JsonValue>(500'000));
    const JsonValue object = json_object(std::vector<JsonMember>(300'000)),
                    number = json_number(std::string(16u << 20, '7'));
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 2000; ++i)
        for (const JsonValue* value : {&text, &list, &object, &number}) ASSERT_LT(shown(value).size(), 100u);
    EXPECT_LT(std::chrono::steady_clock::now() - start,
              std::chrono::seconds(4));  // some 20 ms, but 10 s or more without the bound
}

TEST(JsonDocument, nothing_in_a_shown_value_acts_on_a_terminal) {
    const JsonValue value = json_string("\x1b[2J\x7f\xc2\x80\xc2\x9f\xc2\xa0\xc3\x9f\xc2\x9b");
    EXPECT_EQ(shown(&value), "\"\\u001b[2J\\u007f\\u0080\\u009f\xc2\xa0\xc3\x9f\\u009b\" (string)");
    const JsonValue key = json_object({{"\x7f", json_string("\x7f"), 0}});
    EXPECT_EQ(shown(&key), "{\"\\u007f\":\"\\u007f\"} (object)");
}

TEST(JsonDocument, an_offset_is_told_as_line_and_column) {
    using Place = std::pair<std::size_t, std::size_t>;
    constexpr std::string_view text = "ab\n\xc3\xa9\xc3\xa9z\n";
    EXPECT_EQ(line_and_column(text, 0), Place(1, 1));
    EXPECT_EQ(line_and_column(text, 2), Place(1, 3));
    EXPECT_EQ(line_and_column(text, 3), Place(2, 1));
    EXPECT_EQ(line_and_column(text, 7), Place(2, 3));
    EXPECT_EQ(line_and_column(text, 9), Place(3, 1));
    EXPECT_EQ(line_and_column(text, 100), Place(3, 1));
    EXPECT_EQ(line_and_column("", 0), Place(1, 1));
}

}  // namespace
}  // namespace keyturn
