// Media sealed under a conversation key: XChaCha20-Poly1305 secretstream in chunks of 1024 plaintext bytes
// (fact sheet, section 3).
#pragma once

#include <array>
#include <optional>

#include "protocol/bytes.h"
#include "protocol/entropy.h"
#include "protocol/problem.h"
#include "protocol/secret.h"

namespace keyturn {

// header (24) || chunks (each 17 bytes longer than its plaintext), the last one tagged FINAL also when it is full.
// Empty input gives the header alone.
Bytes seal_stream(const ConversationKey& key, ByteView plaintext, Entropy& entropy);

// The same from a given header, which fixes the stream's initial state: for golden vectors.
Bytes seal_stream(const ConversationKey& key, ByteView plaintext, const std::array<std::uint8_t, 24>& header);

// The plaintext, or why not: shorter than a header, a chunk that does not open or is empty, FINAL missing or not at the
// end, another size than `expected_size`; the offset is where the chunk begins. Without `expected_size` a header alone
// opens as empty: a stream cut to its header looks just like that.
Result<Bytes> open_stream(const ConversationKey& key, ByteView sealed,
                          std::optional<std::size_t> expected_size = std::nullopt);

}  // namespace keyturn
