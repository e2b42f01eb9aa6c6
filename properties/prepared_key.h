// Oracles of the key that a prepared change brings: everybody of the roster gets it, it is signed, and it shows nowhere
// (fact sheet, section 6; invariants 12 to 15).
#pragma once

#include <optional>

#include "properties/roster_change.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

// AM-KEY-012, AM-KEY-013: every wrapped key opens to the key that was answered, under an ephemeral key of its own.
std::optional<Violation> every_recipient_gets_the_key(Library& library, const RosterChange& input);
// AM-SIG-014, AM-SIG-015, AM-SIG-021: the key change verifies at version 7 over the canonical id and the new key.
std::optional<Violation> key_change_is_signed(Library& library, const RosterChange& input);
// AM-SEC-004, AM-SEC-005
std::optional<Violation> key_stays_out_of_the_body(Library& library, const RosterChange& input);

}  // namespace keyturn
