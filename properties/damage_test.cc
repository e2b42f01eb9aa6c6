#include "properties/damage.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

const Bytes abc = {0x61, 0x62, 0x63};

TEST(Damage, does_what_it_is_called) {
    EXPECT_EQ(damaged(abc, {{"flip", 9}}), (Bytes{0x61, 0x60, 0x63}));
    EXPECT_EQ(damaged(abc, {{"replace", 2, 0x7a}}), (Bytes{0x61, 0x62, 0x7a}));
    EXPECT_EQ(damaged(abc, {{"cut", 1}}), (Bytes{0x61}));
    EXPECT_EQ(damaged(abc, {{"drop", 0}}), (Bytes{0x62, 0x63}));
    EXPECT_EQ(damaged(abc, {{"double", 1}}), (Bytes{0x61, 0x62, 0x62, 0x63}));
    EXPECT_EQ(damaged(abc, {{"insert", 1, 0}}), (Bytes{0x61, 0, 0x62, 0x63}));
    EXPECT_EQ(damaged(abc, {{"wish", 1}}), abc);
}

TEST(Damage, fits_every_input) {
    EXPECT_EQ(damaged(abc, {{"flip", 24}}), (Bytes{0x60, 0x62, 0x63}));
    EXPECT_EQ(damaged(abc, {{"drop", 3}}), (Bytes{0x62, 0x63}));
    EXPECT_EQ(damaged(abc, {{"insert", 3, 0x101}}), (Bytes{0x61, 0x62, 0x63, 1}));
    EXPECT_EQ(damaged(abc, {{"insert", 4, 0}}), (Bytes{0, 0x61, 0x62, 0x63}));
    for (const std::string_view way : ways_to_damage)
        EXPECT_EQ(damaged({}, {{std::string(way), 5, 7}}), way == "insert" ? Bytes{7} : Bytes{}) << way;
}

TEST(Damage, comes_one_after_the_other) {
    EXPECT_EQ(damaged(abc, {{"cut", 2}, {"double", 0}, {"drop", 2}}), (Bytes{0x61, 0x61}));
}

}  // namespace
}  // namespace keyturn
