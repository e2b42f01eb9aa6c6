// Whether an event is what its sender signed (fact sheet, section 4; invariants 14, 17, 18, 19).
#pragma once

#include "protocol/event_detail.h"
#include "protocol/group.h"
#include "protocol/problem.h"

namespace keyturn {

// Reads an event like Event::read, and refuses a detail that is not in its canonical form (AM-SIG-036). What a relay
// writes around the detail may stand in any order: nobody signed it. Linear in the bytes.
Result<Event> read_canonical_event(ByteView bytes);

// Rebuilds the payload from the event and verifies it with the signing key that `users` registers for the sender at the
// version the event names; a key that the event carries counts for nothing (AM-SIG-033). `key` is needed for a key
// change from signature version 6, which signs it. Verified, or the reason why not: a part is missing, the signature
// version is none of 2 to 7, no such key is registered, the action is never signed or can't be written as a payload,
// the signature doesn't fit. An event without a conversation id can verify; a recipient refuses it all the same
// (recipient.h). One ECDSA verification.
Result<void> verify_event(const Event& event, const Users& users, const ConversationKey* key = nullptr);

}  // namespace keyturn
