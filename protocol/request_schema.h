// The request as a JSON Schema (draft 7), made from the field table: for other tools, and for a second opinion.
#pragma once

#include "protocol/json_document.h"
#include "protocol/profile.h"

namespace keyturn {

struct SchemaOptions {
    bool patterns = true;  // validators that hand them to a backtracking engine overflow the stack on long texts
};

// What a body must be under that profile, as far as a schema can say it: doubled keys it can't see.
JsonValue request_schema(Profile profile, const SchemaOptions& options = {});

}  // namespace keyturn
