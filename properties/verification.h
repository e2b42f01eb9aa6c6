// Oracles of verification: an event is what its sender signed, however it is varied (invariants 14, 17, 18, 19, 28).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "properties/signing.h"
#include "properties/violation.h"

namespace keyturn {

// An honest event, then varied in one named way, see event_variants.
struct VariedEvent {
    Action action;  // at an accepted signature version; its sender is registered
    std::string variant;
    std::uint64_t at = 0;  // which of several places, modulo
    static void visit(auto& self, auto& field) {
        field("action", self.action);
        field("variant", self.variant);
        field("at", self.at);
    }
};

struct EventDraft;

struct EventVariant {
    std::string_view name;
    std::string_view requirement;
    bool verifies;                                // whether the varied event still does
    bool (*vary)(EventDraft&, std::uint64_t at);  // false: there is nothing to vary in this event
};
std::span<const EventVariant> event_variants();

// The event as it is sent. Nothing when there is no such variant, or nothing to vary in this event.
std::optional<EventDraft> varied(const VariedEvent& input);

// AM-SIG-047: what the sender signed verifies.
std::optional<Violation> honest_event_verifies(Library& library, const Action& input);
// The variant's requirement.
std::optional<Violation> varied_event_is_judged(Library& library, const VariedEvent& input);
// AM-SIG-043, AM-SIG-044: events that have no payload never verify, whatever stands as their signature.
std::optional<Violation> unsigned_event_never_verifies(Library& library, const Action& input);

}  // namespace keyturn
