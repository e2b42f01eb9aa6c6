// Whether a library is alive: one easy question for each operation that it names.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/library.h"

namespace keyturn {

struct SmokeResult {
    std::string_view operation;     // "describe", then those of library_operations that the library names
    std::optional<NoValue> failed;  // what came instead of a value
};

// Whether an answer is right is not asked, only that there is one: each question is one that every library answers. The
// first result is that of describe; when it failed it is the only one.
std::vector<SmokeResult> smoke(Library& library);

}  // namespace keyturn
