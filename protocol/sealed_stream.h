// Media sealed under a conversation key: XChaCha20-Poly1305 secretstream in chunks of 1024 plaintext bytes
// (fact sheet, section 3).
#pragma once

#include <optional>

#include "protocol/entropy.h"
#include "protocol/problem.h"
#include "protocol/secret.h"

namespace keyturn {

// header (24) || chunks (each 17 bytes longer than its plaintext), the last one tagged FINAL also when it is full.
// Empty input gives the header alone.
Bytes seal_stream(const ConversationKey& key, ByteView plaintext, Entropy& entropy);

// The same from a given header, which fixes the stream's initial state: for golden vectors.
Bytes seal_stream(const ConversationKey& key, ByteView plaintext, const std::array<std::uint8_t, 24>& header);

// The plaintext, or why not: shorter than a header, a chunk that does not open, FINAL missing or not at the end.
// A header alone opens as empty unless `expected_size` says otherwise: a stream cut to its header looks just like that.
Result<Bytes> open_stream(const ConversationKey& key, ByteView sealed, std::optional<std::size_t> expected_size = std::nullopt);

}  // namespace keyturn
