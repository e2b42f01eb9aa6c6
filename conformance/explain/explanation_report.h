// An explanation as it is printed.
#pragma once

#include <string>

#include "conformance/explain/explain.h"
#include "protocol/json_document.h"

namespace keyturn {

// The kind, a line each for what is said, checked and odd, and what else the input may be. Without the rules.
std::string text_of(const Explanation& explanation);

// {"kind", "name", "form", "could_be", "lines", "oddities", "oddities_left_out", "sender", "decoded", "checks"};
// without the rules (conformance/schemas/explanation.schema.json).
JsonValue to_json(const Explanation& explanation);

}  // namespace keyturn
