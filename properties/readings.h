// Oracles of "one payload, one event" (invariants 20 to 22): lists without counts and unset fields that are written as
// `null` let one signed text be read as several events.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/violation.h"

namespace keyturn {

class Library;

// A member add in a group that its recipient knows, and another reading of what was signed, see other_readings.
struct TwoReadings {
    std::vector<std::string> added, members;  // the first member is the only admin, and the sender
    std::optional<std::string> title;
    std::string reading;
    static void visit(auto& self, auto& field) {
        field("added", self.added);
        field("members", self.members);
        field("title", self.title);
        field("reading", self.reading);
    }
};

struct MemberAdd;

struct OtherReading {
    std::string_view name;
    std::string_view requirement;
    int signature_version;         // that the other reading names; what was signed is of version 7
    bool contradicts_group;        // whether who knows roster and title can tell
    bool (*read)(MemberAdd& add);  // false: this event has no such reading
};
std::span<const OtherReading> other_readings();

// Wire form, AM-SIG-037, AM-SIG-038: two events verify under one signature. When their payloads are the same text no
// verifier can tell them apart: a limit of the protocol. When they are not: AM-SIG-047.
std::optional<Violation> signature_stands_for_one_event(Library& library, const TwoReadings& input);

// Recipient form, AM-SIG-037, AM-SIG-038: who knows the group accepts the reading that agrees with it, and no other.
std::optional<Violation> recipient_accepts_one_reading(Library& library, const TwoReadings& input);

// AM-SIG-038: who knows the group's title refuses a member add that was signed with another one.
std::optional<Violation> known_title_must_agree(Library& library, const TwoReadings& input);

// AM-SIG-040: a member add that comes again under the twin of its signature is the same event again, and no error where
// its plain repetition is none.
std::optional<Violation> twin_is_a_repetition(Library& library, const TwoReadings& input);

}  // namespace keyturn
