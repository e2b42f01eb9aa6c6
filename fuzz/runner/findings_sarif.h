// What fuzzing found, as SARIF 2.1.0: for viewers of code scanning.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/runner/target_report.h"

namespace keyturn::fuzz {

// A rule an oracle and a result a finding, placed at the source of its target, with the command that shows it again.
// Findings of the same oracle through the same target are the same finding to a viewer, whatever their input.
std::string findings_sarif(const std::vector<TargetReport>& reports, const std::filesystem::path& root);

}  // namespace keyturn::fuzz
