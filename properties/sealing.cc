#include "properties/sealing.h"

#include <algorithm>

#include "properties/answers.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

constexpr std::size_t nonce_size = std::tuple_size_v<SealNonce>;

Bytes key_bytes(const SealedInput& input) { return bytes_of_key(numbered_conversation_key(input.key)); }

Bytes reference_seal(const SealedInput& input) {
    Entropy entropy("nonce", input.seed);
    return seal(numbered_conversation_key(input.key), bytes_of(input.text), entropy.bytes<nonce_size>());
}

Answer<Bytes> sealed_by(Library& library, const SealedInput& input, std::uint64_t seed) {
    return library.seal_text(key_bytes(input), input.text, surroundings(seed));
}

Answer<std::string> opened_by(Library& library, const SealedInput& input, const Bytes& blob) {
    return library.open_text(key_bytes(input), blob, surroundings());
}

std::string quoted(const std::string& text) { return to_json(json_string(text)); }

}  // namespace

std::optional<Violation> sealed_text_survives(Library& library, const SealedInput& input) {
    const auto blob = sealed_by(library, input, input.seed);
    if (!blob) return unless_refused(blob, "AM-SIG-030", "the text " + quoted(input.text));
    return unless_equal(opened_by(library, input, *blob), input.text, "AM-SIG-030",
                        fmt::format("the text {}, sealed by the library itself,", quoted(input.text)));
}

std::optional<Violation> sealed_text_opens_elsewhere(Library& library, const SealedInput& input) {
    const auto blob = sealed_by(library, input, input.seed);
    if (!blob) return std::nullopt;
    const auto opened = open_sealed(numbered_conversation_key(input.key), *blob);
    if (!opened) return violated("AM-KEY-021", fmt::format("a sealed text does not open: {}", opened.error().reason));
    if (text_of(*opened) == input.text) return std::nullopt;
    return violated("AM-SIG-030", fmt::format("the text {} is sealed as {}", quoted(input.text), hex(*opened)));
}

std::optional<Violation> foreign_sealed_text_opens(Library& library, const SealedInput& input) {
    return unless_equal(opened_by(library, input, reference_seal(input)), input.text, "AM-KEY-021",
                        fmt::format("the text {}, sealed by the reference,", quoted(input.text)));
}

std::optional<Violation> another_key_opens_no_text(Library& library, const SealedInput& input) {
    const SealedInput other = {input.key + 1, input.text, input.seed};
    return unless_accepted(opened_by(library, other, reference_seal(input)), "AM-KEY-021",
                           "a text that was sealed under another key");
}

std::optional<Violation> sealed_text_with_flipped_bit_is_refused(Library& library, const DamagedSeal& input) {
    Bytes blob = reference_seal(input.sealed);
    const std::size_t bit = input.bit % (blob.size() * 8);
    blob[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    return unless_accepted(opened_by(library, input.sealed, blob), "AM-KEY-015",
                           fmt::format("a sealed text with bit {} flipped", bit));
}

std::optional<Violation> cut_sealed_text_is_refused(Library& library, const CutSeal& input) {
    Bytes blob = reference_seal(input.sealed);
    const std::size_t whole = blob.size();
    blob.resize(input.size % whole);
    return unless_accepted(opened_by(library, input.sealed, blob), "AM-KEY-015",
                           fmt::format("a sealed text of {} bytes, cut to {},", whole, blob.size()));
}

std::optional<Violation> nonce_is_fresh(Library& library, const SealedInput& input) {
    const auto one = sealed_by(library, input, input.seed), other = sealed_by(library, input, input.seed + 1);
    if (!one || !other || one->size() < nonce_size || other->size() < nonce_size) return std::nullopt;
    const bool is_fresh = !std::ranges::equal(ByteView(*one).first(nonce_size), ByteView(*other).first(nonce_size));
    if (is_fresh) return std::nullopt;
    return violated("AM-KEY-031", "two calls with different entropy used one nonce");
}

}  // namespace keyturn
