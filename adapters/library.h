// A client library as a subject: prepares, signs and opens changes (design, section 4, "Library over a process"). Ours,
// one behind a process in any language, and defective ones stand behind this interface, so an oracle is written once.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/bytes.h"
#include "protocol/entropy.h"
#include "protocol/group.h"
#include "protocol/json_document.h"

namespace keyturn {

enum class NoValueKind {
    refused,        // the library says that the input is wrong
    unimplemented,  // the library has no such operation
    died,           // the process ended instead of answering
    trapped,        // the library's code ended in a trap or an exception that is no refusal
    too_slow,       // no answer before the deadline
    too_large,      // grew past its memory limit, or its answer past the limit of a line
    malformed,      // answered, but what it answered is no answer to what was asked
};

std::string_view name_of(NoValueKind kind);  // "refused", …, "too slow", "too large"

// Why there is no value. `reason` is a sentence; of a refusal it is the library's own, and may be anything.
struct NoValue {
    NoValueKind kind;
    std::string reason;

    // Anything but a refusal and an operation that isn't there: never what a library may do, whatever the input
    // (AM-SIG-042).
    bool is_failure() const { return kind != NoValueKind::refused && kind != NoValueKind::unimplemented; }

    friend bool operator==(const NoValue&, const NoValue&) = default;
};

template <class T>
using Answer = std::expected<T, NoValue>;

// The two things besides its arguments that an answer may depend on. The same surroundings and arguments give the same
// answer.
struct Surroundings {
    std::uint64_t now_msec = 0;
    Entropy::Seed entropy;  // of the generator that every random number of this call comes from
};

// Arguments and answers are as hostile as a caller or a library wants: bytes where bytes stand on the wire, text where
// text does. Keys are plain bytes here on purpose: they are invented for the call, protect nothing, and are evidence
// when a library answers with the wrong ones. Never give a library keys that are somebody's.

struct PrepareAddMembers {
    Group group;  // as it stands before the change
    Users users;  // the registered keys of everybody in the roster; their private keys are not looked at
    std::string sender;
    Bytes private_keys;  // the sender's: identity || signing
    std::vector<std::string> add;
};

struct PreparedChange {
    std::string body;  // of the request: JSON text, not yet read
    Bytes conversation_key;
};

struct PayloadQuestion {
    JsonValue detail;  // a MessageEventDetail in the form of thrift_to_json
    std::string message_id;
    std::string sender_id;
    std::optional<std::string> conversation_id;  // as it stands in the event; none: the event has none
    std::string signature_version;
    std::optional<Bytes> conversation_key;  // key changes from version 6 sign it
};

struct VerifyEvent {
    std::string event;   // base64 of a MessageEvent
    Users signing_keys;  // the keys registered to senders
    std::optional<Bytes> conversation_key;
};

struct OpenChange {
    std::vector<std::string> events;  // base64 of MessageEvents of one conversation, in the order of their arrival
    std::string user;
    Bytes private_keys;  // the user's: identity || signing
    Users signing_keys;
};

// What a user knows after the events, having known nothing before.
struct OpenedKeys {
    std::optional<std::string> latest_version;  // the version to encrypt with; none when no key is verified
    std::map<std::string, Bytes> keys;          // verified ones, by version
    std::vector<std::string> errors;            // the library's own words, one for each event that was not accepted
    friend bool operator==(const OpenedKeys&, const OpenedKeys&) = default;
};

struct LibraryDescription {
    std::string name;
    std::string version;
    std::vector<std::string> ops;  // those it has of library_operations; others don't count
};

// The names of the operations below, as they stand in `op` on the wire, in the order of the interface.
std::span<const std::string_view> library_operations();

class Library {
  public:
    virtual ~Library() = default;

    // What its answers have cost so far. Of a library in our own process: the processor time of the calling thread.
    virtual std::chrono::nanoseconds processor_time() const;

    virtual Answer<LibraryDescription> describe() = 0;

    // A whole add-members change: the request's body and the key it brings.
    virtual Answer<PreparedChange> prepare_add_members(const PrepareAddMembers&, const Surroundings&) = 0;
    // The text that a verifier rebuilds for an action.
    virtual Answer<std::string> signature_payload(const PayloadQuestion&, const Surroundings&) = 0;
    // The signature as it stands in a request or event: base64 text. `private_key` is a scalar of 32 bytes.
    virtual Answer<std::string> sign(const Bytes& private_key, const std::string& payload, const Surroundings&) = 0;
    // Whether the event is what its sender signed. An event that can't be read may be refused or not verified.
    virtual Answer<bool> verify_event(const VerifyEvent&, const Surroundings&) = 0;
    virtual Answer<OpenedKeys> open_change(const OpenChange&, const Surroundings&) = 0;

    // `public_key` in any form that can be read, `key` of 32 bytes; the blob is 113 bytes.
    virtual Answer<Bytes> wrap_key(const Bytes& public_key, const Bytes& key, const Surroundings&) = 0;
    virtual Answer<Bytes> unwrap_key(const Bytes& private_key, const Bytes& blob, const Surroundings&) = 0;
    virtual Answer<Bytes> seal_text(const Bytes& key, const std::string& text, const Surroundings&) = 0;
    virtual Answer<std::string> open_text(const Bytes& key, const Bytes& blob, const Surroundings&) = 0;

    // A MessageEventDetail between its Thrift bytes and the JSON form of thrift_to_json.
    virtual Answer<Bytes> encode_detail(const JsonValue& detail, const Surroundings&) = 0;
    virtual Answer<JsonValue> decode_detail(const Bytes& bytes, const Surroundings&) = 0;

    virtual Answer<std::string> canonical_conversation_id(const std::string& id, const std::string& sender,
                                                          const Surroundings&) = 0;
    // The highest of the versions, which are key versions of any length; refused when there is none.
    virtual Answer<std::string> latest_key_version(const std::vector<std::string>& versions, const Surroundings&) = 0;
    // The key's 65 bytes, `04 || X || Y`.
    virtual Answer<Bytes> parse_public_key(const Bytes& bytes, const Surroundings&) = 0;
    virtual Answer<Bytes> decode_base64(const std::string& text, const Surroundings&) = 0;
};

}  // namespace keyturn
