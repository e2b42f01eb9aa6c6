// The bytes of a public key in any encoding. All encodings of a key are one key.
#include "fuzz/target.h"
#include "protocol/p256.h"

using namespace keyturn;

FUZZ_TARGET {
    const auto key = PublicKey::read(input);
    if (!key) {
        fuzz::expect(!key.error().reason.empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    fuzz::expect(input.size() == 33 || input.size() == 65 || input.size() == 91, "a key has one of three sizes");
    fuzz::expect(PublicKey::read(key->sec1()).value() == *key, "SEC1 reads back");
    fuzz::expect(PublicKey::read(key->spki()).value() == *key, "SPKI reads back");
    const Bytes point = copy(key->sec1());
    const std::uint8_t sign = point.back() & 1 ? 3 : 2;
    Bytes compressed = {sign};
    compressed.insert(compressed.end(), point.begin() + 1, point.begin() + 33);
    fuzz::expect(PublicKey::read(compressed).value() == *key, "the compressed form reads back");
    return fuzz::Taken::accepted;
}
