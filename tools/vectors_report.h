// What `vectors` prints: reports on golden vectors as a table, as JSON and as an exit status.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "conformance/vectors/check_vectors.h"

namespace keyturn {

struct VectorFileReport {
    std::string path;
    VectorReport report;
};

// The error names the file, line and column.
std::expected<VectorReport, std::string> check_vector_file(const std::string& path);

// A line for each section, the failures, and the sum.
std::string text_of(const VectorFileReport& file);

// {"files": [{"path", "entries", "failed", "sections": [{"name", "entries", "passed", "failed"}], "unknown_sections",
// "failures": [{"section", "entry", "field", "expected", "actual"}], "failures_left_out"}]}
JsonValue to_json(const std::vector<VectorFileReport>& files);

int exit_status_of(const std::vector<VectorFileReport>& files);

}  // namespace keyturn
