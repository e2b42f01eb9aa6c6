// Mutants within the size that an engine asks for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace keyturn::fuzz {

inline std::size_t room_for(std::size_t size, std::size_t max_size) { return max_size - std::min(size, max_size); }

// The mutants that `make` gives, until one fits; else the text itself as far as it fits.
template <class Make>
std::string first_that_fits(std::string_view text, std::size_t max_size, Make&& make) {
    constexpr int tries = 16;
    for (int i = 0; i < tries; ++i)
        if (std::string made = make(); made.size() <= max_size) return made;
    return std::string(text.substr(0, max_size));
}

}  // namespace keyturn::fuzz
