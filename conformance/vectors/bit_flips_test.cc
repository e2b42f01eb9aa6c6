#include "conformance/vectors/bit_flips.h"

#include <gtest/gtest.h>

#include <set>

namespace keyturn {
namespace {

// The bits that were flipped, each alone.
std::vector<std::size_t> flipped_bits(std::size_t size) {
    const Bytes bytes(size, 0x5a);
    std::vector<std::size_t> flipped;
    EXPECT_EQ(accepted_flip(bytes,
                            [&](ByteView broken) {
                                std::size_t differing = 0;
                                for (std::size_t bit = 0; bit < size * 8; ++bit)
                                    if ((broken[bit / 8] ^ bytes[bit / 8]) >> bit % 8 & 1)
                                        ++differing, flipped.push_back(bit);
                                EXPECT_EQ(differing, 1u);
                                return false;
                            }),
              std::nullopt);
    return flipped;
}

TEST(BitFlips, every_bit_is_flipped_alone) {
    EXPECT_EQ(flipped_bits(0), std::vector<std::size_t>{});
    EXPECT_EQ(flipped_bits(2), (std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}));
    EXPECT_EQ(flipped_bits(256).size(), 2048u);
}

TEST(BitFlips, the_bits_of_a_long_value_are_spread_over_it) {
    const auto flipped = flipped_bits(257);
    EXPECT_EQ(flipped.size(), 1028u);
    EXPECT_EQ(flipped[1], 2u);
    EXPECT_EQ(flipped.back(), 2054u);
}

TEST(BitFlips, the_first_accepted_flip_is_told) {
    const Bytes bytes(3);
    EXPECT_EQ(accepted_flip(bytes, [](ByteView broken) { return broken[1] == 4; }), 10u);
    EXPECT_EQ(accepted_flip(bytes, [](ByteView) { return true; }), 0u);
}

}  // namespace
}  // namespace keyturn
