// Texts of a case that stand for what was captured from an earlier answer: "$name" in place of a group id, and anywhere
// in the path of a verbatim request. A path has a literal dollar sign as "$$".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "conformance/matcher.h"
#include "protocol/problem.h"

namespace keyturn {

// The name that a text as a whole stands for; "" when it is a literal.
std::string_view captured_name(std::string_view text);

// The text, or what was captured under its name. Refused: nothing was, or no text or number.
Result<std::string> with_capture(std::string_view text, const Captures& captures);

// The path with what was captured in place of every "$name", percent-encoded.
Result<std::string> path_with_captures(std::string_view path, const Captures& captures);

// Every name that a path stands for, in its order.
std::vector<std::string> names_in_path(std::string_view path);

}  // namespace keyturn
