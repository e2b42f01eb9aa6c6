// What holds of a recipient whatever reaches it, seen in its state before and after one event.
#pragma once

#include <string_view>

#include "fuzz/oracles/finding.h"
#include "protocol/recipient.h"

namespace keyturn::fuzz {

// The state only changes by an event that is accepted; keys are never replaced or removed, so the version to encrypt
// with never goes down (AM-ROT-026, AM-ROT-028); other conversations stay as they were (AM-ROT-030); an accepted event
// is remembered.
Finding event_is_applied_lawfully(const RecipientState& before, const EventApplied& applied,
                                  std::string_view conversation_id);

// An accepted event that comes again is a repetition and changes nothing; a refused one is refused for the same reason.
Finding repetition_is_told(const EventApplied& first, const EventApplied& second);

}  // namespace keyturn::fuzz
