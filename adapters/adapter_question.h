// The lines that an adapter is asked by (design, section 4, "Library over a process"; the tutorial is
// docs/adapters.md).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/library.h"

namespace keyturn {

// {"id": N, "op": "…"} without what belongs to an operation: `start` and `stop`.
JsonValue bare_question(std::uint64_t id, std::string_view operation);

using Arguments = std::vector<JsonMember>;

// {"id": N, "op": "…", "now_msec": "…", "entropy": "…"} and the arguments behind.
JsonValue question(std::uint64_t id, std::string_view operation, const Surroundings& surroundings, Arguments arguments);

// The arguments of the operations that have many, named as in the design.
Arguments arguments_of(const PrepareAddMembers& change);
Arguments arguments_of(const PayloadQuestion& asked);
Arguments arguments_of(const VerifyEvent& asked);
Arguments arguments_of(const OpenChange& change);

JsonValue json_bytes(ByteView bytes);  // padded base64
JsonValue json_texts(const std::vector<std::string>& texts);

}  // namespace keyturn
