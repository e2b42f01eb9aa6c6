#include "protocol/p256.h"

#include <openssl/obj_mac.h>

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/openssl_handles.h"
#include "protocol/rfc6979.h"
#include "protocol/sha256.h"

namespace keyturn {
namespace {

using Number = OpensslHandle<BIGNUM>;
using Point = OpensslHandle<EC_POINT>;

constexpr std::array<std::uint8_t, 26> spki_prefix = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48,
                                                      0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
                                                      0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00};

// Never freed: threads may still sign while the program ends.
const EC_GROUP* curve() {
    static const EC_GROUP* const group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
    check(group != nullptr, "OpenSSL has the curve P-256");
    return group;
}

const BIGNUM* order() { return EC_GROUP_get0_order(curve()); }

Number number() { return owned(BN_new()); }
Number number(ByteView big_endian) {
    return owned(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), nullptr));
}

void write(const BIGNUM* number, std::span<std::uint8_t, 32> big_endian) {
    check(BN_bn2binpad(number, big_endian.data(), 32) == 32, "a number below 2^256 fits 32 bytes");
}

bool is_scalar(const BIGNUM* number) { return !BN_is_zero(number) && BN_ucmp(number, order()) < 0; }

// Arithmetic modulo the order, over one scratch space that is wiped.
class ScalarField {
  public:
    Number reduced(ByteView big_endian) {
        Number result = number(big_endian);
        must(BN_nnmod(result.get(), result.get(), order(), scratch_.get()));
        return result;
    }

    Number sum(const Number& a, const Number& b) {
        Number result = number();
        must(BN_mod_add(result.get(), a.get(), b.get(), order(), scratch_.get()));
        return result;
    }

    Number product(const Number& a, const Number& b) {
        Number result = number();
        must(BN_mod_mul(result.get(), a.get(), b.get(), order(), scratch_.get()));
        return result;
    }

    // By Fermat's little theorem: unlike BN_mod_inverse, it takes the same time for every secret.
    Number inverse(const Number& a) {
        Number exponent = owned(BN_dup(order()));
        must(BN_sub_word(exponent.get(), 2));
        Number result = number();
        must(BN_mod_exp_mont_consttime(result.get(), a.get(), exponent.get(), order(), scratch_.get(), nullptr));
        return result;
    }

    BN_CTX* scratch() { return scratch_.get(); }

  private:
    OpensslHandle<BN_CTX> scratch_ = owned(BN_CTX_secure_new());
};

// Nothing when the bytes are no point of the curve.
std::optional<Point> point_of(ByteView sec1) {
    const OpensslErrorsForgotten refusals;
    Point point = owned(EC_POINT_new(curve()));
    if (EC_POINT_oct2point(curve(), point.get(), sec1.data(), sec1.size(), nullptr) != 1) return std::nullopt;
    return point;
}

Point point_of(const PublicKey& key) {
    auto point = point_of(ByteView(key.sec1()));
    check(point.has_value(), "a public key is a point of the curve");
    return std::move(*point);
}

std::array<std::uint8_t, 65> uncompressed(const Point& point) {
    std::array<std::uint8_t, 65> sec1;
    const std::size_t written =
        EC_POINT_point2oct(curve(), point.get(), POINT_CONVERSION_UNCOMPRESSED, sec1.data(), sec1.size(), nullptr);
    check(written == sec1.size(), "a point that is not infinity has 65 bytes");
    return sec1;
}

// OpenSSL would take infinity and the hybrid forms as well, which the protocol refuses.
bool form_fits_length(std::uint8_t form, std::size_t length) {
    return length == 65 ? form == POINT_CONVERSION_UNCOMPRESSED
                        : form == POINT_CONVERSION_COMPRESSED || form == POINT_CONVERSION_COMPRESSED + 1;
}

Result<std::array<std::uint8_t, 65>> read_sec1(ByteView sec1, std::size_t offset) {
    if (!form_fits_length(sec1.front(), sec1.size()))
        return refuse("the first byte of a point does not fit its length", offset);
    const auto point = point_of(sec1);
    if (!point) return refuse("not a point of the curve P-256", offset);
    if (sec1.size() != 65) return uncompressed(*point);
    std::array<std::uint8_t, 65> same;  // to write the point again would cost a division in the field
    std::ranges::copy(sec1, same.begin());
    return same;
}

Result<std::array<std::uint8_t, 65>> read_any_form(ByteView bytes) {
    if (bytes.size() == 65 || bytes.size() == 33) return read_sec1(bytes, 0);
    if (bytes.size() != 91) return refuse("a public key is 33, 65 or 91 bytes long");
    // Compared here, for OpenSSL's decoders take 10 to 100 times as long.
    if (!std::ranges::equal(bytes.first<spki_prefix.size()>(), spki_prefix))
        return refuse("not the SPKI prefix of a P-256 key");
    return read_sec1(bytes.subspan<spki_prefix.size()>(), spki_prefix.size());
}

// The signature equation: s = (digest + r * key) / nonce.
Number s_of(ScalarField& field, const Number& digest, const Number& r, const PrivateKey& key, const PrivateKey& nonce) {
    const Number numerator = field.sum(digest, field.product(r, number(key.reveal())));
    return field.product(numerator, field.inverse(number(nonce.reveal())));
}

Number r_of(ScalarField& field, const PublicKey& nonce_point) {
    return field.reduced(nonce_point.sec1().subspan<1, 32>());
}

PrivateKey rfc6979_nonce(const PrivateKey& key, const Number& digest) {
    std::array<std::uint8_t, 32> octets;
    write(digest.get(), octets);
    Rfc6979Candidates candidates(key.reveal(), octets);
    return PrivateKey::first_in_range([&candidates] { return candidates.next(); });
}

struct SignatureHalves {
    explicit SignatureHalves(const Signature& signature)
        : r(number(ByteView(signature).first<32>())), s(number(ByteView(signature).last<32>())) {}
    Number r, s;
};

Signature joined(const Number& r, const Number& s) {
    Signature signature;
    write(r.get(), std::span(signature).first<32>());
    write(s.get(), std::span(signature).last<32>());
    return signature;
}

}  // namespace

Result<PublicKey> PublicKey::read(ByteView bytes) {
    const auto sec1 = read_any_form(bytes);
    if (!sec1) return std::unexpected(sec1.error());
    return PublicKey(*sec1);
}

std::array<std::uint8_t, 91> PublicKey::spki() const {
    std::array<std::uint8_t, 91> bytes;
    std::ranges::copy(sec1_, std::ranges::copy(spki_prefix, bytes.begin()).out);
    return bytes;
}

std::string PublicKey::fingerprint() const { return base64_url_unpadded(sha256(spki())); }

Result<PrivateKey> PrivateKey::read(ByteView scalar) {
    if (scalar.size() != 32) return refuse("a private key is 32 bytes long");
    if (!is_scalar(number(scalar).get()))
        return refuse("a private key is neither 0 nor the order of the curve or more");
    return PrivateKey(scalar.first<32>());
}

PrivateKey PrivateKey::generate(Entropy& entropy) {
    return first_in_range([&entropy] {
        Secret<32, ScalarTag> candidate;
        entropy.fill(candidate.writable());
        return candidate;
    });
}

PublicKey PrivateKey::public_key() const {
    const auto scratch = owned(BN_CTX_secure_new());
    const Point point = owned(EC_POINT_new(curve()));
    must(EC_POINT_mul(curve(), point.get(), number(reveal()).get(), nullptr, nullptr, scratch.get()));
    return PublicKey(uncompressed(point));
}

SharedX PrivateKey::shared_x(const PublicKey& peer) const {
    const auto scratch = owned(BN_CTX_secure_new());
    const Point shared = owned(EC_POINT_new(curve()));
    const Number x = number();
    must(EC_POINT_mul(curve(), shared.get(), nullptr, point_of(peer).get(), number(reveal()).get(), scratch.get()));
    must(EC_POINT_get_affine_coordinates(curve(), shared.get(), x.get(), nullptr, scratch.get()));
    SharedX bytes;
    write(x.get(), bytes.writable());
    return bytes;
}

Result<Signature> signature_of(ByteView bytes) {
    if (bytes.size() != 64) return refuse("a signature is 64 bytes long");
    Signature signature;
    std::ranges::copy(bytes, signature.begin());
    const SignatureHalves halves(signature);
    if (!is_scalar(halves.r.get())) return refuse("r of a signature is 0 or not below the order of the curve");
    if (!is_scalar(halves.s.get())) return refuse("s of a signature is 0 or not below the order of the curve", 32);
    return signature;
}

Signature sign(const PrivateKey& key, ByteView message) {
    ScalarField field;
    const Number digest = field.reduced(sha256(message));
    const PrivateKey nonce = rfc6979_nonce(key, digest);
    const Number r = r_of(field, nonce.public_key());
    const Number s = s_of(field, digest, r, key, nonce);
    check(is_scalar(r.get()) && is_scalar(s.get()), "no message has a digest that makes r or s 0");
    return joined(r, s);
}

bool verify(const PublicKey& key, ByteView message, ByteView signature) {
    const auto possible = signature_of(signature);
    if (!possible) return false;
    const SignatureHalves halves(*possible);
    ScalarField field;
    const Number s_inverse = field.inverse(halves.s);
    const Number of_base = field.product(field.reduced(sha256(message)), s_inverse);
    const Number of_key = field.product(halves.r, s_inverse);
    const Point point = owned(EC_POINT_new(curve()));
    must(EC_POINT_mul(curve(), point.get(), of_base.get(), point_of(key).get(), of_key.get(), field.scratch()));
    if (EC_POINT_is_at_infinity(curve(), point.get()) == 1) return false;
    const Number x = number();
    must(EC_POINT_get_affine_coordinates(curve(), point.get(), x.get(), nullptr, field.scratch()));
    must(BN_nnmod(x.get(), x.get(), order(), field.scratch()));
    return BN_cmp(x.get(), halves.r.get()) == 0;
}

Signature twin(const Signature& signature) {
    const SignatureHalves halves(signature);
    check(is_scalar(halves.s.get()), "s is in [1, n-1]");
    const Number other = number();
    must(BN_sub(other.get(), order(), halves.s.get()));
    return joined(halves.r, other);
}

bool has_high_s(const Signature& signature) {
    const Number doubled = number();
    must(BN_lshift1(doubled.get(), SignatureHalves(signature).s.get()));
    return BN_cmp(doubled.get(), order()) > 0;
}

}  // namespace keyturn
