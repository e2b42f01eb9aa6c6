// The only source of randomness below the command: a generator that repeats from its seed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocol/bytes.h"
#include "protocol/secret.h"

namespace keyturn {

// A ChaCha20 key stream (64-bit nonce of zero, 64-bit block counter from 0). The same seed gives the same bytes on
// every machine; a seed from the system's generator gives bytes fit for real keys. Not for use by several threads at
// once; a copy gives the same bytes again from where the original stood.
class Entropy {
  public:
    using Seed = Secret<32, struct EntropySeedTag>;

    explicit Entropy(const Seed& seed) : seed_(seed) {}
    // What `--seed N` means; the seed is SHA-256(label || 00 || number as 8 bytes, big-endian).
    Entropy(std::string_view label, std::uint64_t number);

    void fill(std::span<std::uint8_t> out);

    template <std::size_t Size>
    std::array<std::uint8_t, Size> bytes() {
        std::array<std::uint8_t, Size> out;
        fill(out);
        return out;
    }

    // Evenly distributed in [0, bound); `bound` is at least 1. Reads 8 bytes, big-endian, as often as it needs.
    std::uint64_t below(std::uint64_t bound);

    // A version-4 UUID in lower-case text, 36 characters: the form of a message id (fact sheet, section 6).
    std::string uuid();

  private:
    void next_block();

    Seed seed_;
    std::uint64_t blocks_ = 0;
    Secret<64, struct EntropyBlockTag> block_;
    std::size_t used_ = 64;
};

}  // namespace keyturn
