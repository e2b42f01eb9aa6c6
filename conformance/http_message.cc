#include "conformance/http_message.h"

#include <algorithm>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void append_percent_escape(std::string& to, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    to += {'%', digits[byte >> 4], digits[byte & 15]};
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

const std::string* find_header(const std::vector<HeaderLine>& headers, std::string_view name) {
    for (const auto& [key, value] : headers)
        if (equals_ignoring_case(key, name)) return &value;
    return nullptr;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    std::string encoded;
    for (const char c : text) {
        if (unreserved.contains(c))
            encoded += c;
        else
            append_percent_escape(encoded, c);
    }
    return encoded;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        const auto byte = from_hex(text.substr(at + 1, 2));
        if (!byte || byte->size() != 1) return std::nullopt;
        decoded += static_cast<char>(byte->front());
        at += 2;
    }
    return decoded;
}

void add_bearer(std::vector<HeaderLine>& headers, const std::string& token) {
    if (token.empty() || find_header(headers, "Authorization")) return;
    headers.emplace_back("Authorization", "Bearer " + token);
}

}  // namespace keyturn
