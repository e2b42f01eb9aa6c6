// Texts that a person takes for the same: other case, letters of another script with the same shape, invisible
// characters.
#pragma once

#include <string_view>

namespace keyturn {

// How two different texts of UTF-8 resemble each other, in words that go behind a found text: "differs only in case",
// "looks the same". Empty where they don't, or are equal.
std::string_view resemblance(std::string_view a, std::string_view b);

// Whether two texts of UTF-8 have the same words for a person: letters and digits as they look, whatever their case,
// the white space and the punctuation between them.
bool reads_alike(std::string_view a, std::string_view b);

}  // namespace keyturn
