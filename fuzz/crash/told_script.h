// What the scripts of fuzz targets do, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

// A sentence for each step that the target takes from it: "1111 adds 3333 to group 0". None for targets whose inputs
// are no scripts.
std::vector<std::string> steps_in_words(std::string_view input, std::string_view target);

}  // namespace keyturn::fuzz
