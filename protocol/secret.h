// Bytes that must not be seen: wiped when they end, compared in constant time, printed by nothing.
#pragma once

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "protocol/bytes.h"

namespace keyturn {

// `Tag` keeps secrets of different meaning apart. Copies are secrets too. There is no operator<< on purpose.
template <std::size_t Size, class Tag>
class Secret {
  public:
    static constexpr std::size_t size = Size;

    Secret() = default;
    explicit Secret(std::span<const std::uint8_t, Size> bytes) { std::ranges::copy(bytes, bytes_.begin()); }
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    ~Secret() { sodium_memzero(bytes_.data(), Size); }

    std::span<const std::uint8_t, Size> reveal() const { return bytes_; }
    std::span<std::uint8_t, Size> writable() { return bytes_; }

    friend bool operator==(const Secret& a, const Secret& b) {
        return sodium_memcmp(a.bytes_.data(), b.bytes_.data(), Size) == 0;
    }

  private:
    std::array<std::uint8_t, Size> bytes_{};
};

// The 32 random bytes that a conversation's messages, titles and media are sealed under (fact sheet, section 3).
using ConversationKey = Secret<32, struct ConversationKeyTag>;

}  // namespace keyturn
