#include "protocol/entropy.h"

#include <fmt/format.h>

#include "protocol/check.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

std::array<std::uint8_t, 8> big_endian(std::uint64_t number) {
    std::array<std::uint8_t, 8> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    return bytes;
}

std::uint64_t number_of(const std::array<std::uint8_t, 8>& big_endian) {
    std::uint64_t number = 0;
    for (const std::uint8_t byte : big_endian) number = number << 8 | byte;
    return number;
}

Entropy::Seed seed_of(std::string_view label, std::uint64_t number) {
    constexpr std::array<std::uint8_t, 1> separator = {0};
    return Entropy::Seed(sha256(bytes_of(label), separator, big_endian(number)));
}

}  // namespace

Entropy::Entropy(std::string_view label, std::uint64_t number) : Entropy(seed_of(label, number)) {}

void Entropy::fill(std::span<std::uint8_t> out) {
    for (std::uint8_t& byte : out) {
        if (used_ == block_.size) next_block();
        byte = block_.reveal()[used_++];
    }
}

void Entropy::next_block() {
    constexpr std::array<std::uint8_t, decltype(block_)::size> zeros{};
    constexpr std::array<std::uint8_t, crypto_stream_chacha20_NONCEBYTES> nonce{};
    crypto_stream_chacha20_xor_ic(block_.writable().data(), zeros.data(), zeros.size(), nonce.data(), blocks_++,
                                  seed_.reveal().data());
    used_ = 0;
}

std::uint64_t Entropy::below(std::uint64_t bound) {
    check(bound >= 1, "a number is drawn below a bound of at least 1");
    // 2^64 mod bound: the draws under it would make the small results more likely than the others.
    const std::uint64_t surplus = (0 - bound) % bound;
    std::uint64_t draw;
    do draw = number_of(bytes<8>());
    while (draw < surplus);
    return draw % bound;
}

std::string Entropy::uuid() {
    auto id = bytes<16>();
    id[6] = static_cast<std::uint8_t>((id[6] & 0x0f) | 0x40);  // version 4
    id[8] = static_cast<std::uint8_t>((id[8] & 0x3f) | 0x80);  // the variant of RFC 4122
    const std::string digits = hex(id);
    const std::string_view all = digits;
    return fmt::format("{}-{}-{}-{}-{}", all.substr(0, 8), all.substr(8, 4), all.substr(12, 4), all.substr(16, 4),
                       all.substr(20));
}

}  // namespace keyturn
