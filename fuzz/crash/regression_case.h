// A promoted input as a case for every server: what the target was sent is a request to add members, so any server can
// be sent it, in the state that the target had.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

#include "fuzz/crash/regressions.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

// conformance/cases/regressions/<target>-<start of the content's name>.json
std::filesystem::path case_of_regression(const std::filesystem::path& root, std::string_view target,
                                         std::string_view content);

// The case expects what the membership rules say of the body, and cites what it breaks; of the reference server, which
// may have been what was wrong, nothing is asked. `target` takes bodies of requests; `regression` has a bucket and a
// reason. The error, a sentence: the verdict depends on the clock, or no case file can hold the body.
std::expected<JsonValue, std::string> regression_case(std::string_view target, std::string_view content,
                                                      const Regression& regression);

}  // namespace keyturn::fuzz
