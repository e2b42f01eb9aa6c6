#include "protocol/rfc6979.h"

#include <sodium.h>

namespace keyturn {
namespace {

template <class... Part>
void hmac(std::span<std::uint8_t, 32> out, std::span<const std::uint8_t, 32> key, const Part&... parts) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    const auto add = [&state](ByteView part) { crypto_auth_hmacsha256_update(&state, part.data(), part.size()); };
    (add(parts), ...);
    crypto_auth_hmacsha256_final(&state, out.data());
    sodium_memzero(&state, sizeof state);
}

}  // namespace

Rfc6979Candidates::Rfc6979Candidates(std::span<const std::uint8_t, 32> scalar,
                                     std::span<const std::uint8_t, 32> digest) {
    std::ranges::fill(value_.writable(), 0x01);
    stir(0x00, scalar, digest);
    stir(0x01, scalar, digest);
}

Rfc6979Candidates::Candidate Rfc6979Candidates::next() {
    hmac(value_.writable(), key_.reveal(), value_.reveal());
    const Candidate candidate = value_;
    stir(0x00, {}, {});
    return candidate;
}

void Rfc6979Candidates::stir(std::uint8_t separator, ByteView scalar, ByteView digest) {
    hmac(key_.writable(), key_.reveal(), value_.reveal(), ByteView(&separator, 1), scalar, digest);
    hmac(value_.writable(), key_.reveal(), value_.reveal());
}

}  // namespace keyturn
