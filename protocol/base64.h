// Base64 as the protocol writes and reads it (fact sheet, section 2; AM-KEY-006).
#pragma once

#include <string>
#include <string_view>

#include "protocol/bytes.h"
#include "protocol/problem.h"

namespace keyturn {

std::string base64(ByteView bytes);               // standard alphabet, padded: details, blobs, keys
std::string base64_unpadded(ByteView bytes);      // standard alphabet, no padding: signatures, components of payloads
std::string base64_url_unpadded(ByteView bytes);  // url-safe alphabet, no padding: fingerprints

// Reads the standard alphabet with full, partial or absent padding; the empty text is no bytes. Refused: excess '=',
// '=' elsewhere than at the end, non-zero trailing bits, a lone last character ("A", "A==="), white space, the url-safe
// alphabet, NUL. The offset is that of the character at fault.
Result<Bytes> read_base64(std::string_view text);

}  // namespace keyturn
