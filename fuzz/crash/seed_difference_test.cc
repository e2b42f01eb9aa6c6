#include "fuzz/crash/seed_difference.h"

namespace keyturn::fuzz {
namespace {

using Lines = std::vector<std::string>;

std::optional<std::size_t> nearest(std::string_view input, const std::vector<std::string>& seeds) {
    NamedInputs named;
    for (const std::string& seed : seeds) named.emplace_back("a seed", seed);
    return nearest_seed(input, named);
}

TEST(NearestSeed, is_the_one_that_differs_in_the_fewest_values) {
    EXPECT_EQ(nearest(R"({"a": 1, "b": 2, "c": 3})",
                      {R"({"a": 1, "b": 4, "c": 5})", R"({"c":3,"b":2,"a":"changed all over"})"}),
              1u);
    EXPECT_EQ(nearest(R"([1, 2, {}])", {R"([2, 1, {}])", R"([1, 2, []])"}), 1u) << "a value is one by its place";
    EXPECT_EQ(nearest(R"({"a": {"x": 1}})", {R"({"b": {"x": 1}})", R"({"a": {"x": 1}, "c": 2})"}), 1u);
    EXPECT_EQ(nearest(R"(["1", 1])", {R"([1, "1"])", R"(["1", "1"])"}), 1u) << "a text is no number";
}

TEST(NearestSeed, of_json_is_json_where_there_is_any) {
    EXPECT_EQ(nearest("[1,2,3]", {"[1,2,3", "[4,5,6]"}), 1u);
    EXPECT_EQ(nearest("[1,2,3]", {"x", "[1,2,"}), 1u) << "else the nearest in bytes";
    EXPECT_EQ(nearest("[1,2,3", {"[4,5,6]", "[1,2,3]"}), 1u);
}

TEST(NearestSeed, of_texts_is_the_one_that_differs_in_the_fewest_lines) {
    EXPECT_EQ(nearest("a\nb\nc\n", {"a\nx\ny\n", "c\nb\nz z z z z z z\n"}), 1u) << "in whatever order they stand";
    EXPECT_EQ(nearest("a\na\n", {"a\n", "a\na\n"}), 1u);
}

TEST(NearestSeed, of_bytes_is_the_one_whose_difference_spans_the_fewest) {
    EXPECT_EQ(nearest("abcdef", {"abxxef", "abcxef"}), 1u);
    EXPECT_EQ(nearest("abcdef", {"xbcdex", "abcxxxxdef"}), 1u) << "start and end that both have don't count";
    EXPECT_EQ(nearest("abab", {"abababab", "ab"}), 1u) << "what is common is counted once";
}

TEST(NearestSeed, of_equals_is_the_first) {
    EXPECT_EQ(nearest("x", {"a", "b"}), 0u);
    EXPECT_EQ(nearest("x", {}), std::nullopt);
}

TEST(SeedDifference, of_the_same_is_none) {
    EXPECT_TRUE(difference_from_seed("x", "x").lines.empty());
    EXPECT_TRUE(difference_from_seed("", "").lines.empty());
}

TEST(SeedDifference, of_json_names_places) {
    const SeedDifference difference =
        difference_from_seed(R"({"a": "x", "b": [1], "d": 1})", R"({"a": "y", "b": [1, true], "c\u001b": 0})");
    EXPECT_EQ(difference.lines, (Lines{"/a: the seed has \"x\" (string), this has \"y\" (string)",
                                       "/b/1: the seed has nothing, this has true (boolean)",
                                       "/d: the seed has 1 (number), this has nothing",
                                       "/c\\u001b: the seed has nothing, this has 0 (number)"}));
    EXPECT_EQ(difference.left_out, 0u);
    EXPECT_EQ(difference_from_seed("1", "2").lines, (Lines{"the whole: the seed has 1 (number), this has 2 (number)"}));
}

TEST(SeedDifference, of_json_that_says_the_same_is_where_the_bytes_part) {
    EXPECT_EQ(difference_from_seed("[1,2]", "[1, 2]").lines,
              (Lines{"bytes: the seed has \"[1,2]\" (5 bytes), this has \"[1, 2]\" (6 bytes)"}));
}

TEST(SeedDifference, of_texts_has_the_lines_that_only_one_of_them_has) {
    EXPECT_EQ(difference_from_seed("a\nb\nb\nc\n", "b\na\n\x1b\nb\nb\n\x1b\n").lines,
              (Lines{"- \"c\"", "+ \"b\"", "+ \"\\u001b\"", "+ \"\\u001b\""}));
}

TEST(SeedDifference, of_json_over_several_lines_names_places) {
    EXPECT_EQ(difference_from_seed("[1,\n2]", "[1,\n3]").lines,
              (Lines{"/1: the seed has 2 (number), this has 3 (number)"}));
}

TEST(SeedDifference, of_texts_has_a_line_as_often_as_it_is_more) {
    EXPECT_EQ(difference_from_seed("c\nc\nc\n", "c\n").lines, (Lines{"- \"c\"", "- \"c\""}));
    EXPECT_EQ(difference_from_seed("c\n", "c\nc\nc\n").lines, (Lines{"+ \"c\"", "+ \"c\""}));
}

TEST(SeedDifference, of_lines_in_another_order_is_where_the_bytes_part) {
    EXPECT_EQ(difference_from_seed("a\nb\n", "b\na\n").lines,
              (Lines{"bytes: the seed has \"a\\nb\\n\" (4 bytes), this has \"b\\na\\n\" (4 bytes)"}));
}

TEST(SeedDifference, of_bytes_is_where_they_part) {
    EXPECT_EQ(difference_from_seed("ab", "a\xff").lines,
              (Lines{"bytes: the seed has \"ab\" (2 bytes), this has hex 61ff (2 bytes)"}));
}

TEST(SeedDifference, shows_twenty_lines_and_counts_the_rest) {
    std::string seed, input;
    for (int i = 0; i < 21; ++i) input += std::to_string(i) + "\n";
    EXPECT_EQ(difference_from_seed(seed, input.substr(0, input.size() - 3)).lines.size(), 20u);
    EXPECT_EQ(difference_from_seed(seed, input.substr(0, input.size() - 3)).left_out, 0u);
    EXPECT_EQ(difference_from_seed(seed, input).lines.size(), 20u);
    EXPECT_EQ(difference_from_seed(seed, input).left_out, 1u);
}

}  // namespace
}  // namespace keyturn::fuzz
