// Where cases, requirements and schemas are found (design, section 5).
#pragma once

#include <expected>
#include <string>

namespace keyturn {

// `asked` when it is not empty, else `../share/keyturn` beside the executable, else the source tree it was built from.
// The error names every place that was looked at.
std::expected<std::string, std::string> data_folder(const std::string& asked);

}  // namespace keyturn
