// Journals that a person names: files, or the folders that `conform --out` wrote.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "conformance/reports/run_record.h"

namespace keyturn {

// All of them as one run. The error names the file and what is wrong with it.
std::expected<RunRecord, std::string> read_journals(const std::vector<std::string>& paths);

}  // namespace keyturn
