// Texts in another form than they came in: for defective libraries.
#pragma once

#include <string>
#include <string_view>

namespace keyturn {

std::string replaced(std::string text, std::string_view from, std::string_view to);  // everywhere

std::string without_padding(std::string base64);
std::string in_url_safe_alphabet(std::string base64);
std::string in_standard_alphabet(std::string base64);

// á for a and a combining acute accent, and eleven more: the beginning of Unicode's normal form C.
std::string composed(std::string text);

// A private-use character that stands for the comma while a payload is made, for payloads refuse commas.
inline constexpr std::string_view comma_stand_in = "\xF3\xB0\x80\x80";

}  // namespace keyturn
