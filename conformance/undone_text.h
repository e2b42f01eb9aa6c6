// Texts with an encoding undone, each of whose bytes knows where in the text it came from.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn {

struct UndoneText {
    std::string text;
    std::vector<std::size_t> origins;  // of each byte, and of the end
};

// Shows the text itself, then with %XX undone, with `+` as a space besides, with JSON's escapes undone, and each of
// these ways over each; those only that say anything new. What is no whole escape stays as it is. Linear in the text.
void read_every_way(std::string_view text, const std::function<void(const UndoneText&)>& show);

}  // namespace keyturn
