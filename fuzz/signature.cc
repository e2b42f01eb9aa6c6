// The text of a signature. What is read is written as 86 characters and reads back; its twin is another one with the
// other half of S, and both verify or neither; what verifies does so for one text only.
#include "protocol/action_signature.h"

#include "fuzz/target.h"

using namespace keyturn;

namespace {

constexpr std::string_view payload = "payload";

const PublicKey& signer() {
    static const PublicKey key = [] {
        Bytes scalar(32);
        scalar.back() = 1;
        return PrivateKey::read(scalar)->public_key();
    }();
    return key;
}

}  // namespace

FUZZ_TARGET {
    const auto signature = read_signature(text_of(input));
    if (!signature) {
        fuzz::expect(!signature.error().reason.empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    const std::string text = signature_text(*signature);
    fuzz::expect(text.size() == 86, "a signature has 86 characters");
    const auto again = read_signature(text);
    fuzz::expect(again && *again == *signature, "a written signature reads back");
    const Signature other = twin(*signature);
    fuzz::expect(other != *signature && twin(other) == *signature, "twins come in pairs");
    fuzz::expect(has_high_s(other) != has_high_s(*signature), "one twin has the high S");
    const bool verifies = verify(signer(), bytes_of(payload), *signature);
    fuzz::expect(verify(signer(), bytes_of(payload), other) == verifies, "twins are one signature");
    if (verifies) fuzz::expect(!verify(signer(), bytes_of("another"), *signature), "a signature is of one text");
    return fuzz::Taken::accepted;
}
