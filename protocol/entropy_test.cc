#include "protocol/entropy.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "protocol/test_support.h"

namespace keyturn {
namespace {

Entropy of_zeros() { return Entropy(Entropy::Seed{}); }

Bytes drawn(Entropy& entropy, std::size_t size) {
    Bytes bytes(size);
    entropy.fill(bytes);
    return bytes;
}

std::uint64_t big_endian(ByteView bytes) {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : bytes) number = number * 256 + byte;
    return number;
}

// The key stream of ChaCha20 under a key and nonce of zeros, blocks 0 and 1 (draft-agl-tls-chacha20poly1305, RFC 7539
// A.1).
constexpr std::string_view zero_stream =
    "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc3"
    "87b669b2ee6586"
    "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ac"
    "e10a1f4b794d6f";

TEST(Entropy, is_the_published_chacha20_key_stream_however_it_is_cut) {
    Entropy whole = of_zeros(), cut = of_zeros();
    EXPECT_EQ(hex(drawn(whole, 128)), zero_stream);
    std::string pieces;
    for (const std::size_t size : {0u, 1u, 62u, 1u, 1u, 63u}) pieces += hex(drawn(cut, size));
    EXPECT_EQ(pieces, zero_stream);
}

TEST(Entropy, takes_every_byte_of_its_seed) {
    std::set<Bytes> streams;
    for (std::size_t bit = 0; bit < 256; ++bit) {
        Entropy::Seed seed;
        seed.writable()[bit / 8] = static_cast<std::uint8_t>(1 << bit % 8);
        Entropy entropy(seed);
        streams.insert(drawn(entropy, 8));
    }
    EXPECT_EQ(streams.size(), 256u);
}

TEST(Entropy, of_a_label_and_a_number_has_their_sha256_as_seed) {
    const Bytes seed =
        hex_bytes("45a3b88c11c545d3ba6ed3d86bbe66eab8f83e22d3c4fdc1fc763fe6a29302e8");  // of "label" 00 00…0102
    Entropy expected(sized<Entropy::Seed>(seed)), labelled("label", 258);
    EXPECT_EQ(drawn(labelled, 64), drawn(expected, 64));
}

TEST(Entropy, a_copy_repeats_what_the_original_gives_from_there_on) {
    Entropy original("copy", 1);
    original.bytes<10>();
    Entropy copied = original;
    EXPECT_EQ(original.bytes<100>(), copied.bytes<100>());
}

TEST(Entropy, below_draws_eight_bytes_and_skips_the_surplus) {
    // 2^64 mod (2^63 + 1) is 2^63 - 1, so nearly every second draw is surplus.
    constexpr std::uint64_t bound = (std::uint64_t{1} << 63) + 1, surplus = (std::uint64_t{1} << 63) - 1;
    Entropy entropy("below", 1), bytes("below", 1);
    int skipped = 0;
    for (int i = 0; i < 100; ++i) {
        std::uint64_t draw = big_endian(drawn(bytes, 8));
        for (; draw < surplus; draw = big_endian(drawn(bytes, 8))) ++skipped;
        EXPECT_EQ(entropy.below(bound), draw % bound);
    }
    EXPECT_GT(skipped, 50);
}

// The stream of zeros begins 76b8e0ada0f13d90, 405d6ae55386bd28, bdd219b8a08ded1a. A bound of 2^64 less the first of
// them has that very draw as its surplus, so that it is the least one kept; a bound one smaller skips it, and the
// second as well.
TEST(Entropy, below_keeps_a_draw_equal_to_the_surplus_and_skips_the_one_before) {
    constexpr std::uint64_t first = 0x76b8e0ada0f13d90, third = 0xbdd219b8a08ded1a, bound = 0 - first;
    Entropy keeping = of_zeros(), skipping = of_zeros();
    EXPECT_EQ(keeping.below(bound), first);
    EXPECT_EQ(skipping.below(bound - 1), third % (bound - 1));
}

TEST(Entropy, below_one_is_zero_and_below_nothing_is_a_bug) {
    Entropy entropy = of_zeros();
    EXPECT_EQ(entropy.below(1), 0u);
    EXPECT_DEATH(entropy.below(0), "bound of at least 1");
}

TEST(Entropy, below_reaches_every_number_under_its_bound_about_as_often) {
    Entropy entropy("even", 7);
    std::array<int, 6> counts{};
    for (int i = 0; i < 6000; ++i) ++counts[entropy.below(6)];
    for (const int count : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(Entropy, uuid_is_version_4_with_every_other_bit_random) {
    Entropy entropy = of_zeros();
    EXPECT_EQ(entropy.uuid(), "76b8e0ad-a0f1-4d90-805d-6ae55386bd28");
    EXPECT_EQ(entropy.uuid(), "bdd219b8-a08d-4d1a-a836-efcc8b770dc7");
}

TEST(Entropy, uuids_differ_in_every_place_but_version_and_variant) {
    Entropy entropy("uuid", 1);
    std::array<std::set<char>, 36> seen;
    for (int i = 0; i < 500; ++i) {
        const std::string id = entropy.uuid();
        for (std::size_t place = 0; place < id.size(); ++place) seen[place].insert(id[place]);
    }
    for (std::size_t place = 0; place < 36; ++place) {
        const bool hyphen = place == 8 || place == 13 || place == 18 || place == 23;
        EXPECT_EQ(seen[place].size(), hyphen || place == 14 ? 1u : place == 19 ? 4u : 16u) << place;
    }
}

}  // namespace
}  // namespace keyturn
