#include "properties/prepared_change.h"

#include <algorithm>
#include <map>
#include <set>

#include "properties/answers.h"
#include "properties/prepared_body.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/sealed_text.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

// What a rule of the server asks of the library that makes the request.
constexpr std::pair<std::string_view, std::string_view> library_requirements[] = {
    {"body_is_one_object", "AM-REQ-021"},
    {"no_duplicate_json_keys", "AM-REQ-021"},
    {"user_ids_are_texts", "AM-REQ-021"},
    {"fields_have_their_types", "AM-REQ-021"},
    {"numbers_are_no_texts", "AM-REQ-021"},
    {"signature_fields_are_there", "AM-REQ-021"},
    {"user_ids_not_empty", "AM-REQ-021"},
    {"base64_readable", "AM-KEY-017"},
    {"details_decode", "AM-SIG-027"},
    {"details_canonical", "AM-SIG-028"},
    {"one_key_change_and_one_member_add", "AM-SIG-051"},
    {"message_ids_differ", "AM-SIG-025"},
    {"signatures_well_formed", "AM-SIG-023"},
    {"signature_version_not_below_two", "AM-SIG-014"},
    {"signature_version_known", "AM-SIG-014"},
    {"key_version_decimal", "AM-ROT-035"},
    {"key_version_moves_forward", "AM-ROT-035"},
    {"signing_key_registered", "AM-KEY-011"},
    {"member_add_signature_verifies", "AM-SIG-017"},
    {"key_version_agrees", "AM-ROT-022"},
    {"user_ids_are_the_signed_ones", "AM-ROT-023"},
    {"wrapped_keys_are_the_signed_ones", "AM-KEY-009"},
    {"wrapped_for_whole_roster", "AM-KEY-007"},
    {"wrapped_for_no_pending_user", "AM-KEY-008"},
    {"wrapped_for_latest_key", "AM-KEY-010"},
    {"signed_members_are_current", "AM-ROT-033"},
    {"signed_admins_are_current", "AM-ROT-033"},
    {"signed_pending_are_current", "AM-ROT-033"},
    {"signed_title_is_current", "AM-ROT-033"},
    {"signed_avatar_is_current", "AM-ROT-033"},
    {"signed_ttl_is_current", "AM-ROT-033"},
    {"signed_screen_capture_is_current", "AM-ROT-033"},
};

std::string library_requirement(const MembershipRule& rule) {
    const auto row =
        std::ranges::find(library_requirements, rule.name, &std::pair<std::string_view, std::string_view>::first);
    return std::string(row == std::end(library_requirements) ? rule.requirement : row->second);
}

using Look = std::optional<Violation> (*)(const RosterChange&, const PreparedBody&);

// Prepares the change and looks at its body. A refusal is judged by impossible_change_is_refused alone.
std::optional<Violation> look_at_body(Library& library, const RosterChange& change, Look look) {
    const auto prepared = prepare(library, change, change.seed);
    if (!prepared) return std::nullopt;
    const auto body = read_body(change, *prepared);
    if (!body) return violated("AM-REQ-001", "the body is no JSON text");
    return look(change, *body);
}

std::optional<ConversationKey> key_of(const PreparedBody& body) {
    if (body.conversation_key.size() != ConversationKey::size) return std::nullopt;
    return ConversationKey(std::span(body.conversation_key).first<ConversationKey::size>());
}

// The blob that the body carries for a user; nothing when there is none or it can't be read.
Result<Bytes> blob_of(const ParticipantKey& key) {
    if (!key.encrypted_conversation_key) return refuse("there is no wrapped key");
    return read_base64(*key.encrypted_conversation_key);
}

const std::vector<ParticipantKey>& participant_keys(const PreparedBody& body) {
    static const std::vector<ParticipantKey> none;
    const auto& keys = body.read.request.conversation_participant_keys;
    return keys ? *keys : none;
}

std::vector<ActionSignature> action_signatures(const PreparedBody& body) {
    return body.read.request.action_signatures.value_or(std::vector<ActionSignature>());
}

// A recipient's keys by the version that its entry in the body names.
PrivateKeys keys_of(const ParticipantKey& key) {
    return registered_keys(key.user_id.value_or(""), key.public_key_version.value_or(""));
}

std::optional<Violation> keeps_the_rules(const RosterChange&, const PreparedBody& body) {
    for (const RuleResult& result : check(body.attempt))
        if (result.finding.broken()) {
            const Problem& problem = result.finding.problems.front();
            return violated(library_requirement(*result.rule),
                            fmt::format("{} of the prepared body: expected {}, found {} ({})", problem.pointer,
                                        problem.expected, problem.actual, result.rule->name));
        }
    return std::nullopt;
}

std::optional<Violation> opens_for(const ParticipantKey& key, const PreparedBody& body) {
    const auto blob = blob_of(key);
    const std::string user = key.user_id.value_or("");
    if (!blob) return violated("AM-KEY-012", fmt::format("the wrapped key of {} can't be read", user));
    const auto opened = unwrap_key(*blob, keys_of(key).identity);
    if (!opened)
        return violated("AM-KEY-012",
                        fmt::format("the wrapped key of {} does not open: {}", user, opened.error().reason));
    if (bytes_of_key(*opened) == body.conversation_key) return std::nullopt;
    return violated("AM-KEY-012", fmt::format("the wrapped key of {} opens to another key than the change's", user));
}

std::optional<std::string> ephemeral_point(const ParticipantKey& key) {
    const auto blob = blob_of(key);
    if (!blob || blob->size() < 65) return std::nullopt;
    return std::string(text_of(ByteView(*blob).first(65)));
}

std::optional<Violation> everyone_opens_the_key(const RosterChange&, const PreparedBody& body) {
    std::set<std::string> points;
    for (const ParticipantKey& key : participant_keys(body)) {
        if (auto violation = opens_for(key, body)) return violation;
        if (!points.insert(ephemeral_point(key).value_or("")).second)
            return violated("AM-KEY-013", "two wrapped keys of one change have the same ephemeral key");
    }
    return std::nullopt;
}

std::optional<Violation> key_change_verifies(const RosterChange& change, const PreparedBody& body) {
    const ReadAction* action = body.key_change_action();
    const auto key = key_of(body);
    if (!action || !key || !action->source->message_event_signature) return std::nullopt;
    const RequestSignature& signature = *action->source->message_event_signature;
    if (signature.signature_version != "7")
        return violated("AM-SIG-014", "the key change is not signed at signature version 7");
    const std::string conversation = canonical_conversation_id(body.group.id, change.sender);
    const std::string message_id = action->source->message_id.value_or("");
    const auto payload = signature_payload({*action->detail, message_id, change.sender, conversation, &*key}, 7);
    const PublicKey signer =
        registered_keys(change.sender, signature.public_key_version.value_or("")).signing.public_key();
    if (!payload || payload_verifies(signer, *payload, signature.signature.value_or(""))) return std::nullopt;
    return violated("AM-SIG-015", "the key change does not verify with the new key");
}

std::optional<std::string> unless_empty(const std::optional<std::string>& text) {
    return text && text->empty() ? std::nullopt : text;
}

// What the official signer makes of the group: an empty text and a negative ttl count as unset (AM-SIG-019).
MemberAdd signed_state(const RosterChange& change, const std::string& key_version) {
    const bool has_ttl = change.ttl_msec.value_or(-1) >= 0;
    return {.new_members = change.add,
            .current_members = change.members,
            .current_admins = change.admins,
            .title = unless_empty(change.title),
            .avatar_url = unless_empty(change.avatar_url),
            .conversation_key_version = key_version,
            .ttl_msec = has_ttl ? change.ttl_msec : std::nullopt,
            .pending_members = change.pending,
            .screen_capture_blocking = change.screen_capture_blocking,
            .invite = {}};
}

std::string requirement_of_difference(const MemberAdd& expected, const MemberAdd& found) {
    const auto was_empty = [](const auto& wanted, const auto& got) { return !wanted && got; };
    if (found.invite) return "AM-SIG-059";
    if (was_empty(expected.title, found.title) || was_empty(expected.avatar_url, found.avatar_url) ||
        was_empty(expected.ttl_msec, found.ttl_msec))
        return "AM-SIG-019";
    return found == expected ? "AM-SIG-060" : "AM-ROT-033";
}

std::optional<Violation> details_are_as_written(const RosterChange& change, const PreparedBody& body) {
    const Attempt& attempt = body.attempt;
    if (!attempt.member_add || !attempt.key_change) return std::nullopt;
    const MemberAdd expected = signed_state(change, attempt.member_add->conversation_key_version);
    if (*attempt.member_add_action->detail != expected.to_detail())
        return violated(
            requirement_of_difference(expected, *attempt.member_add),
            fmt::format("the member add says {}, the group is {}",
                        to_json(thrift_to_json(*attempt.member_add_action->detail, message_event_detail_schema)),
                        to_json(thrift_to_json(expected.to_detail(), message_event_detail_schema))));
    if (*body.key_change_action()->detail != attempt.key_change->to_detail())
        return violated("AM-SIG-060",
                        "the key change has parts that a writer leaves out, or lacks some that it writes");
    return std::nullopt;
}

std::optional<Violation> is_sealed(std::string_view what, const std::optional<std::string>& sealed,
                                   const std::optional<std::string>& text, const ConversationKey& key) {
    if (!text && !sealed) return std::nullopt;
    if (!text) return violated("AM-SIG-019", fmt::format("the body has a sealed {} although none is set", what));
    if (!sealed) return violated("AM-ROT-032", fmt::format("the body has no sealed {}", what));
    const auto opened = open_text(key, *sealed);
    if (!opened) return violated("AM-ROT-032", fmt::format("the sealed {} does not open under the new key", what));
    if (*opened == *text) return std::nullopt;
    return violated("AM-SIG-030", fmt::format("the sealed {} reads {}, given was {}", what,
                                              to_json(json_string(*opened)), to_json(json_string(*text))));
}

std::optional<Violation> texts_are_sealed(const RosterChange& change, const PreparedBody& body) {
    const auto key = key_of(body);
    if (!key) return violated("AM-ROT-031", "the conversation key is not of 32 bytes");
    const AddMembersRequest& request = body.read.request;
    if (auto violation = is_sealed("title", request.encrypted_title, unless_empty(change.title), *key))
        return violation;
    return is_sealed("avatar URL", request.encrypted_avatar_url, unless_empty(change.avatar_url), *key);
}

std::optional<Violation> key_is_not_shown(const RosterChange&, const PreparedBody& body) {
    const ReadAction* action = body.key_change_action();
    if (action && action->source->signature_payload)
        return violated("AM-SEC-005", "the body shows the payload of the key change, which holds the key");
    const Bytes& key = body.conversation_key;
    for (const std::string& form : {base64_unpadded(key), base64_url_unpadded(key), hex(key)})
        if (body.text.contains(form)) return violated("AM-SEC-004", "the plaintext key stands in the body");
    return std::nullopt;
}

bool is_padded_base64(const std::optional<std::string>& text) {
    if (!text) return true;
    const auto bytes = read_base64(*text);
    return bytes && base64(*bytes) == *text;
}

std::optional<Violation> is_encoded_as_produced(const ActionSignature& action) {
    if (!is_padded_base64(action.encoded_message_event_detail))
        return violated("AM-KEY-017", "a detail is not padded base64 of the standard alphabet");
    if (!action.message_event_signature) return std::nullopt;
    const RequestSignature& carried = *action.message_event_signature;
    if (carried.signing_public_key || carried.message_signing_key_info_list)
        return violated("AM-REQ-022", "a signed action carries a key of its own");
    const std::string text = carried.signature.value_or("");
    const auto signature = read_signature(text);
    if (signature && signature_text(*signature) == text) return std::nullopt;
    return violated("AM-SIG-023", fmt::format("the signature {} is not 86 characters of unpadded base64", text));
}

std::optional<Violation> everything_is_encoded_as_produced(const RosterChange&, const PreparedBody& body) {
    for (const ParticipantKey& key : participant_keys(body)) {
        if (!is_padded_base64(key.encrypted_conversation_key))
            return violated("AM-KEY-017", "a wrapped key is not padded base64 of the standard alphabet");
        if (key.encrypted_conversation_key.value_or("").size() != 152)
            return violated("AM-KEY-029", "a wrapped key is not 152 characters");
    }
    for (const auto& sealed : {body.read.request.encrypted_title, body.read.request.encrypted_avatar_url})
        if (!is_padded_base64(sealed)) return violated("AM-KEY-017", "a sealed text is not padded base64");
    for (const ActionSignature& action : action_signatures(body))
        if (auto violation = is_encoded_as_produced(action)) return violation;
    return std::nullopt;
}

bool is_uuid_version_4(std::string_view id) {
    if (id.size() != 36 || id[14] != '4' || !std::string_view("89ab").contains(id[19])) return false;
    for (std::size_t i = 0; i < id.size(); ++i) {
        const bool is_dash_place = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash_place != (id[i] == '-')) return false;
        if (!is_dash_place && !std::string_view("0123456789abcdef").contains(id[i])) return false;
    }
    return true;
}

std::optional<Violation> ids_are_uuids(const RosterChange&, const PreparedBody& body) {
    std::set<std::string> ids;
    for (const ActionSignature& action : action_signatures(body)) {
        const std::string id = action.message_id.value_or("");
        if (!is_uuid_version_4(id))
            return violated("AM-SIG-025", fmt::format("the message id {} is no version-4 UUID", id));
        if (!ids.insert(id).second) return violated("AM-SIG-025", "both actions have one message id");
    }
    return std::nullopt;
}

// Everything random in a body, by the requirement that wants it fresh.
std::multimap<std::string, std::string> random_parts(const PreparedBody& body) {
    std::multimap<std::string, std::string> parts = {{"AM-ROT-031", std::string(text_of(body.conversation_key))}};
    for (const ParticipantKey& key : participant_keys(body))
        if (const auto point = ephemeral_point(key)) parts.emplace("AM-KEY-013", *point);
    for (const ActionSignature& action : action_signatures(body))
        if (action.message_id) parts.emplace("AM-SIG-025", *action.message_id);
    for (const auto& sealed : {body.read.request.encrypted_title, body.read.request.encrypted_avatar_url})
        if (sealed) parts.emplace("AM-KEY-031", sealed->substr(0, 32));  // the nonce
    return parts;
}

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text,
                               [](char c) { return (c >= 0 && c < 0x20 && c != '\t' && c != '\n') || c == 0x7f; });
}

// The sentence that forbids to sign a text; "" when none does.
std::string_view forbidden_by(std::string_view text, bool reads_as_unset_when_null) {
    if (text.contains(',')) return "AM-SIG-018";
    if (reads_as_unset_when_null && text == "null") return "AM-SIG-020";
    return has_control_characters(text) ? "AM-SIG-031" : "";
}

// The signed payload does not name pending users, so a library may sign whatever stands there.
bool leaves_it_open(const RosterChange& change) {
    return std::ranges::any_of(change.pending, [](const std::string& id) { return id.contains(','); });
}

std::string_view forbidden_text_in(const RosterChange& change) {
    for (const auto& text : {change.title, change.avatar_url})
        if (const auto by = forbidden_by(text.value_or(""), true); !by.empty()) return by;
    for (const auto* ids : {&change.members, &change.admins, &change.pending, &change.add})
        for (const std::string& id : *ids)
            if (const auto by = forbidden_by(id, false); !by.empty()) return by;
    return forbidden_by(change.sender, false);
}

bool is_registered(const Users& users, const std::string& id) {
    const User* user = find_user(users, id);
    return user && user->latest_key();
}

bool lacks_a_key(const RosterChange& change) {
    const Users users = users_of(change);
    const auto is_missing = [&](const std::string& id) { return !is_registered(users, id); };
    return is_missing(change.sender) || std::ranges::any_of(change.members, is_missing) ||
           std::ranges::any_of(change.add, is_missing);
}

bool has_no_next_version(const RosterChange& change) {
    if (!change.conversation_key_version) return false;
    const auto version = read_key_version(*change.conversation_key_version);
    return !version || *version == UINT64_MAX;
}

// Why a change must not be made; "" when it must.
std::string_view why_impossible(const RosterChange& change) {
    if (const auto by = forbidden_text_in(change); !by.empty()) return by;
    if (lacks_a_key(change)) return "AM-KEY-032";
    return has_no_next_version(change) ? "AM-ROT-037" : "";
}

}  // namespace

std::optional<Violation> prepared_change_keeps_the_rules(Library& library, const RosterChange& input) {
    return look_at_body(library, input, keeps_the_rules);
}

std::optional<Violation> every_recipient_gets_the_key(Library& library, const RosterChange& input) {
    return look_at_body(library, input, everyone_opens_the_key);
}

std::optional<Violation> key_change_is_signed(Library& library, const RosterChange& input) {
    return look_at_body(library, input, key_change_verifies);
}

std::optional<Violation> details_say_what_was_given(Library& library, const RosterChange& input) {
    return look_at_body(library, input, details_are_as_written);
}

std::optional<Violation> texts_are_sealed_under_the_new_key(Library& library, const RosterChange& input) {
    return look_at_body(library, input, texts_are_sealed);
}

std::optional<Violation> key_stays_out_of_the_body(Library& library, const RosterChange& input) {
    return look_at_body(library, input, key_is_not_shown);
}

std::optional<Violation> body_is_encoded_as_produced(Library& library, const RosterChange& input) {
    return look_at_body(library, input, everything_is_encoded_as_produced);
}

std::optional<Violation> message_ids_are_uuids(Library& library, const RosterChange& input) {
    return look_at_body(library, input, ids_are_uuids);
}

std::optional<Violation> next_change_is_fresh(Library& library, const RosterChange& input) {
    const auto one = prepare(library, input, input.seed), other = prepare(library, input, input.seed + 1);
    if (!one || !other) return std::nullopt;
    const auto first = read_body(input, *one), second = read_body(input, *other);
    if (!first || !second) return std::nullopt;
    const auto before = random_parts(*first);
    for (const auto& [requirement, part] : random_parts(*second))
        if (std::ranges::find(before, std::pair<const std::string, std::string>(requirement, part)) != before.end())
            return violated(requirement,
                            "something random of one change stands again in the next, made with other entropy");
    return std::nullopt;
}

std::optional<Violation> retry_is_the_same(Library& library, const RosterChange& input) {
    const auto one = prepare(library, input, input.seed), other = prepare(library, input, input.seed);
    if (!one || !other || one->body == other->body) return std::nullopt;
    return violated("AM-SIG-026", "the same change, prepared again with the same entropy and time, is another one");
}

std::optional<Violation> impossible_change_is_refused(Library& library, const RosterChange& input) {
    if (leaves_it_open(input)) return std::nullopt;
    const auto prepared = prepare(library, input, input.seed);
    const std::string_view requirement = why_impossible(input);
    if (requirement.empty()) return unless_refused(prepared, "AM-SIG-042", "a change with nothing wrong");
    return unless_accepted(prepared, requirement, "a change that must not be made");
}

std::optional<Violation> body_grows_with_the_roster(Library& library, const RosterChange& input) {
    constexpr std::size_t bytes_around = 4096, bytes_a_member = 1024, bytes_a_character = 16;
    const auto prepared = prepare(library, input, input.seed);
    if (!prepared) return std::nullopt;
    const std::size_t users = input.members.size() + input.admins.size() + input.pending.size() + input.add.size();
    const std::size_t characters = input.title.value_or("").size() + input.avatar_url.value_or("").size();
    const std::size_t bound = bytes_around + bytes_a_member * users + bytes_a_character * characters;
    if (prepared->body.size() <= bound) return std::nullopt;
    return violated("AM-SIG-042", fmt::format("the body for {} users has {} bytes, more than {}", users,
                                              prepared->body.size(), bound));
}

}  // namespace keyturn
