// The bytes of a private key, or of the two that a user has. A scalar is 32 bytes from 1 to n-1; what it signs verifies
// under its public key and no other's, and two keys agree on one secret.
#include "fuzz/target.h"
#include "protocol/group.h"
#include "protocol/p256.h"

using namespace keyturn;

namespace {

bool is_in_range(ByteView scalar) {
    constexpr std::string_view order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    const std::string digits = hex(scalar);  // of one length they are ordered as numbers
    return scalar.size() == 32 && digits < order && digits != std::string(order.size(), '0');
}

const PrivateKey& other_key() {
    static const PrivateKey key = [] {
        Entropy entropy("fuzz/private_key", 1);
        return PrivateKey::generate(entropy);
    }();
    return key;
}

void signs_and_agrees(const PrivateKey& key) {
    const PublicKey mine = key.public_key(), theirs = other_key().public_key();
    const Signature signature = sign(key, bytes_of("payload"));
    fuzz::expect(verify(mine, bytes_of("payload"), signature), "what is signed verifies");
    fuzz::expect(!verify(mine, bytes_of("payloae"), signature), "another text does not");
    fuzz::expect(verify(theirs, bytes_of("payload"), signature) == (mine == theirs), "another key does not");
    fuzz::expect(sign(key, bytes_of("payload")) == signature, "a signature repeats");
    fuzz::expect(key.shared_x(theirs) == other_key().shared_x(mine), "both sides agree");
}

}  // namespace

FUZZ_TARGET {
    const auto key = PrivateKey::read(input);
    fuzz::expect(key.has_value() == is_in_range(input), "a scalar is 32 bytes from 1 to n-1");
    const auto pair = PrivateKeys::read(input);
    const bool are_both_in_range = input.size() == 64 && is_in_range(input.first(32)) && is_in_range(input.subspan(32));
    fuzz::expect(pair.has_value() == are_both_in_range, "two keys are one behind the other");
    if (pair) fuzz::expect(hex(pair->identity.reveal()) + hex(pair->signing.reveal()) == hex(input), "in their order");
    if (!key) return fuzz::accepted_if(pair.has_value());
    fuzz::expect(hex(key->reveal()) == hex(input), "a key is its scalar");
    signs_and_agrees(*key);
    return fuzz::Taken::accepted;
}
