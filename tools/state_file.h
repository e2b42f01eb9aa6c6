// A state that a person names as a file: groups and users with their keys.
#pragma once

#include <expected>
#include <string>

#include "protocol/given.h"

namespace keyturn {

// Reads what cases name as `given`, the file of a shared state, or what `keyturn request --as state` prints; "-" is
// standard input. The error is one line a problem, each with file and place.
std::expected<Given, std::string> read_state_file(const std::string& path);

}  // namespace keyturn
