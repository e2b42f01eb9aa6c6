// Oracles of cost: work grows with the input, and not with its square (invariant 29).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "properties/violation.h"

namespace keyturn {

class Library;

// A member add with so many ids of 19 digits, and one with twice, four times and eight times as many. More than the
// most are not made, whatever a witness says.
struct ReadingCost {
    static constexpr std::uint64_t most = 10'000;
    std::uint64_t ids = 0;
    static void visit(auto& self, auto& field) { field("ids", self.ids); }
};

// The power of the size that the costs grow with, when each is of an input of twice the size of the one before: the
// slope of the line that fits their logarithms best. At least two costs, none of them 0.
double fitted_power(std::span<const std::chrono::nanoseconds> costs);

// AM-SIG-042: reading costs no more than grows with the power 1.5 of the size, which leaves room for sorting and for
// tables that grow, and none for looking at everything again for each part. Counted is the processor time that the
// library spent (Library::processor_time), of several tries the least: what else the machine does is not in it.
std::optional<Violation> reading_costs_what_it_reads(Library& library, const ReadingCost& input);

}  // namespace keyturn
