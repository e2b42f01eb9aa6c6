// What all files of ours have in common: a schema number, and texts that are not empty (design, section 4).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/object_reader.h"

namespace keyturn {

// `"schema": 1`, else a problem.
void require_schema(ObjectReader& object);

// A required text with something in it. A wrong one is a problem and still returned.
std::string nonempty_text(ObjectReader& object, std::string_view key);

// Required texts, at least one, each with something in it and none twice.
std::vector<std::string> distinct_texts(ObjectReader& object, std::string_view key);

// Texts in words: "a, b or c".
std::string one_of(const std::vector<std::string>& texts);

}  // namespace keyturn
