// What explanations say of requirements and properties, from the project's own tables.
#pragma once

#include "conformance/explain/explain.h"

namespace keyturn {

// The options with these texts. The catalogue is read when the first of its requirements is asked for: most inputs cite
// none.
ExplainOptions with_words(ExplainOptions options);

}  // namespace keyturn
