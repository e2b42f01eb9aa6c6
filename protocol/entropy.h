// The only source of randomness below the command: a generator that repeats from its seed.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "protocol/bytes.h"
#include "protocol/secret.h"

namespace keyturn {

// A ChaCha20 key stream. The same seed gives the same bytes on every machine; a seed from the system's generator gives
// bytes fit for real keys. Not for use by several threads at once; copies go on from the same place.
class Entropy {
  public:
    using Seed = Secret<32, struct EntropySeedTag>;

    explicit Entropy(const Seed& seed) : seed_(seed) {}
    // SHA-256 of the label and the number, as seed: what `--seed N` means.
    Entropy(std::string_view label, std::uint64_t number);

    void fill(std::span<std::uint8_t> out);

    template <std::size_t Size>
    std::array<std::uint8_t, Size> bytes() {
        std::array<std::uint8_t, Size> out;
        fill(out);
        return out;
    }

    // Evenly distributed in [0, bound); `bound` is at least 1.
    std::uint64_t below(std::uint64_t bound);

    // A version-4 UUID in lower-case text, 36 characters: the form of a message id (fact sheet, section 6).
    std::string uuid();

  private:
    Seed seed_;
    std::uint64_t block_ = 0;
    std::array<std::uint8_t, 64> buffer_{};
    std::size_t used_ = 64;
};

}  // namespace keyturn
