// A run as its journal tells it: what every report is rendered from.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/journal.h"

namespace keyturn {

struct RunRecord {
    std::vector<Verdict> verdicts;     // by case id, each case once
    std::vector<std::string> remarks;  // sentences about the journals: a last line that was cut
};

// Reads journals, one text each, as one run: shards merge, and a case that was judged more than once is judged as
// `combined` does (repetition.h). A last line without line feed is what a killed run leaves: it is dropped, and a
// remark says so. Any other line that is none is an error with file and line. `names` are for those texts.
std::expected<RunRecord, std::string> read_run_record(const std::vector<std::string>& texts,
                                                      const std::vector<std::string>& names);

}  // namespace keyturn
