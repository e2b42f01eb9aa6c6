// What every change of a group has in common: adding members, rotating the key and creating the group each hand out a
// conversation key, sign what they do, and are held to the membership rules.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "conformance/server/operations.h"
#include "protocol/membership_rules.h"

namespace keyturn {

// The membership rules for a request that adds nobody: those of added users alone are left out, and `actions` takes the
// place of the one about the signed actions. All others hold, or are undecided, where nobody is added.
std::vector<MembershipRule> rules_without_adding(const MembershipRule& actions);

// The addition of members besides asks whether each added user can be added, and limits the group's size: two refusals
// whose words clients rely on (fact sheet, section 1.4.4; AM-RSP-004).
inline constexpr std::string_view cannot_add_message =
    "Cannot add all members: one or more of the requested members cannot be added to this conversation.";
inline constexpr std::string_view too_many_message =
    "Too many members: adding these members would exceed the allowed group size.";
inline constexpr std::size_t most_members = 1024;

// Why a rule refuses; `requirement` and `pointer` can be empty.
HttpResponse rule_refusal(int status, std::string_view name, std::string_view requirement, std::string_view pointer);

// The refusal by the first rule that the server keeps and the attempt breaks.
std::optional<HttpResponse> broken_rule(const ServerState& state, const Attempt& attempt,
                                        std::span<const MembershipRule> rules);

// The body as a document. A server that leaves body_is_one_object out takes what it can read of one.
Result<JsonValue> read_document(const Call& call);

// The request fields that the operations share. The second reads a request that adds nobody: fields of adding are
// nothing to it, base64_encoded_key_rotation is base64.
ReadRequest read_adding(const Result<JsonValue>& document);
ReadRequest read_key_change(const Result<JsonValue>& document);

// The arguments must outlive it.
Attempt attempt_of(const Call& call, const Conversation& conversation, const ReadRequest& read);

// What the same body by the same user got when it was accepted (AM-SIG-012); nullptr when it was not.
const HttpResponse* answered_before(const Call& call, const Conversation& conversation, ChangeKind kind);

// `data` of the answer to an accepted change of a group that existed: conversation_id and the newest event's
// sequence_id.
JsonValue change_data(const Conversation& after);

// Ends a request well: `after` gets the new key version, the signed events and the answer around `data`.
Handled accept(const Call& call, const Attempt& attempt, ChangeKind kind, Conversation after,
               JsonValue (*data)(const Conversation& after));

// A change of a group that exists, by what is its own.
struct GroupChange {
    ChangeKind kind;
    ReadRequest (*read)(const Result<JsonValue>& document);
    std::span<const MembershipRule> rules;
    void (*apply)(Group& group, const AddMembersRequest& request);
};

Handled change_group(const Call& call, const GroupChange& change);

}  // namespace keyturn
