#include "fuzz/crash/strategies.h"

#include "fuzz/crash/strategies_test_support.h"

namespace keyturn::fuzz {
namespace {

using namespace std::string_literals;
using Texts = std::vector<std::string>;

Texts names_of_strategies(std::string_view input) {
    Texts names;
    for (const Strategy* strategy : strategies_for(input)) names.emplace_back(strategy->name);
    return names;
}

TEST(Strategies, go_by_the_strictest_structure_that_is_there_and_then_by_bytes) {
    EXPECT_EQ(names_of_strategies("[1, 2]\n"), (Texts{"json", "bytes"}));
    EXPECT_EQ(names_of_strategies("\x0c\x00\x01\x00\x00"s), (Texts{"thrift", "bytes"}));
    EXPECT_EQ(names_of_strategies("HTTP/1.1 200 OK\r\n\r\n"), (Texts{"http", "bytes"}));
    EXPECT_EQ(names_of_strategies("add 1111 3333"), (Texts{"lines", "bytes"}));
    EXPECT_EQ(names_of_strategies("abc"), (Texts{"bytes"}));
    EXPECT_EQ(names_of_strategies(""), (Texts{"bytes"}));
}

TEST(Strategies, joined_parts_are_one_text) {
    EXPECT_EQ(joined({"a", "", "bc"}), "abc");
    EXPECT_EQ(joined({}), "");
}

TEST(JsonPlaces, elements_go_with_their_commas_and_stand_for_their_list) {
    EXPECT_EQ(offers(json_places, "[true, null]"),
              (Texts{"[null]", "[true]", "0", "true", "null", "[0, null]", "[true, 0]", "[true,null]"}));
}

TEST(JsonPlaces, members_go_with_their_names_and_values_stand_for_their_object) {
    EXPECT_EQ(offers(json_places, R"( {"a": null, "b" : true})"),
              (Texts{R"( {"b" : true})", R"( {"a": null})", " 0", " null", " true",  // the object
                     R"( {"": null, "b" : true})", R"( {"a": 0, "b" : true})",       // the first member
                     R"( {"a": null, "" : true})", R"( {"a": null, "b" : 0})",       // the second
                     R"({"a":null,"b":true})"}));
}

TEST(JsonPlaces, a_container_has_sixteen_values_in_its_place_at_most) {
    std::string list = "[null";
    for (int i = 1; i < 17; ++i) list += ",null";
    EXPECT_EQ(json_places(list + "]").front().instead.size(), 1u + 16);
}

TEST(JsonPlaces, a_digit_goes_where_a_number_is_left) {
    EXPECT_EQ(offers(json_places, "123"), (Texts{"23", "13", "12", "0", "123"}));
    EXPECT_EQ(offers(json_places, "1e5"), (Texts{"1e5", "15", "1e5", "0", "1e5"}));
}

TEST(JsonPlaces, a_character_of_a_text_goes_as_a_whole) {
    EXPECT_EQ(offers(json_places, R"("\nä\u0041b")"),
              (Texts{"0", R"("ä\u0041b")", R"("\n\u0041b")", R"("\näb")", R"("\nä\u0041")", R"("\näAb")"}));
    for (const char* pair : {R"("\ud83d\ude00")", R"("\uD83D\uDE00")", R"("\udA3d\ude00")", R"("\uDb3d\ude00")",
                             R"("\uD93d\ude00")", R"("\uDB3d\ude00")", R"("\uDa3d\ude00")"})
        EXPECT_EQ(offers(json_places, pair).at(1), "\"\"") << pair;
    for (const char* two : {R"("\ud7ff\u0041")", R"("\u083d\u0041")", R"("\uc8ff\u0041")"})
        EXPECT_EQ(offers(json_places, two).at(1), R"("\u0041")") << two;
}

TEST(JsonPlaces, of_an_empty_container_nothing_goes) {
    EXPECT_EQ(offers(json_places, "[]"), (Texts{"0", "[]"}));
    EXPECT_EQ(offers(json_places, "{}"), (Texts{"0", "{}"}));
}

TEST(JsonPlaces, what_is_no_json_has_none) {
    EXPECT_TRUE(json_places("[").empty());
    EXPECT_TRUE(json_places("").empty());
}

TEST(JsonPlaces, all_parts_make_what_stands_there) {
    EXPECT_TRUE(all_parts_make_the_input(json_places, R"({"a\"":[12.5e3,"x\\",{}],"a\"":{"":[]}})"));
}

// A field: its type, its id and its value.
std::string field(char type, char id, const std::string& value) { return std::string{type, '\0', id} + value; }

const std::string stop("\0", 1);

TEST(ThriftPlaces, fields_go_and_a_struct_keeps_its_stop) {
    const std::string on = field(2, 1, "\1"), off = field(2, 2, "\0"s);
    EXPECT_EQ(offers(thrift_places, on + off + stop),
              (Texts{off + stop, on + stop, field(2, 1, "\0"s) + off + stop, on + off + stop}));
}

TEST(ThriftPlaces, a_text_has_the_size_that_is_left) {
    const auto with = [](const std::string& text) { return field(11, 1, text) + stop; };
    EXPECT_EQ(offers(thrift_places, with("\0\0\0\2ab"s)), (Texts{stop, with("\0\0\0\1b"s), with("\0\0\0\1a"s)}));
    const Place place = thrift_places(with("\0\0\0\1a"s)).at(1);
    const std::string long_text(0x10203, 'x');
    EXPECT_EQ(place.made_of(Parts(long_text.size(), "x")), "\0\1\2\3"s + long_text);
}

TEST(ThriftPlaces, a_list_has_the_count_that_is_left) {
    const auto with = [](const std::string& list) { return field(15, 1, list) + stop; };
    EXPECT_EQ(offers(thrift_places, with("\x08\0\0\0\2\0\0\0\7\0\0\0\5"s)),
              (Texts{stop, with("\x08\0\0\0\1\0\0\0\5"s), with("\x08\0\0\0\1\0\0\0\7"s),
                     with("\x08\0\0\0\2\0\0\0\0\0\0\0\5"s), with("\x08\0\0\0\2\0\0\0\7\0\0\0\0"s)}));
}

TEST(ThriftPlaces, numbers_have_the_bytes_of_their_type) {
    const std::string i64 = field(10, 1, "\0\0\0\0\0\0\0\1"s) + stop;
    EXPECT_EQ(offers(thrift_places, i64), (Texts{stop, field(10, 1, std::string(8, '\0')) + stop}));
    EXPECT_TRUE(thrift_places(field(10, 1, "\0\0\0\1"s)).empty());
}

TEST(ThriftPlaces, structs_nest_thirty_two_deep) {
    const auto nested = [](std::size_t levels) {
        std::string within = stop;
        for (std::size_t i = 0; i < levels; ++i) within = field(12, 1, within) + stop;
        return within;
    };
    EXPECT_EQ(thrift_places(nested(32)).size(), 33u);
    EXPECT_TRUE(thrift_places(nested(33)).empty());
    const auto lists = [](std::size_t levels) {
        std::string within = "\2\0\0\0\0"s;
        for (std::size_t i = 1; i < levels; ++i) within = "\x0f\0\0\0\1"s + within;
        return field(15, 1, within) + stop;
    };
    EXPECT_EQ(thrift_places(lists(32)).size(), 33u);
    EXPECT_TRUE(thrift_places(lists(33)).empty());
}

TEST(ThriftPlaces, what_is_no_thrift_has_none) {
    const std::string whole = field(12, 1, field(15, 2, "\x0b\0\0\0\1\0\0\0\1x"s) + field(8, 3, "abcd") + stop) + stop;
    ASSERT_FALSE(thrift_places(whole).empty());
    EXPECT_TRUE(all_parts_make_the_input(thrift_places, whole));
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_TRUE(thrift_places(whole.substr(0, size)).empty());
    EXPECT_TRUE(thrift_places(whole + "x").empty());
    EXPECT_TRUE(thrift_places(field(13, 1, "") + stop).empty()) << "a map is in none of our structs";
    EXPECT_TRUE(thrift_places(field(11, 1, "\xff\xff\xff\xff") + stop).empty());
    EXPECT_EQ(thrift_places(field(15, 1, "\x0c\0\0\0\2"s + stop + stop) + stop).size(), 4u) << "a struct in a byte";
    for (const std::string& count : {"\x7f\xff\xff\xff"s, "\0\0\0\3"s})
        EXPECT_TRUE(thrift_places(field(15, 1, "\x0c" + count + stop)).empty()) << "fewer structs than it counts";
}

TEST(HttpPlaces, lines_of_the_head_go_and_characters_of_their_values) {
    EXPECT_EQ(offers(http_places, "HTTP/1.1 2\r\nA:b\r\n\r\nrest"),
              (Texts{"A:b\r\n\r\nrest", "HTTP/1.1 2\r\n\r\nrest",  // lines
                     "TTP/1.1 2\r\nA:b\r\n\r\nrest", "HTP/1.1 2\r\nA:b\r\n\r\nrest", "HTP/1.1 2\r\nA:b\r\n\r\nrest",
                     "HTT/1.1 2\r\nA:b\r\n\r\nrest", "HTTP1.1 2\r\nA:b\r\n\r\nrest", "HTTP/.1 2\r\nA:b\r\n\r\nrest",
                     "HTTP/11 2\r\nA:b\r\n\r\nrest", "HTTP/1. 2\r\nA:b\r\n\r\nrest", "HTTP/1.12\r\nA:b\r\n\r\nrest",
                     "HTTP/1.1 \r\nA:b\r\n\r\nrest", "HTTP/1.1 2\r\nA:\r\n\r\nrest"}));
}

TEST(HttpPlaces, a_length_goes_down_by_what_goes_from_the_body) {
    const auto message = [](const std::string& length, const std::string& body) {
        return "HTTP/1.1 2\r\nContent-LENGTH:  " + length + "\r\n\r\n" + body;
    };
    const auto last_two = [&](const std::string& input) {
        const Texts all = offers(http_places, input);
        return Texts(all.end() - 2, all.end());
    };
    EXPECT_EQ(last_two(message("2", "xy")), (Texts{message("1", "y"), message("1", "x")}));
    EXPECT_EQ(last_two(message("13", "xy")), (Texts{message("12", "y"), message("12", "x")})) << "as wrong as it was";
    EXPECT_EQ(http_places(message("1", "xy")).size(), 3u) << "below the body's size there is no lower one";
    EXPECT_EQ(http_places(message("no", "xy")).size(), 3u);
    EXPECT_EQ(http_places("HTTP/1.1 2\r\nContent-Length:").size(), 3u);
}

TEST(HttpPlaces, chunks_go_and_have_the_size_that_is_left) {
    const std::string head = "HTTP/1.1 2\r\nTransfer-Encoding: Chunked\r\n\r\n", end = "0\r\n\r\n";
    const Texts all = offers(http_places, head + "2\r\nab\r\na;x\r\n0123456789\r\n" + end);
    const std::string first = "2\r\nab\r\n", second = "a;x\r\n0123456789\r\n";
    ASSERT_GT(all.size(), 14u);
    EXPECT_EQ(Texts(all.end() - 14, all.end() - 9),
              (Texts{head + second + end, head + first + end, head + "1\r\nb\r\n" + second + end,
                     head + "1\r\na\r\n" + second + end, head + first + "9\r\n123456789\r\n" + end}));
}

TEST(HttpPlaces, chunks_end_where_no_whole_one_follows) {
    const std::string head = "HTTP/1.1 2\r\nTransfer-Encoding: chunked\r\n\r\n";
    const auto count = [&](const std::string& body) { return http_places(head + body).size(); };
    EXPECT_EQ(count("0\r\n\r\n"), 4u) << "the head, two lines, and chunks without one";
    EXPECT_EQ(count("1\r\na"), 5u);
    EXPECT_EQ(count("2\r\na"), 4u);
    EXPECT_EQ(count("x\r\na"), 4u);
    EXPECT_EQ(count(""), 4u);
}

TEST(HttpPlaces, requests_and_bare_line_feeds_are_http_too) {
    EXPECT_EQ(offers(http_places, "GET / HTTP/1.1\nA:\n\n").at(1), "GET / HTTP/1.1\n\n");
    EXPECT_EQ(http_places("GET / HTTP/1.1\nA:\n\nB: c\n").front().parts.size(), 2u) << "the head ends at an empty line";
    EXPECT_TRUE(http_places("GET /\nA: HTTP/1.1\n").empty());
    EXPECT_TRUE(http_places("HTTP/2 200\r\n").empty());
}

TEST(LinePlaces, lines_go_and_then_words) {
    EXPECT_EQ(offers(line_places, "add 1\nend"), (Texts{"end", "add 1\n", "1\nend", "add end", "add 1\n"}));
    EXPECT_TRUE(line_places("word").empty());
    EXPECT_TRUE(line_places("").empty());
    EXPECT_EQ(line_places("a b").size(), 2u);
    EXPECT_EQ(line_places("a\n").size(), 2u);
}

TEST(BytePlaces, bytes_go_and_each_may_say_less) {
    EXPECT_EQ(offers(byte_places, "xy"), (Texts{"y", "x", "0y", "ay", "x0", "xa"}));
    EXPECT_TRUE(byte_places("").empty());
}

}  // namespace
}  // namespace keyturn::fuzz
