// Texts that a person takes for the same: other case, letters of another script with the same shape, invisible
// characters.
#pragma once

#include <string>
#include <string_view>

namespace keyturn {

// How two different texts of UTF-8 resemble each other, in words that go behind a found text: "differs only in case",
// "looks the same". Empty where they don't, or are equal.
std::string_view resemblance(std::string_view a, std::string_view b);

// The same with the first character that makes two texts look the same and differ: "looks the same, but has U+0430 as
// its character 2", "looks the same, but lacks U+200B as its character 3".
std::string resemblance_in_words(std::string_view a, std::string_view b);

// Whether two texts of UTF-8 have the same words for a person: letters and digits as they look, whatever their case,
// the white space and the punctuation between them.
bool reads_alike(std::string_view a, std::string_view b);

}  // namespace keyturn
