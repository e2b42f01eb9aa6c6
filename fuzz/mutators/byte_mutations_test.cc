#include "fuzz/mutators/byte_mutations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "fuzz/mutators/sample_values.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {
namespace {

using Texts = std::set<std::string>;

constexpr std::size_t ample = 1000;

const ByteMutation& named(std::string_view name) {
    for (const auto table : {byte_mutations(), json_text_mutations()})
        if (const auto row = std::ranges::find(table, name, &ByteMutation::name); row != table.end()) return *row;
    throw std::invalid_argument(std::string(name));
}

Texts outcomes(std::string_view name, std::string_view text, std::size_t room = ample, int runs = 3000) {
    Texts seen;
    Draws draws(1);
    for (int i = 0; i < runs; ++i) seen.insert(named(name).apply(text, draws, room));
    return seen;
}

TEST(ByteMutations, a_flip_is_of_one_bit_anywhere) {
    Texts expected;
    for (std::size_t at = 0; at < 2; ++at)
        for (int bit = 0; bit < 8; ++bit) {
            std::string text = "ab";
            text[at] = static_cast<char>(text[at] ^ (1 << bit));
            expected.insert(text);
        }
    EXPECT_EQ(outcomes("flip", "ab"), expected);
}

TEST(ByteMutations, overwritten_is_one_byte_by_any) {
    const Texts seen = outcomes("overwrite", "a", ample, 20'000);
    EXPECT_EQ(seen.size(), 256u);
    for (const std::string& text : outcomes("overwrite", "ab")) EXPECT_TRUE(text[0] == 'a' || text[1] == 'b');
}

TEST(ByteMutations, bytes_that_tell_something_come_more_often) {
    Draws draws(1);
    int quotes = 0, others = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = named("overwrite").apply("a", draws, ample);
        quotes += text == "\"";
        others += text == "\x02";
    }
    EXPECT_GT(quotes, 3 * others);
}

TEST(ByteMutations, every_byte_that_tells_something_comes_more_often_than_the_others) {
    std::map<char, int> times;
    Draws draws(1);
    for (int i = 0; i < 60'000; ++i) ++times[named("insert").apply("", draws, ample).front()];
    int often = 0;
    for (const auto& [byte, count] : times) often += count > 600;
    EXPECT_EQ(often, 30);
    for (const char byte : {'\0', '\x80', '\xff', ' ', '=', '"', '\\', '\n'}) EXPECT_GT(times[byte], 600) << int{byte};
}

TEST(ByteMutations, one_byte_is_inserted_anywhere) {
    const Texts seen = outcomes("insert", "ab");
    for (const char* text : {"\"ab", "a\"b", "ab\""}) EXPECT_TRUE(seen.contains(text)) << text;
    for (const std::string& text : seen) EXPECT_EQ(text.size(), 3u);
}

TEST(ByteMutations, a_piece_is_cut_out) {
    EXPECT_EQ(outcomes("cut_out", "abc"), (Texts{"abc", "bc", "c", "", "ac", "a", "ab"}));
    const Texts of_long = outcomes("cut_out", std::string(40, 'a'));
    EXPECT_TRUE(of_long.contains(std::string(10, 'a')));
}

TEST(ByteMutations, a_text_is_cut_off_anywhere) {
    EXPECT_EQ(outcomes("cut_off", "abc"), (Texts{"", "a", "ab", "abc"}));
}

TEST(ByteMutations, a_piece_is_said_twice) {
    EXPECT_EQ(outcomes("say_twice", "abc"), (Texts{"abc", "aabc", "ababc", "abcabc", "abbc", "abcbc", "abcc"}));
}

TEST(ByteMutations, a_piece_is_copied_over_another) {
    EXPECT_EQ(outcomes("copy_over", "abc"),
              (Texts{"abc", "aac", "aba", "aab", "bbc", "abb", "bcc", "cbc", "acc", "abc"}));
}

TEST(ByteMutations, a_word_is_added) {
    const std::string word(words().front());
    const Texts seen = outcomes("add_word", "ab", ample, 30'000);
    for (const std::string& text : {word + "ab", "a" + word + "b", "ab" + word})
        EXPECT_TRUE(seen.contains(text)) << text;
}

TEST(ByteMutations, a_byte_is_counted_on_or_back) {
    EXPECT_EQ(outcomes("count_on", "18"), (Texts{"28", "08", "19", "17"}));
}

TEST(ByteMutations, a_letter_is_spelled_as_an_escape) {
    EXPECT_EQ(outcomes("spell_escape", "\"k~\x7f\x1f\""),
              (Texts{"\"k~\x7f\x1f\"", "\\u0022k~\x7f\x1f\"", "\"\\u006B~\x7f\x1f\"", "\"k\\u007E\x7f\x1f\"",
                     "\"k~\x7f\x1f\\u0022"}));
    EXPECT_EQ(outcomes("spell_escape", " ", 5).size(), 2u);
    EXPECT_EQ(outcomes("spell_escape", " ", 4), Texts{" "});
}

TEST(ByteMutations, fragments_of_json_are_added_anywhere) {
    const Texts seen = outcomes("add_fragment", "[]");
    for (const char* text : {"\\ud800[]", "[\\ud800]", "[]\\ud800", "[NaN]", "[\"]", "[01]"})
        EXPECT_TRUE(seen.contains(text)) << text;
}

TEST(ByteMutations, white_space_is_added_beside_punctuation_and_elsewhere) {
    const Texts seen = outcomes("add_space", "ab:c");
    for (const char* text : {"ab :c", "ab\v:c", "a b:c", "ab:c\r\n", "ab\xc2\xa0:c"})
        EXPECT_TRUE(seen.contains(text)) << text;
    EXPECT_TRUE(outcomes("add_space", "abc").contains("abc "));
}

TEST(ByteMutations, a_byte_order_mark_stands_in_front_if_there_is_room) {
    EXPECT_EQ(outcomes("mark_order", "1", 3, 10), Texts{"\xef\xbb\xbf"
                                                        "1"});
    EXPECT_EQ(outcomes("mark_order", "1", 2, 10), Texts{"1"});
}

TEST(ByteMutations, all_is_said_twice_if_there_is_room) {
    EXPECT_EQ(outcomes("say_all_twice", "{}", 2, 10), Texts{"{}{}"});
    EXPECT_EQ(outcomes("say_all_twice", "{}", 1, 10), Texts{"{}"});
}

TEST(ByteMutations, json_is_laid_out_over_lines_if_there_is_room) {
    const std::string pretty = "{\n  \"a\": [\n    []\n  ]\n}";
    EXPECT_EQ(outcomes("lay_out", R"({"a":[[]]})", pretty.size() - 10, 10), Texts{pretty});
    EXPECT_EQ(outcomes("lay_out", R"({"a":[[]]})", pretty.size() - 11, 10), Texts{R"({"a":[[]]})"});
    EXPECT_EQ(outcomes("lay_out", "{", ample, 10), Texts{"{"});
}

TEST(ByteMutations, none_grows_past_its_room_and_nothing_is_too_small) {
    for (const auto table : {byte_mutations(), json_text_mutations()})
        for (const ByteMutation& mutation : table)
            for (const std::string_view text : {"", "a", R"({"a":[[1]]})"})
                for (const std::size_t room : {0u, 1u, 7u})
                    for (const std::string& out : outcomes(mutation.name, text, room, 300))
                        EXPECT_LE(out.size(), text.size() + room) << mutation.name;
}

TEST(ByteMutations, every_row_is_drawn) {
    std::set<std::string> seen;
    Draws draws(1);
    for (int i = 0; i < 20'000; ++i) seen.insert(mutated_bytes("18", draws, ample));
    for (const char* text : {"08", "1", "", "118", "88", "1\xff"}) EXPECT_TRUE(seen.contains(text)) << text;
    EXPECT_FALSE(
        seen.contains("\xef\xbb\xbf"
                      "18"));

    int as_bytes = 0, marked = 0;
    for (int i = 0; i < 9000; ++i) {
        const std::string text = mutated_json_text("[]", draws, ample);
        marked += text == "\xef\xbb\xbf[]";
        as_bytes += text.size() < 2;
    }
    EXPECT_NEAR(marked, 1000, 150);
    EXPECT_GT(as_bytes, 100);
}

}  // namespace
}  // namespace keyturn::fuzz
