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

// nonce (24) || tag (16) || ciphertext, as bytes and as padded base64 of them with a nonce drawn from `entropy`.
Bytes seal(const ConversationKey& key, ByteView plaintext, const SealNonce& nonce);
std::string seal_text(const ConversationKey& key, std::string_view text, Entropy& entropy);

// The plaintext, or why not: shorter than nonce and tag (40 bytes), or the tag does not fit. `open_text` reads base64,
// and also refuses a plaintext that is not UTF-8.
Result<Bytes> open_sealed(const ConversationKey& key, ByteView sealed);
Result<std::string> open_text(const ConversationKey& key, std::string_view sealed);

}  // namespace keyturn
