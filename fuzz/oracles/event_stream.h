// What reaches a recipient, as JSON that people write: the input of the recipient target.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/signing.h"
#include "protocol/event_detail.h"
#include "protocol/group.h"

namespace keyturn::fuzz {

inline constexpr std::size_t most_deliveries = 16;

// One event and the conversation that it arrives in: a MessageEvent as base64, or an action that is signed here with
// its sender's key. The keys that a key change has as the empty text, at most eight, are wrapped here: the conversation
// key of `action`'s number for the user's registered key; the contents that a message has as the empty text are sealed
// with it. What was signed can lose parts on its way, or its signature change.
struct Delivery {
    std::string in;
    std::optional<std::string> event = {};
    std::optional<Action> action = {};
    std::optional<std::vector<std::string>> without = {};  // see event_parts
    std::optional<std::string> signature = {};
    static void visit(auto& self, auto& field) {
        field("in", self.in);
        field("event", self.event);
        field("action", self.action);
        field("without", self.without);
        field("signature", self.signature);
    }
};

// Parts of an event that can be left out, by their names in the schema.
std::vector<std::string_view> event_parts();

struct EventStream {
    std::string user;  // one of script_users
    std::vector<Delivery> deliveries;
    static void visit(auto& self, auto& field) {
        field("user", self.user);
        field("deliveries", self.deliveries);
    }
};

// The users of scripts, each with one registered key, and 5555, who has no signing key.
const Users& stream_users();

// The event as it arrives; nothing when it can't be read, or has no payload to sign.
std::optional<Event> event_of(const Delivery& delivery);

}  // namespace keyturn::fuzz
