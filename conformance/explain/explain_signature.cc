// ECDSA signatures, raw or in DER.
#include <fmt/format.h>

#include "conformance/explain/der.h"
#include "conformance/explain/kinds.h"
#include "protocol/p256.h"

namespace keyturn {
namespace {

constexpr std::size_t raw_size = Signature{}.size();

void say_half(const Signature& signature, Words& words) {
    const bool is_high = has_high_s(signature);
    words.say(is_high ? "s is high, above n/2" : "s is low, at most n/2");
    words.say("(r, n-s) verifies as well, and counts as the same signature");
    words.explanation().decoded.set("s", json_string(is_high ? "high" : "low"));
}

}  // namespace

Fit fit_signature(ByteView bytes) {
    if (read_der_signature(bytes)) return Fit::surely;
    return bytes.size() == raw_size ? Fit::may : Fit::no;
}

Result<void> explain_signature(ByteView bytes, Words& words) {
    const auto from_der = read_der_signature(bytes);
    const ByteView raw = from_der ? ByteView(*from_der) : bytes;
    words.say(fmt::format("{}, {}", from_der ? "DER" : "raw r || s", counted(bytes.size(), "byte")));
    words.explanation().decoded = json_object(
        {{"encoding", json_string(from_der ? "DER" : "raw")}, {"bytes", json_number(std::to_string(bytes.size()))}});
    words.find_odd_if(from_der.has_value(), "in DER it is refused: the protocol takes r || s, 64 bytes");
    words.find_odd_if(raw.size() != raw_size, fmt::format("it has {} bytes, not 64", raw.size()));
    if (raw.size() != raw_size) return {};
    const auto signature = signature_of(raw);
    if (!signature)
        words.find_odd("it can't verify: " + signature.error().reason);
    else
        say_half(*signature, words);
    return {};
}

}  // namespace keyturn
