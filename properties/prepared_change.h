// Oracles of prepared changes: what a library makes for one call of the endpoint is whole, right and fresh (fact sheet,
// section 6; invariants 2, 4, 9 to 13, 15, 16, 21, 30, 31).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "properties/named_keys.h"
#include "properties/violation.h"
#include "protocol/group.h"

namespace keyturn {

class Library;

struct RegisteredUser {
    std::string id;
    std::vector<std::string> key_versions;  // in the order they are listed in
    static void visit(auto& self, auto& field) {
        field("id", self.id);
        field("key_versions", self.key_versions);
    }
};

// A group and who is to be added to it; everybody's keys follow from id and version.
struct RosterChange {
    std::vector<RegisteredUser> users;
    std::vector<std::string> members, admins, pending, add;
    std::string sender;
    std::optional<std::string> title, avatar_url;
    std::optional<std::int64_t> ttl_msec;
    std::optional<bool> screen_capture_blocking;
    std::optional<std::string> conversation_key_version;
    std::uint64_t seed = 0;

    static void visit(auto& self, auto& field) {
        field("users", self.users);
        field("members", self.members);
        field("admins", self.admins);
        field("pending", self.pending);
        field("add", self.add);
        field("sender", self.sender);
        field("title", self.title);
        field("avatar_url", self.avatar_url);
        field("ttl_msec", self.ttl_msec);
        field("screen_capture_blocking", self.screen_capture_blocking);
        field("conversation_key_version", self.conversation_key_version);
        field("seed", self.seed);
    }
};

inline constexpr std::string_view property_group = "g1700000000000000001";

Group group_of(const RosterChange& change);
Users users_of(const RosterChange& change);

// Each oracle below prepares the change and looks at one side of it.

// The rules of a server, by the library's own requirements: AM-ROT-022, -023, -033, -035, AM-KEY-007 to 010,
// AM-KEY-017, AM-SIG-014, -017, -023, -025, -027, -028, -051.
std::optional<Violation> prepared_change_keeps_the_rules(Library& library, const RosterChange& input);
// AM-KEY-012, AM-KEY-013: every wrapped key opens to the key that was answered, under an ephemeral key of its own.
std::optional<Violation> every_recipient_gets_the_key(Library& library, const RosterChange& input);
// AM-SIG-014, AM-SIG-015, AM-SIG-021: the key change verifies at version 7 over the canonical id and the new key.
std::optional<Violation> key_change_is_signed(Library& library, const RosterChange& input);
// AM-SIG-028, AM-SIG-059, AM-SIG-060, AM-ROT-033, AM-SIG-019: both details are as the official writer leaves them.
std::optional<Violation> details_say_what_was_given(Library& library, const RosterChange& input);
// AM-ROT-032, AM-SIG-030, AM-SIG-019: title and avatar are sealed under the new key, and only when they are set.
std::optional<Violation> texts_are_sealed_under_the_new_key(Library& library, const RosterChange& input);
// AM-SEC-004, AM-SEC-005
std::optional<Violation> key_stays_out_of_the_body(Library& library, const RosterChange& input);
// AM-KEY-017, AM-KEY-029, AM-SIG-023: every encoding of the body is the one that is produced.
std::optional<Violation> body_is_encoded_as_produced(Library& library, const RosterChange& input);
// AM-SIG-025: version-4 UUIDs that differ.
std::optional<Violation> message_ids_are_uuids(Library& library, const RosterChange& input);
// AM-ROT-031, AM-SIG-025, AM-KEY-013, AM-KEY-031: nothing random is used again in the next change.
std::optional<Violation> next_change_is_fresh(Library& library, const RosterChange& input);
// AM-SIG-026: with the same surroundings the same body, message ids included.
std::optional<Violation> retry_is_the_same(Library& library, const RosterChange& input);
// AM-SIG-018, AM-SIG-020, AM-SIG-031, AM-ROT-037, AM-KEY-032: what must not be signed or made is refused; by what is
// wrong with the change. Nothing wrong: it is made (AM-SIG-042).
std::optional<Violation> impossible_change_is_refused(Library& library, const RosterChange& input);
// AM-SIG-042: the body grows with the roster, by no more than so many bytes a member.
std::optional<Violation> body_grows_with_the_roster(Library& library, const RosterChange& input);

}  // namespace keyturn
