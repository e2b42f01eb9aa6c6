// The curve P-256: keys in every encoding that is read or written, ECDSA, and the shared point of a key wrap
// (fact sheet, sections 2 and 3). All functions may be called from several threads at once.
#pragma once

#include <array>
#include <span>
#include <string>

#include "protocol/bytes.h"
#include "protocol/entropy.h"
#include "protocol/problem.h"
#include "protocol/secret.h"

namespace keyturn {

using SharedX = Secret<32, struct SharedXTag>;  // the X coordinate two parties agree on, big-endian

// A point of the curve that is not infinity. A value: 65 bytes, `04 || X || Y`.
class PublicKey {
  public:
    // SEC1 uncompressed (65 bytes), SEC1 compressed (33) or SPKI (91). Refused: every other length, infinity, the
    // hybrid forms 06 and 07, coordinates not below p, points off the curve, another SPKI prefix.
    static Result<PublicKey> read(ByteView bytes);

    std::span<const std::uint8_t, 65> sec1() const { return sec1_; }
    std::array<std::uint8_t, 91> spki() const;

    // SHA-256 of the SPKI form, url-safe base64 without padding, 43 characters.
    std::string fingerprint() const;

    friend bool operator==(const PublicKey&, const PublicKey&) = default;

  private:
    friend class PrivateKey;
    explicit PublicKey(const std::array<std::uint8_t, 65>& sec1) : sec1_(sec1) {}
    std::array<std::uint8_t, 65> sec1_;
};

// A scalar in [1, n-1].
class PrivateKey {
  public:
    // 32 bytes, big-endian. Refused: other lengths, 0, n and above.
    static Result<PrivateKey> read(ByteView scalar);
    // A fresh key: bytes of `entropy` are drawn until they are in range.
    static PrivateKey generate(Entropy& entropy);
    // The first of the secrets of 32 bytes returned by `draw` that is in range.
    template <class Draw>
    static PrivateKey first_in_range(Draw&& draw) {
        for (;;)
            if (const auto key = read(draw().reveal())) return *key;
    }

    std::span<const std::uint8_t, 32> reveal() const { return scalar_.reveal(); }
    PublicKey public_key() const;  // one multiplication of the base point, 5 to 10 µs

    // X coordinate of this scalar times `peer`. 30 to 60 µs.
    SharedX shared_x(const PublicKey& peer) const;

    friend bool operator==(const PrivateKey&, const PrivateKey&) = default;

  private:
    explicit PrivateKey(std::span<const std::uint8_t, 32> scalar) : scalar_(scalar) {}
    Secret<32, struct ScalarTag> scalar_;
};

using Signature = std::array<std::uint8_t, 64>;  // r || s, each 32 bytes big-endian

// Refused: other lengths than 64 (DER among them), r or s of 0 or not below n.
Result<Signature> signature_of(ByteView bytes);

// ECDSA with SHA-256 over the message's bytes, the nonce of RFC 6979, S as it comes: the same bytes every time.
Signature sign(const PrivateKey& key, ByteView message);

// True only for 64 bytes with r and s in [1, n-1] that fit message and key. (r, s) and (r, n-s) both verify.
bool verify(const PublicKey& key, ByteView message, ByteView signature);

// r || (n - s): the other signature over the same message, which verifies as well. s is in [1, n-1].
Signature twin(const Signature& signature);

// Whether s > n/2.
bool has_high_s(const Signature& signature);

}  // namespace keyturn
