// Oracles of prepared changes: what a library makes for one call of the endpoint is whole and right (fact sheet,
// section 6; invariants 2, 4, 9 to 11 and 16). Its sides have pages of their own: prepared_key.h, prepared_group.h,
// repeated_change.h, impossible_change.h.
#pragma once

#include <optional>

#include "properties/roster_change.h"
#include "properties/violation.h"

namespace keyturn {

class Library;

// The rules of a server, by the library's own requirements: AM-ROT-022, -023, -033, -035, AM-KEY-007 to 010,
// AM-KEY-017, AM-SIG-014, -017, -023, -025, -027, -028, -051.
std::optional<Violation> prepared_change_keeps_the_rules(Library& library, const RosterChange& input);
// AM-KEY-017, AM-KEY-029, AM-SIG-023: every encoding of the body is the one that is produced.
std::optional<Violation> body_is_encoded_as_produced(Library& library, const RosterChange& input);
// AM-SIG-025: version-4 UUIDs that differ.
std::optional<Violation> message_ids_are_uuids(Library& library, const RosterChange& input);
// AM-SIG-042: the body grows with the roster, by no more than so many bytes a member.
std::optional<Violation> body_grows_with_the_roster(Library& library, const RosterChange& input);

}  // namespace keyturn
