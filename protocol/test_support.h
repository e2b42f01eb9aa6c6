// What the tests of this folder share: the golden vectors and short ways to write bytes, keys and damaged copies.
#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "protocol/p256.h"

namespace keyturn {

inline const nlohmann::json& golden() {
    static const auto vectors = [] {
        std::ifstream file(KEYTURN_SOURCE_DIR "/protocol/testdata/vectors-sample.json");
        return nlohmann::json::parse(file);
    }();
    return vectors;
}

inline Bytes hex_bytes(std::string_view text) {
    auto bytes = from_hex(text);
    if (!bytes) throw std::invalid_argument("not hexadecimal: " + std::string(text));
    return *bytes;
}

inline const std::string& text_at(const nlohmann::json& entry, const char* field) {
    return entry.at(field).get_ref<const std::string&>();
}

// The bytes of a field whose name ends in `_hex`.
inline Bytes bytes_at(const nlohmann::json& entry, const char* field) { return hex_bytes(text_at(entry, field)); }

// The private key with a small scalar, as the cast of the vectors has.
inline PrivateKey scalar_key(std::uint8_t scalar) {
    Bytes bytes(32);
    bytes.back() = scalar;
    return PrivateKey::read(bytes).value();
}

inline ConversationKey conversation_key(std::uint8_t last_byte) {
    ConversationKey key;
    key.writable().back() = last_byte;
    return key;
}

// The first bytes as an array or a secret of its size: keys, nonces, headers.
template <class Sized>
Sized sized(ByteView bytes) {
    Sized result;
    if constexpr (requires { result.writable(); })
        std::ranges::copy(bytes.first(Sized::size), result.writable().begin());
    else
        std::ranges::copy(bytes.first(result.size()), result.begin());
    return result;
}

inline Bytes with_bit_flipped(ByteView bytes, std::size_t bit) {
    Bytes damaged = copy(bytes);
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    return damaged;
}

inline Bytes joined(ByteView a, ByteView b) {
    Bytes both = copy(a);
    both.insert(both.end(), b.begin(), b.end());
    return both;
}

// Why something was refused; empty when it was not.
template <class T>
std::string reason(const Result<T>& result) {
    return result ? "" : result.error().reason;
}

}  // namespace keyturn
