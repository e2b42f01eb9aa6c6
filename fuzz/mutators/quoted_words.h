// What stands between quotes in the schemas of our formats and in the code that reads them: the build collects it.
#pragma once

#include <span>
#include <string_view>

namespace keyturn::fuzz {

std::span<const std::string_view> quoted_words();

}  // namespace keyturn::fuzz
