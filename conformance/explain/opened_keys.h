// Opens wrapped keys with the private keys of a state, and what was sealed under them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/explain/words.h"
#include "protocol/secret.h"

namespace keyturn {

struct WrappedFor {
    std::string user_id;
    std::string blob;  // base64
};

// The conversation key that is wrapped for users whose private keys the state holds, with a check for each of them, and
// one more when they don't open to one key. Nothing without a state, or where none opens.
std::optional<ConversationKey> open_wrapped_keys(const std::vector<WrappedFor>& wraps, Words& words);

// Whether a sealed text opens, with what stands in it.
void open_sealed(std::string_view what, std::string_view sealed, const ConversationKey& key, Words& words);

}  // namespace keyturn
