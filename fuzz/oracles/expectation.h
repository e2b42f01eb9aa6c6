// What a fuzz target says when an oracle does not hold.
#pragma once

#include <string_view>

namespace keyturn::fuzz {

// Ends the process, naming the oracle, so that every engine keeps the input.
void expect(bool holds, std::string_view oracle);

}  // namespace keyturn::fuzz
