// An event that can be bent between its making and its sending.
#pragma once

#include <optional>
#include <string>

#include "adapters/library.h"
#include "properties/signing.h"
#include "protocol/event_detail.h"

namespace keyturn {

// Versions that every sender's keys are registered at, and a user who is registered besides the sender.
inline constexpr std::string_view signing_version = "1", other_signing_version = "2", other_sender = "9999";

struct EventDraft {
    Action action;                           // what is signed
    std::string payload;                     // of the action
    Event event;                             // what is sent
    std::optional<KeyNumber> key;            // what the verifier is given
    std::optional<std::string> carried_key;  // put into the event's signature, as base64
    bool is_detail_out_of_order = false;

    void sign_with(const PrivateKey& signer);
    Bytes bytes() const;
};

// Signed by its sender's first registration. Nothing when the action has no payload.
std::optional<EventDraft> draft_of(const Action& action);

VerifyEvent question_about(const EventDraft& draft);

}  // namespace keyturn
