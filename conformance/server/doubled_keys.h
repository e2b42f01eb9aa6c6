// The one thing about a JSON document that reading its fields by name would not notice.
#pragma once

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// A problem for each key that stands again in the same object, wherever the object is (AM-REQ-004).
void require_keys_once(const JsonValue& document, Problems& problems);

}  // namespace keyturn
