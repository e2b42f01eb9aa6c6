// Files and standard input that a person names, read whole and bounded.
#pragma once

#include <cstddef>
#include <expected>
#include <string>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

inline constexpr std::size_t largest_input = 64u << 20;

// The content of a file, "-" for standard input. The error names the file and what is wrong with it.
std::expected<std::string, std::string> read_input(const std::string& path, std::size_t limit = largest_input);

// The same as JSON; the error has line and column.
std::expected<JsonValue, std::string> read_json_input(const std::string& path);

// Problems of a file, a line each: file, pointer, expected and found.
std::string lines_of(const std::string& path, const Problems& problems);

}  // namespace keyturn
