// The text of a signature. What is read is written as 86 characters and reads back; its twin is another one and has the
// other half of S.
#include "fuzz/target.h"
#include "protocol/action_signature.h"

using namespace keyturn;

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
    return fuzz::Taken::accepted;
}
