#include "protocol/bytes.h"

#include <algorithm>
#include <cstring>

namespace keyturn {
namespace {

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

struct Utf8Lead {
    std::size_t continuations;
    std::uint8_t second_min,
        second_max;  // the range of the first continuation byte: shuts out overlong forms and surrogates
};

std::optional<Utf8Lead> utf8_lead(std::uint8_t byte) {
    if (byte >= 0xc2 && byte <= 0xdf) return Utf8Lead{1, 0x80, 0xbf};
    if (byte == 0xe0) return Utf8Lead{2, 0xa0, 0xbf};
    if (byte == 0xed) return Utf8Lead{2, 0x80, 0x9f};
    if (byte >= 0xe1 && byte <= 0xef) return Utf8Lead{2, 0x80, 0xbf};
    if (byte == 0xf0) return Utf8Lead{3, 0x90, 0xbf};
    if (byte >= 0xf1 && byte <= 0xf3) return Utf8Lead{3, 0x80, 0xbf};
    if (byte == 0xf4) return Utf8Lead{3, 0x80, 0x8f};
    return std::nullopt;
}

bool is_continuation(std::uint8_t byte) { return (byte & 0xc0) == 0x80; }

// How many bytes of ASCII stand at the start, eight at a time: most texts have no others.
std::size_t ascii_prefix(ByteView bytes) {
    std::uint64_t eight = 0;
    std::size_t at = 0;
    for (; bytes.size() - at >= sizeof eight; at += sizeof eight) {
        std::memcpy(&eight, bytes.data() + at, sizeof eight);
        if (eight & 0x8080808080808080) break;
    }
    return at;
}

// Of the character that `bytes` begin with; 0 at the end and where no well-formed character begins.
std::size_t sequence_length(ByteView bytes) {
    if (bytes.empty()) return 0;
    if (bytes[0] < 0x80) return 1;
    const auto lead = utf8_lead(bytes[0]);
    if (!lead || lead->continuations >= bytes.size()) return 0;
    if (bytes[1] < lead->second_min || bytes[1] > lead->second_max) return 0;
    const std::size_t length = lead->continuations + 1;
    return std::ranges::all_of(bytes.subspan(2, length - 2), is_continuation) ? length : 0;
}

}  // namespace

std::string hex(ByteView bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i]), low = digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return bytes;
}

std::size_t utf8_prefix(std::string_view text) {
    const ByteView bytes = bytes_of(text);
    std::size_t at = ascii_prefix(bytes);
    while (const std::size_t length = sequence_length(bytes.subspan(at))) at += length;
    return at;
}

std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(bytes_of(utf8), [](std::uint8_t byte) { return !is_continuation(byte); }));
}

}  // namespace keyturn
