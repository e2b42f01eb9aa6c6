// `open`: what a recipient has learned from the events of its conversations, and how each further event changes it
// (fact sheet, section 7, the invariants kept by R; AM-SIG-032 to 047, AM-ROT-024 to 030).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/event_detail.h"
#include "protocol/group.h"
#include "protocol/known_group.h"
#include "protocol/p256.h"
#include "protocol/secret.h"
#include "protocol/sha256.h"

namespace keyturn {

// Keys stand here only after the key change that brought them has verified: one to a version, never replaced, never
// removed. So the version to encrypt with can't go down.
struct ConversationView {
    std::map<std::uint64_t, ConversationKey> keys;  // by conversation key version
    KnownGroup group;

    std::optional<std::uint64_t> latest_version() const;
    const ConversationKey* key_to_encrypt_with() const;  // that of the latest version; nullptr when there is none

    friend bool operator==(const ConversationView&, const ConversationView&) = default;
};

// Two senders may use one message id; one sender uses it for one event.
using EventOrigin = std::pair<std::string, std::string>;  // sender, message id

// A value: an event that is not accepted leaves it equal to what it was. Grows by 200 bytes an accepted event, besides
// what the event teaches.
struct RecipientState {
    std::string user_id;
    std::vector<PrivateKey> identity_keys;  // all this user ever registered: older keys are wrapped for older ones
    std::map<std::string, ConversationView, std::less<>> conversations = {};  // by the id's canonical form
    std::map<EventOrigin, Sha256> accepted_events = {};                       // what was accepted from where

    const ConversationView* find_conversation(std::string_view id) const;  // in any form of the id

    friend bool operator==(const RecipientState&, const RecipientState&) = default;
};

enum class EventVerdict {
    accepted,
    repeated,                // accepted before; counts once, whatever its signature's twin
    malformed,               // no event, or one whose detail is not canonical
    no_conversation_id,      // not accepted although it may verify (invariant 22)
    foreign_conversation,    // names another conversation than the one it arrived in
    bad_key_version,         // of a key change: no decimal number of 64 bits
    key_version_far_ahead,   // more than 24 hours ahead of the clock, where it would block those to come
    not_wrapped_for_us,      // a key change without exactly one wrapped key for this user
    wrapped_key_unreadable,  // none of our keys opens it
    unverified,
    sender_outside,     // not one of the two users, or of the known members
    message_id_reused,  // its sender's message id stands for another event
    second_key,         // the version has another key already
    contradicts_group,  // see group_after in known_group.h
    no_message_key,     // no verified key of the message's version
    message_unreadable,
};

struct Outcome {
    EventVerdict verdict;
    std::string reason;                     // a sentence without secrets; empty when accepted
    std::optional<Bytes> message_contents;  // the plaintext of an accepted message
};

struct EventApplied {
    RecipientState state;  // that of before unless the event was accepted
    Outcome outcome;
};

// Judges an event that arrived in a conversation, and learns from it when it is accepted. `users` holds the keys
// registered to senders; `now_msec` absent: no version is far ahead. Pass the state with std::move where the old one is
// not needed: nothing is copied then but a group that changes. One signature verification, and for a key change one
// unwrapping per identity key at most.
//
// A refused event may be applied again when more is known: a message once its key came, a key change once the member
// add that made its sender a member came. A group create signs no conversation id: in which conversation it is taken is
// up to whoever delivers it first.
EventApplied apply_event(RecipientState state, const Event& event, std::string_view conversation_id, const Users& users,
                         std::optional<std::uint64_t> now_msec);

struct EventRefusal {
    std::size_t index;  // of the event
    EventVerdict verdict;
    std::string reason;
};

struct OpenedChange {
    ConversationView conversation;
    std::vector<EventRefusal> refusals;
};

// What one user makes of the events of one conversation, base64 each, in the order given and knowing nothing before.
// The conversation is the one of the first event that is accepted in its own.
OpenedChange open_change(std::span<const std::string> events, std::string_view user_id,
                         std::vector<PrivateKey> identity_keys, const Users& users,
                         std::optional<std::uint64_t> now_msec);

}  // namespace keyturn
