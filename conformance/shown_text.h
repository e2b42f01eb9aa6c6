// Found and expected texts as they stand in a difference: cut, escaped, and around the place where they differ.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/json_document.h"

namespace keyturn {

// Bytes from the wire: quoted text where they are UTF-8, else hexadecimal; at most so many characters of either.
std::string shown_bytes(std::string_view bytes, std::size_t most_characters = 80);

// Two different byte strings with their lengths, from shortly before the first byte that differs.
std::pair<std::string, std::string> shown_apart(std::string_view expected, std::string_view actual);

// Two different JSON values; two texts from shortly before the first character that differs.
std::pair<std::string, std::string> shown_apart(const JsonValue& expected, const JsonValue& actual);

// A place as it stands in a report, for a server may have named it: characters that a terminal acts on, or that nobody
// sees, as \\u escapes; cut after 120 characters.
std::string shown_place(std::string_view place);

}  // namespace keyturn
