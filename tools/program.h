// Programs of the system that keyturn can use.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace keyturn {

// The full path of a program on the search path (PATH's value); nothing when there is none that can be run.
std::optional<std::string> find_program(const std::string& name, const std::string& search_path);

// The first line that a program writes to standard output, at most 200 bytes of it; nothing when it can't be started or
// ends otherwise than well. `arguments` are its own, without its name. Its other output is dropped.
std::optional<std::string> first_line_of(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace keyturn
