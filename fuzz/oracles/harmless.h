// Whether what is told of hostile bytes can be shown anywhere: on a terminal, in a journal, in a report.
#pragma once

#include <string_view>

#include "conformance/matcher.h"

namespace keyturn::fuzz {

// UTF-8 without control characters.
bool is_harmless(std::string_view text);

// Its values; a place is made harmless where it is shown (shown_text.h).
bool is_harmless(const Difference& difference);

}  // namespace keyturn::fuzz
