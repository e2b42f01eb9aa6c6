#include "protocol/bytes.h"

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
    std::uint8_t second_min, second_max;  // the range of the first continuation byte: shuts out overlong forms and surrogates
};

std::optional<Utf8Lead> utf8_lead(std::uint8_t byte) {
    if (byte < 0x80) return Utf8Lead{0, 0, 0};
    if (byte >= 0xc2 && byte <= 0xdf) return Utf8Lead{1, 0x80, 0xbf};
    if (byte == 0xe0) return Utf8Lead{2, 0xa0, 0xbf};
    if (byte == 0xed) return Utf8Lead{2, 0x80, 0x9f};
    if (byte >= 0xe1 && byte <= 0xef) return Utf8Lead{2, 0x80, 0xbf};
    if (byte == 0xf0) return Utf8Lead{3, 0x90, 0xbf};
    if (byte >= 0xf1 && byte <= 0xf3) return Utf8Lead{3, 0x80, 0xbf};
    if (byte == 0xf4) return Utf8Lead{3, 0x80, 0x8f};
    return std::nullopt;
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

bool is_utf8(std::string_view text) {
    const ByteView bytes = bytes_of(text);
    for (std::size_t at = 0; at < bytes.size();) {
        const auto lead = utf8_lead(bytes[at++]);
        if (!lead || lead->continuations > bytes.size() - at) return false;
        for (std::size_t i = 0; i < lead->continuations; ++i, ++at) {
            const std::uint8_t min = i == 0 ? lead->second_min : 0x80, max = i == 0 ? lead->second_max : 0xbf;
            if (bytes[at] < min || bytes[at] > max) return false;
        }
    }
    return true;
}

}  // namespace keyturn
