#include "conformance/explain/der.h"

#include <algorithm>

namespace keyturn {
namespace {

constexpr std::size_t key_size = 32;

// The length at the front of `rest`, which it is taken from.
std::optional<std::size_t> take_length(ByteView& rest) {
    constexpr std::uint8_t one_byte_more = 0x81, two_bytes_more = 0x82;
    if (rest.empty()) return std::nullopt;
    const std::uint8_t first = rest.front();
    const std::size_t more = first < 0x80 ? 0 : first == one_byte_more ? 1 : first == two_bytes_more ? 2 : rest.size();
    if (more >= rest.size()) return std::nullopt;
    std::size_t length = more == 0 ? first : 0;
    for (const std::uint8_t byte : rest.subspan(1, more)) length = length << 8 | byte;
    const bool is_shortest = more == 0 || length >= (more == 1 ? 0x80u : 0x100u);
    rest = rest.subspan(1 + more);
    return is_shortest ? std::optional(length) : std::nullopt;
}

// A positive number as 32 bytes.
bool take_number(ByteView& rest, std::span<std::uint8_t> out) {
    const auto content = take_der(rest, der::integer);
    if (!content || content->empty()) return false;
    const ByteView digits = content->front() == 0 ? content->subspan(1) : *content;
    if (digits.size() > key_size || (content->front() & 0x80) != 0) return false;
    std::ranges::copy(digits, out.begin() + static_cast<std::ptrdiff_t>(key_size - digits.size()));
    return true;
}

bool take_version(ByteView& rest, std::uint8_t version) {
    const auto content = take_der(rest, der::integer);
    return content && content->size() == 1 && content->front() == version;
}

}  // namespace

std::optional<ByteView> take_der(ByteView& rest, std::uint8_t tag) {
    if (rest.empty() || rest.front() != tag) return std::nullopt;
    ByteView behind_tag = rest.subspan(1);
    const auto length = take_length(behind_tag);
    if (!length || *length > behind_tag.size()) return std::nullopt;
    rest = behind_tag.subspan(*length);
    return behind_tag.first(*length);
}

std::optional<ByteView> der_sequence(ByteView bytes) {
    const auto content = take_der(bytes, der::sequence);
    return content && bytes.empty() ? content : std::nullopt;
}

std::optional<std::array<std::uint8_t, 64>> read_der_signature(ByteView bytes) {
    auto rest = der_sequence(bytes);
    std::array<std::uint8_t, 2 * key_size> both{};
    if (!rest || !take_number(*rest, std::span(both).first(key_size)) ||
        !take_number(*rest, std::span(both).subspan(key_size)) || !rest->empty())
        return std::nullopt;
    return both;
}

std::optional<ByteView> read_sec1_private_key(ByteView bytes) {
    auto rest = der_sequence(bytes);
    if (!rest || !take_version(*rest, 1)) return std::nullopt;
    const auto scalar = take_der(*rest, der::octet_string);
    return scalar && scalar->size() == key_size ? scalar : std::nullopt;
}

std::optional<ByteView> read_pkcs8_private_key(ByteView bytes) {
    auto rest = der_sequence(bytes);
    if (!rest || !take_version(*rest, 0) || !take_der(*rest, der::sequence)) return std::nullopt;
    const auto inner = take_der(*rest, der::octet_string);
    return inner ? read_sec1_private_key(*inner) : std::nullopt;
}

}  // namespace keyturn
