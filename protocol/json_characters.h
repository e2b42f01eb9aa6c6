// What the scanner and the writer of JSON must agree on.
#pragma once

namespace keyturn {

// What a string holds as it stands: everything but the quote, the backslash and the control characters.
constexpr bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

}  // namespace keyturn
