// Oracles of recipients over sequences: whatever arrives, in whatever order, which key encrypts next is the one of the
// highest verified version (invariants 20 to 26).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "properties/named_keys.h"
#include "properties/violation.h"

namespace keyturn {

class Library;
struct EventDraft;

// A key change that reaches the recipient.
struct KeyDelivery {
    std::string version;
    KeyNumber key = 0;
    std::string sender;
    std::string twist;  // what is wrong with it, see delivery_twists
    static void visit(auto& self, auto& field) {
        field("version", self.version);
        field("key", self.key);
        field("sender", self.sender);
        field("twist", self.twist);
    }
};

// What reaches 1111 in a group with 2222 and 3333, behind its creation and a first honest key change by 2222, version
// 1700000000000.
struct KeyHistory {
    std::vector<KeyDelivery> deliveries;
    static void visit(auto& self, auto& field) { field("deliveries", self.deliveries); }
};

inline constexpr std::string_view history_user = "1111", history_first_version = "1700000000000";
inline constexpr std::string_view history_users[] = {history_user, "2222", "3333"};

struct DeliveryTwist {
    std::string_view name;
    std::string_view requirement;  // that is broken when the key is taken, or, of an acceptable one, when it is not
    bool is_acceptable;
};
std::span<const DeliveryTwist> delivery_twists();

// The keys the recipient holds in the end are those of the acceptable changes, the first of each version, and the
// latest is the highest: AM-ROT-024 to AM-ROT-030, AM-SIG-036, AM-SIG-039, AM-SIG-040, AM-SIG-067,
// AM-ROT-036, by the twist.
std::optional<Violation> only_verified_keys_count(Library& library, const KeyHistory& input);

}  // namespace keyturn
