// The bytes of a wrapped key for the member with scalar 1. Only 113 bytes open; one that opens is damaged by any bit.
#include "fuzz/target.h"
#include "protocol/key_wrap.h"

using namespace keyturn;

namespace {

const PrivateKey& member() {
    static const PrivateKey key = [] {
        Bytes scalar(32);
        scalar.back() = 1;
        return *PrivateKey::read(scalar);
    }();
    return key;
}

}  // namespace

FUZZ_TARGET {
    const auto key = unwrap_key(input, member());
    if (!key) {
        fuzz::expect(!key.error().reason.empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    fuzz::expect(input.size() == 113, "a wrapped key has 113 bytes");
    for (const std::size_t place : {std::size_t{1}, std::size_t{65}, std::size_t{97}, input.size() - 1}) {
        Bytes damaged = copy(input);
        damaged[place] ^= 1;
        fuzz::expect(!unwrap_key(damaged, member()), "a damaged wrap does not open");
    }
    return fuzz::Taken::accepted;
}
