// Times as answers carry them.
#pragma once

#include <cstdint>
#include <optional>

#include "protocol/json_document.h"

namespace keyturn {

// Milliseconds since 1970: a JSON number or text of that many, or an RFC 3339 text such as 2025-01-31T12:00:00.250Z
// (parts of a second beyond milliseconds are dropped). Nothing for any other value, and for times before 1970.
std::optional<std::uint64_t> read_time_msec(const JsonValue& value);

}  // namespace keyturn
