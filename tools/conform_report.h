// What `keyturn conform` prints for programs, and what it exits with.
#pragma once

#include <string>
#include <vector>

#include "conformance/baseline.h"
#include "conformance/exchange.h"
#include "conformance/run_coverage.h"
#include "conformance/text_report.h"

namespace keyturn {

// Cases with title and requirements: a line each, or as JSON with the counts by requirement, kept and broken sides
// apart. `shard`: which one of all they are, "" for the whole.
std::string text_list(const std::vector<Case>& cases, const std::string& shard);
std::string json_list(const std::vector<Case>& cases, const Requirements& requirements);

// {"verdicts": {…}, "cases": […], "coverage": {…}}; the last by conformance/schemas/coverage.schema.json.
std::string json_report(const std::vector<Verdict>& verdicts, const RunCoverage& coverage);

// The first of 3 (set-up failed, or nothing ran), 1 (but for failures that the baseline knows), 5, 4 that applies
// (design, section 4).
int exit_status_of(const std::vector<Verdict>& verdicts, const BaselineReport& baseline, bool strict);

}  // namespace keyturn
