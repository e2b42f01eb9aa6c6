// Oracles of cost: work grows with the input, and not with its square (invariant 29).
#pragma once

#include <cstdint>
#include <optional>

#include "properties/violation.h"

namespace keyturn {

class Library;

// A member add with so many ids of 19 digits.
struct ReadingCost {
    std::uint64_t ids = 0;
    static void visit(auto& self, auto& field) { field("ids", self.ids); }
};

// AM-SIG-042: eight times the bytes take the processor no more than eight times the work, and as much again for what
// does not depend on the input. Counted is this thread's processor time, of several tries the least, so a busy machine
// changes nothing; of a library behind a process it counts only our side, and the deadline judges the rest.
std::optional<Violation> reading_costs_what_it_reads(Library& library, const ReadingCost& input);

}  // namespace keyturn
