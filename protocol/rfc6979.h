// The nonces of deterministic ECDSA: RFC 6979, section 3.2, with HMAC-SHA256 and a 256-bit order.
#pragma once

#include "protocol/bytes.h"
#include "protocol/secret.h"

namespace keyturn {

// Candidates for the nonce of one signature; the first in [1, n-1] is the one to use, and only that.
class Rfc6979Candidates {
  public:
    using Candidate = Secret<32, struct NonceTag>;

    // `digest` is the message's hash reduced modulo n (bits2octets).
    Rfc6979Candidates(std::span<const std::uint8_t, 32> scalar, std::span<const std::uint8_t, 32> digest);

    Candidate next();

  private:
    void stir(std::uint8_t separator, ByteView scalar, ByteView digest);

    Secret<32, struct HmacKeyTag> key_;  // the zeros of step c to begin with
    Candidate value_;
};

}  // namespace keyturn
