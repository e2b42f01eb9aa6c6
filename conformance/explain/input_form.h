// How bytes stand in an input: as they are, or as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/bytes.h"

namespace keyturn {

enum class InputForm { bytes, hexadecimal, base64, url_safe_base64, pem };

std::string_view name_of(InputForm form);  // "bytes", "hexadecimal", "base64", "url-safe base64", "PEM"

struct InputBytes {
    InputForm form;
    Bytes bytes;
    std::string label = {};  // of PEM: "PUBLIC KEY"
};

std::string_view trimmed(std::string_view text);  // without white space around

// Every way to read an input as bytes, likelier ones first: PEM, hexadecimal (colons and line breaks are passed over),
// base64 of either alphabet, and the bytes as they are, which are always the last.
std::vector<InputBytes> as_bytes(std::string_view input);

}  // namespace keyturn
