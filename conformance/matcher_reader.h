// Reads the matchers of a case file: {"<JSON Pointer>": {"decimal_id": true}, …}.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conformance/matcher.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

std::vector<std::pair<std::string, Matcher>> read_matchers(const JsonValue& value, const std::string& pointer,
                                                           Problems& problems);

}  // namespace keyturn
