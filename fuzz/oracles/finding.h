// What an oracle of the fuzz targets hands back.
#pragma once

#include <optional>
#include <string>

namespace keyturn::fuzz {

// A sentence: what did not hold, with the requirement in front where it is one of the protocol. Nothing: all held.
using Finding = std::optional<std::string>;

}  // namespace keyturn::fuzz
