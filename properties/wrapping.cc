#include "properties/wrapping.h"

#include <algorithm>

#include "properties/answers.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

constexpr std::size_t point_size = 65, smallest_blob = point_size + 16;

Bytes reference_blob(const Wrap& wrap) {
    Entropy entropy("ephemeral scalar", wrap.seed);
    return copy(wrap_key(numbered_conversation_key(wrap.key), numbered_private_key(wrap.member).public_key(), entropy));
}

Bytes key_bytes(const Wrap& wrap) { return bytes_of_key(numbered_conversation_key(wrap.key)); }

Answer<Bytes> wrapped_by(Library& library, const Wrap& wrap, std::uint64_t seed) {
    return library.wrap_key(copy(numbered_private_key(wrap.member).public_key().sec1()), key_bytes(wrap),
                            surroundings(seed));
}

Answer<Bytes> unwrapped_by(Library& library, KeyNumber member, const Bytes& blob) {
    return library.unwrap_key(bytes_of_key(numbered_private_key(member)), blob, surroundings());
}

}  // namespace

std::optional<Violation> wrapped_key_opens_elsewhere(Library& library, const Wrap& input) {
    const auto blob = wrapped_by(library, input, input.seed);
    if (!blob) return unless_refused(blob, "AM-KEY-014", "a key for a right public key");
    if (blob->size() != std::tuple_size_v<WrappedKey>)
        return violated("AM-KEY-029", fmt::format("a wrapped key has {} bytes, not 113", blob->size()));
    const auto key = unwrap_key(*blob, numbered_private_key(input.member));
    if (!key) return violated("AM-KEY-014", fmt::format("the wrapped key does not open: {}", key.error().reason));
    if (bytes_of_key(*key) == key_bytes(input)) return std::nullopt;
    return violated("AM-KEY-014", "the wrapped key opens as another key");
}

std::optional<Violation> foreign_wrapped_key_opens(Library& library, const Wrap& input) {
    return unless_equal(unwrapped_by(library, input.member, reference_blob(input)), key_bytes(input), "AM-KEY-014",
                        "a key that the reference wrapped");
}

std::optional<Violation> own_wrapped_key_opens(Library& library, const Wrap& input) {
    const auto blob = wrapped_by(library, input, input.seed);
    if (!blob) return std::nullopt;
    return unless_equal(unwrapped_by(library, input.member, *blob), key_bytes(input), "AM-KEY-012",
                        "a key that the library itself wrapped");
}

std::optional<Violation> stranger_opens_nothing(Library& library, const WrapForStranger& input) {
    if (input.stranger == input.wrap.member) return std::nullopt;
    return unless_accepted(unwrapped_by(library, input.stranger, reference_blob(input.wrap)), "AM-KEY-014",
                           "a key that was wrapped for another user");
}

std::optional<Violation> wrapped_key_with_flipped_bit_is_refused(Library& library, const DamagedWrap& input) {
    Bytes blob = reference_blob(input.wrap);
    const std::size_t bit = input.bit % (blob.size() * 8);
    blob[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    return unless_accepted(unwrapped_by(library, input.wrap.member, blob), "AM-KEY-015",
                           fmt::format("a wrapped key with bit {} flipped", bit));
}

std::optional<Violation> wrapped_key_of_another_size_is_refused(Library& library, const ResizedWrap& input) {
    Bytes blob = reference_blob(input.wrap);
    if (input.size == blob.size()) return std::nullopt;
    blob.resize(std::min<std::uint64_t>(input.size, 2 * blob.size()));
    const bool is_too_short = blob.size() < smallest_blob;
    return unless_accepted(unwrapped_by(library, input.wrap.member, blob), is_too_short ? "AM-KEY-029" : "AM-KEY-015",
                           fmt::format("a wrapped key of {} bytes", blob.size()));
}

std::optional<Violation> ephemeral_key_is_fresh(Library& library, const Wrap& input) {
    const auto one = wrapped_by(library, input, input.seed), other = wrapped_by(library, input, input.seed + 1);
    if (!one || !other || one->size() < point_size || other->size() < point_size) return std::nullopt;
    const bool is_fresh = !std::ranges::equal(ByteView(*one).first(point_size), ByteView(*other).first(point_size));
    if (is_fresh) return std::nullopt;
    return violated("AM-KEY-013", "two calls with different entropy used one ephemeral key");
}

}  // namespace keyturn
