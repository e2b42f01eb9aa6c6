// Oracles of changes that are prepared again: the next one has nothing random of this one, a retry is the same
// (invariants 13, 16 and 34).
#pragma once

#include <optional>

#include "properties/roster_change.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

// AM-ROT-031, AM-SIG-025, AM-KEY-013, AM-KEY-031: nothing random is used again in the next change.
std::optional<Violation> next_change_is_fresh(Library& library, const RosterChange& input);
// AM-SIG-026: with the same surroundings the same body, message ids included.
std::optional<Violation> retry_is_the_same(Library& library, const RosterChange& input);

}  // namespace keyturn
