// What a recipient knows of a group, and how verified events change it: the comparison that makes one payload stand for
// one event, which the payload alone can't (fact sheet, section 4; invariants 20 and 21; AM-SIG-037, AM-SIG-038).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "protocol/event_detail.h"
#include "protocol/group.h"
#include "protocol/problem.h"

namespace keyturn {

using UserIds = std::set<std::string, std::less<>>;

// An absent part is not known. Of a text, a number or the flag, the inner optional says whether it is set: unset, the
// text `null` and the empty text are three things.
struct KnownGroup {
    std::optional<UserIds> members, admins, pending;
    std::optional<std::optional<std::string>> title, avatar_url;
    std::optional<std::optional<std::int64_t>> ttl_msec;
    std::optional<std::optional<bool>> screen_capture_blocking;

    friend bool operator==(const KnownGroup&, const KnownGroup&) = default;
};

// All of a group, as its members' clients sign it: an empty title or avatar and a negative ttl are unset (section 4).
KnownGroup known_group(const Group& group);

// The group after a group or metadata event whose signature verified at `signature_version` (so there is a change
// inside), or why it is not the event that was signed.
//
// A member add and a group create state the group. What they state of a known part must agree with it, whether signed
// or not; what they sign of an unknown part is learned, and what they don't sign of it stays unknown: the pending users
// at versions 2 and 7, the flag below 5, admins and ttl of a create, its title and avatar below 4. Refused besides,
// because no honest client signs it and it is how one payload is read as two events: lists that repeat an id or hold
// what is no user id, a sender outside the members, admins outside the members, a new or pending user who is a member,
// nobody to add, the text `null` where it is not known to be the text (so in every invite, its own event's affiliate
// included), a key version that is none, and in a member add anything that its signature doesn't cover or leaves out
// what every writer sets.
//
// The other changes replace a part, or add to a known list and take from it; those of no part leave the group as it
// was. A title or avatar changed to the empty text is unset, for both are signed alike. O(n log n) in members and
// lists.
Result<KnownGroup> group_after(KnownGroup known, const ThriftValue& detail, int signature_version,
                               std::string_view sender);

}  // namespace keyturn
