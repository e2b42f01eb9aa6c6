// Regular expressions whose time is linear in the text and whose stack is bounded, whatever stands in either: RE2, for
// std::regex overflows the stack on long texts and backtracks without end on hostile ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace keyturn {

// Why a text is no pattern: a mistake in it, longer than 1024 bytes, or too large once compiled.
std::optional<std::string> mistake_in_pattern(std::string_view pattern);

// Whether the whole of a text is what the pattern describes. False where the pattern has a mistake.
bool fits_pattern(std::string_view text, std::string_view pattern);

}  // namespace keyturn
