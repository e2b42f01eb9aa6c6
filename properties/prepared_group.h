// Oracles of what a prepared change says of its group: roster, title, avatar URL, ttl and flag as they were given
// (fact sheet, section 6; invariants 7, 21, 30 and 31).
#pragma once

#include <optional>

#include "properties/roster_change.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

// AM-SIG-028, AM-SIG-059, AM-SIG-060, AM-ROT-033, AM-SIG-019: both details are as the official writer leaves them.
std::optional<Violation> details_say_what_was_given(Library& library, const RosterChange& input);
// AM-ROT-032, AM-SIG-030, AM-SIG-019: title and avatar are sealed under the new key, and only when they are set.
std::optional<Violation> texts_are_sealed_under_the_new_key(Library& library, const RosterChange& input);

}  // namespace keyturn
