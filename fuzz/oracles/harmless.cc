#include "fuzz/oracles/harmless.h"

#include <algorithm>

#include "protocol/bytes.h"

namespace keyturn::fuzz {

bool is_harmless(std::string_view text) {
    return is_utf8(text) && std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

bool is_harmless(const Difference& difference) {
    return is_harmless(difference.expected) && is_harmless(difference.actual);
}

}  // namespace keyturn::fuzz
