// Floors that only rise: what a target was measured at, less a margin for luck and for slower machines, becomes what
// every later run of it is held to.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/runner/measured_report.h"
#include "fuzz/runner/target_table.h"

namespace keyturn::fuzz {

// Two runs differ by luck, so two points are left of the percentage, which is cut to a whole number. Machines differ in
// speed, so a third of the executions a second is asked for, cut to two digits.
struct Floors {
    double branches = 0;
    std::uint64_t executions = 0;

    friend bool operator==(const Floors&, const Floors&) = default;
};
Floors floors_below(const MeasuredTarget& measured, const Budget& budget);

// The larger of what stands in the row and what was measured. A run that is longer than the runs of CI, or that began
// with a corpus of its own, reaches more than those can; it, one that was no matter of time, and one that was not sound
// raise nothing of what they say too little about.
Floors raised_floors(const TargetRow& row, const MeasuredTarget& measured, const Budget& budget);

inline constexpr std::uint64_t seconds_of_a_run = 60;  // what floors hold for

// The text of targets.json with the floors of one target, all else untouched. The error is a sentence: no line begins
// with this target, or its line has no floors.
std::expected<std::string, std::string> with_floors(std::string_view table_text, std::string_view target,
                                                    const Floors& floors);

}  // namespace keyturn::fuzz
