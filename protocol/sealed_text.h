// Titles, avatar URLs and message bodies sealed under a conversation key: XSalsa20-Poly1305 (fact sheet, section 3).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "protocol/bytes.h"
#include "protocol/entropy.h"
#include "protocol/problem.h"
#include "protocol/secret.h"

namespace keyturn {

using SealNonce = std::array<std::uint8_t, 24>;

// nonce (24) || tag (16) || ciphertext, as bytes and as padded base64 of them.
Bytes seal(const ConversationKey& key, ByteView plaintext, const SealNonce& nonce);
std::string seal_text(const ConversationKey& key, std::string_view text, Entropy& entropy);

// The plaintext, or why not: too short (under 40 bytes), tag. `open_text` reads base64 and refuses what is not UTF-8.
Result<Bytes> open_sealed(const ConversationKey& key, ByteView sealed);
Result<std::string> open_text(const ConversationKey& key, std::string_view sealed);

}  // namespace keyturn
