// Oracle of changes that must not be made (invariants 21, 30 and 31).
#pragma once

#include <optional>

#include "properties/roster_change.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

// AM-SIG-018, AM-SIG-020, AM-SIG-031, AM-ROT-037, AM-KEY-032: what must not be signed or made is refused; by what is
// wrong with the change. Nothing wrong: it is made (AM-SIG-042).
std::optional<Violation> impossible_change_is_refused(Library& library, const RosterChange& input);

}  // namespace keyturn
