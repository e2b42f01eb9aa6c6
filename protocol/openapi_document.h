// The operation as an OpenAPI 3.0 document, made from the field table: for mock servers and other tools that read one.
#pragma once

#include "protocol/json_document.h"
#include "protocol/profile.h"

namespace keyturn {

// What the sources state of the operation under that profile (fact sheet, sections 1 to 1.2): path, token, request
// body, the answers' forms, each with an example. What a schema can't say (signatures, keys, state) is not in it.
JsonValue openapi_document(Profile profile);

}  // namespace keyturn
