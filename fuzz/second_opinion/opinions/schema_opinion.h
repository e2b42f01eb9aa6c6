// What a JSON Schema validator says of a request body, by the schema that we export.
#pragma once

#include "fuzz/oracles/finding.h"
#include "protocol/add_members_request.h"

namespace keyturn::fuzz {

// Where the reader and the exported schema (profile openapi) go apart. The validator gets the schema without patterns:
// its own run out of stack on long texts; those are asked of RE2. Nothing is said of bodies with a doubled key, which
// no schema sees, with a number past a double, or with a NUL, where the validator takes a text to end.
Finding disagreement_with_schema(const JsonValue& body, const ReadRequest& ours);

}  // namespace keyturn::fuzz
