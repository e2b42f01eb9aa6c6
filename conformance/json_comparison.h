// Compares a JSON body with the one that was expected, as lossless documents, by value or by matcher.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "conformance/difference_list.h"
#include "conformance/matcher.h"
#include "conformance/matcher_check.h"
#include "protocol/json_document.h"

namespace keyturn {

// What `differences` of matcher.h says of JSON. `expected` nullptr: only the matched places are looked at. Captures
// into the context. Time and memory grow with the size of the documents times their depth.
void compare_json(const JsonValue* expected, const JsonValue& actual,
                  const std::vector<std::pair<std::string, Matcher>>& matchers, const MatchContext& context,
                  DifferenceList& differences);

// Every key that stands more than once in its object, at any depth, as its pointer; a pointer for each repetition. A
// right server sends none (AM-HTTP-007).
std::vector<std::string> doubled_keys(const JsonValue& value);

}  // namespace keyturn
