// How a secret reads in the base64 of a longer text, for whoever looks for it there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace keyturn {

// The characters of the base64 of a text that depend on nothing but `secret`, which stands `shift` bytes into it: with
// the shifts 0, 1 and 2 it is found wherever it stands.
std::string base64_core(std::string_view secret, std::size_t shift);

// Base64 in the url-safe alphabet (RFC 4648, section 5).
std::string in_url_alphabet(std::string base64);

}  // namespace keyturn
