// Mutations within what a text encodes: the bytes of base64, and events in Thrift among them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/mutators/draws.h"
#include "protocol/bytes.h"

namespace keyturn::fuzz {

// The bytes behind the base64 mutated and encoded again, padded or not as before; nothing when it is no base64 of at
// least one byte.
std::optional<std::string> edited_base64(std::string_view base64_text, Draws& draws, std::size_t room);

// A MessageEventDetail or a MessageEvent by its schema, mostly; any other bytes, and some of those, as bytes.
Bytes edited_thrift(ByteView bytes, Draws& draws, std::size_t room);

}  // namespace keyturn::fuzz
