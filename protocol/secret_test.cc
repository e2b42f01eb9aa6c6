#include "protocol/secret.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace keyturn {
namespace {

using Pin = Secret<4, struct PinTag>;

TEST(Secret, begins_with_zeros_and_gives_back_what_was_put_in) {
    Pin pin;
    EXPECT_EQ(hex(pin.reveal()), "00000000");
    pin.writable()[3] = 9;
    EXPECT_EQ(hex(pin.reveal()), "00000009");
    const std::array<std::uint8_t, 4> digits = {1, 2, 3, 4};
    EXPECT_EQ(hex(Pin(digits).reveal()), "01020304");
    EXPECT_EQ(Pin::size, 4u);
}

TEST(Secret, is_equal_only_to_a_secret_with_every_byte_the_same) {
    const Pin pin(std::array<std::uint8_t, 4>{1, 2, 3, 4});
    for (std::size_t i = 0; i < Pin::size; ++i) {
        Pin other = pin;
        EXPECT_TRUE(other == pin);
        other.writable()[i] ^= 1;
        EXPECT_FALSE(other == pin) << i;
    }
}

TEST(Secret, of_one_meaning_does_not_become_one_of_another) {
    static_assert(!std::is_convertible_v<Secret<4, struct OtherTag>, Pin>);
    static_assert(!std::is_convertible_v<std::array<std::uint8_t, 4>, Pin>);
}

}  // namespace
}  // namespace keyturn
