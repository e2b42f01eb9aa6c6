// What nlohmann/json says of a JSON text.
#pragma once

#include <string_view>

#include "fuzz/oracles/finding.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

// Where our reading of a text and nlohmann's go apart. What both accept holds the same: kinds, order, keys with every
// repetition, decoded texts, and numbers as far as nlohmann keeps their text (of `-0` it keeps 0). What we accept it
// refuses only for a number past a double. What it accepts we refuse only for a byte order mark, for a NUL, which it
// takes for the end, and past our depth.
Finding disagreement_with_nlohmann(std::string_view text, const Result<JsonValue>& ours);

}  // namespace keyturn::fuzz
