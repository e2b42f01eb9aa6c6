// build/fuzzing/report.json read back: what floors are raised from, and what a later run is compared with.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/runner/target_report.h"
#include "protocol/problem.h"

namespace keyturn::fuzz {

struct MeasuredTarget {
    std::string name;
    double executions_a_second = 0;
    std::optional<double> percent = {};  // of the branches it aims at
    std::vector<Branch> unreached = {};
    bool is_sound = true;  // neither a finding nor a shortcoming
};

struct MeasuredReport {
    Budget budget;
    std::vector<MeasuredTarget> targets;
};

// What report_json makes (fuzz/schemas/report.schema.json). Every problem at once.
std::expected<MeasuredReport, Problems> read_report(const JsonValue& document);

// The error has a line a problem.
std::expected<MeasuredReport, std::string> load_report(const std::filesystem::path& file);

UnreachedBefore unreached_of(const MeasuredReport& report);

}  // namespace keyturn::fuzz
