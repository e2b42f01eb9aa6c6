// SHA-256 over one or more byte strings, as if they stood behind each other.
#pragma once

#include <sodium.h>

#include <array>

#include "protocol/bytes.h"

namespace keyturn {

using Sha256 = std::array<std::uint8_t, 32>;

template <class... Part>
Sha256 sha256(const Part&... parts) {
    Sha256 digest;
    crypto_hash_sha256_state hash;
    crypto_hash_sha256_init(&hash);
    const auto add = [&hash](ByteView part) { crypto_hash_sha256_update(&hash, part.data(), part.size()); };
    (add(parts), ...);
    crypto_hash_sha256_final(&hash, digest.data());
    sodium_memzero(&hash, sizeof hash);
    return digest;
}

}  // namespace keyturn
