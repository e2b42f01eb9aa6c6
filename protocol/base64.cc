#include "protocol/base64.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace keyturn {
namespace {

std::string encode(ByteView bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // libsodium ends its text with NUL
    return text;
}

constexpr std::uint8_t no_digit = 64;

constexpr auto digits = [] {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<std::uint8_t, 256> values;
    values.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

std::uint8_t digit(char c) { return digits[static_cast<std::uint8_t>(c)]; }

// The characters a group of four may be filled up with.
std::size_t padding_of(std::size_t length) { return (4 - length % 4) % 4; }

// The low bits of the last character that belong to no byte.
std::uint8_t unused_bits(std::size_t length) { return length % 4 == 2 ? 0x0f : length % 4 == 3 ? 0x03 : 0; }

// Judges what stands behind the first `length` characters, which are digits, and how they end.
std::optional<Refusal> fault_at_end(std::string_view text, std::size_t length) {
    const std::string_view rest = text.substr(length);
    const std::size_t padding = std::min(rest.find_first_not_of('='), rest.size());
    if (padding == 0 && !rest.empty()) return Refusal{"not a character of the standard base64 alphabet", length};
    if (length % 4 == 1) return Refusal{"a last base64 character that stands alone", length - 1};
    if (padding > padding_of(length))
        return Refusal{"more '=' than the last base64 group takes", length + padding_of(length)};
    if (padding < rest.size()) return Refusal{"text after the base64 padding", length + padding};
    if (padding_of(length) > 0 && (digit(text[length - 1]) & unused_bits(length)) != 0)
        return Refusal{"bits set behind the last base64 byte", length - 1};
    return std::nullopt;
}

Bytes decode(std::string_view text) {
    Bytes bytes(text.size() * 6 / 8);
    std::uint32_t bits = 0;
    unsigned pending = 0;  // how many of the low bits of `bits` are not yet written
    auto out = bytes.begin();
    for (const char c : text) {
        bits = bits << 6 | digit(c);
        pending += 6;
        if (pending < 8) continue;
        pending -= 8;
        *out++ = static_cast<std::uint8_t>(bits >> pending);
    }
    return bytes;
}

}  // namespace

std::string base64(ByteView bytes) { return encode(bytes, sodium_base64_VARIANT_ORIGINAL); }
std::string base64_unpadded(ByteView bytes) { return encode(bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING); }
std::string base64_url_unpadded(ByteView bytes) { return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

Result<Bytes> read_base64(std::string_view text) {
    const auto end = std::ranges::find(text, no_digit, digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    if (auto fault = fault_at_end(text, length)) return std::unexpected(*fault);
    return decode(text.substr(0, length));
}

}  // namespace keyturn
