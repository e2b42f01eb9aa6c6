#include "fuzz/mutators/draws.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace keyturn::fuzz {
namespace {

TEST(Draws, are_those_of_SplitMix64) {
    Draws draws(1234567);
    EXPECT_EQ(draws.next(), 6457827717110365317u);
    EXPECT_EQ(draws.next(), 3203168211198807973u);
    EXPECT_EQ(draws.next(), 9817491932198370423u);
}

TEST(Draws, below_reaches_every_number_and_no_other) {
    Draws draws(1);
    std::set<std::size_t> seen;
    for (int i = 0; i < 200; ++i) seen.insert(draws.below(5));
    EXPECT_EQ(seen, (std::set<std::size_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(draws.below(1), 0u);
}

TEST(Draws, one_in_four_is_about_that) {
    Draws draws(1);
    int hits = 0;
    for (int i = 0; i < 4000; ++i) hits += draws.one_in(4);
    EXPECT_NEAR(hits, 1000, 100);
}

TEST(Draws, pick_gives_the_element_itself) {
    Draws draws(1);
    std::string text = "abc";
    draws.pick(text) = 'x';
    EXPECT_NE(text, "abc");
    std::set<char> seen;
    for (int i = 0; i < 100; ++i) seen.insert(draws.pick(std::string_view("abc")));
    EXPECT_EQ(seen.size(), 3u);
}

}  // namespace
}  // namespace keyturn::fuzz
