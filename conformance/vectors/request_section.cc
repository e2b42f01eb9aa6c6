#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "conformance/shown_text.h"
#include "conformance/vectors/section_checks.h"
#include "protocol/action_signature.h"
#include "protocol/add_members_request.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/sealed_text.h"
#include "protocol/signature_payload.h"

namespace keyturn::section_checks {
namespace {

constexpr std::string_view sdk_signature_version = "7";  // what the official library signs with

struct Capture {
    VectorEntry& entry;
    const VectorFacts& facts;
    const AddMembersRequest& request;
    std::string group_id;
    ConversationKey key;

    void expect(bool held, std::string_view place, std::string expected, std::string actual) const {
        entry.expect(held, fmt::format("body/{}", place), std::move(expected), std::move(actual));
    }
};

std::string group_of_path(std::string_view path) {
    constexpr std::string_view before = "/2/chat/conversations/", behind = "/members";
    if (!path.starts_with(before) || !path.ends_with(behind) || path.size() < before.size() + behind.size()) return {};
    return std::string(path.substr(before.size(), path.size() - before.size() - behind.size()));
}

std::string or_nothing(const std::optional<std::string>& text) { return text ? shown_bytes(*text) : "nothing"; }

std::optional<ThriftValue> read_detail(const Capture& capture, const ActionSignature& action, std::size_t index) {
    const std::string place = fmt::format("action_signatures/{}/encoded_message_event_detail", index);
    const std::string text = action.encoded_message_event_detail.value_or("");
    const auto bytes = read_base64(text);
    auto detail = read_thrift(bytes.value_or(Bytes{}), message_event_detail_schema);
    const bool canonical = detail && base64(write_thrift(*detail, message_event_detail_schema)) == text;
    capture.expect(canonical, place, "base64 of a detail as a writer makes it", "something else");
    return canonical ? std::optional(std::move(*detail)) : std::nullopt;
}

void check_signature(const Capture& capture, const ActionSignature& action, std::size_t index,
                     const std::string& payload) {
    const std::string place = fmt::format("action_signatures/{}/message_event_signature", index);
    const RequestSignature signature = action.message_event_signature.value_or(RequestSignature{});
    const std::string version = signature.public_key_version.value_or(""), text = signature.signature.value_or("");
    const PublicKey* key = capture.facts.signing_key(cast_signer, version);
    capture.expect(signature.signature_version == sdk_signature_version, place + "/signature_version",
                   std::string(sdk_signature_version), or_nothing(signature.signature_version));
    capture.expect(key != nullptr, place + "/public_key_version", "a version with a registered signing key",
                   shown_bytes(version));
    capture.expect(text == sign_payload(cast_signing_key(), payload), place + "/signature",
                   "the deterministic signature of the rebuilt payload", shown_bytes(text));
    capture.expect(!key || payload_verifies(*key, payload, text), place + "/signature", "a signature that verifies",
                   shown_bytes(text));
}

// A key change's payload holds the key, so it is shown nowhere.
void check_action(const Capture& capture, const ActionSignature& action, std::size_t index, const ThriftValue& detail,
                  const std::string& conversation_id, bool is_shown) {
    const auto payload = signature_payload(
        {detail, action.message_id.value_or(""), cast_signer, conversation_id, &capture.key}, newest_signature_version);
    if (!payload)
        return capture.expect(false, fmt::format("action_signatures/{}/encoded_message_event_detail", index),
                              "an action that is signed", payload.error().reason);
    check_signature(capture, action, index, *payload);
    const std::optional<std::string> shown = is_shown ? std::optional(*payload) : std::nullopt;
    capture.expect(action.signature_payload == shown, fmt::format("action_signatures/{}/signature_payload", index),
                   or_nothing(shown), or_nothing(action.signature_payload));
}

std::vector<DetailParticipantKey> wrapped_keys(const AddMembersRequest& request) {
    std::vector<DetailParticipantKey> keys;
    for (const ParticipantKey& key : request.conversation_participant_keys.value_or(std::vector<ParticipantKey>{}))
        keys.push_back({key.user_id.value_or(""), key.encrypted_conversation_key.value_or(""),
                        key.public_key_version.value_or("")});
    std::ranges::sort(keys);
    return keys;
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
    std::ranges::sort(ids);
    return ids;
}

std::vector<std::string> users_of(const std::vector<DetailParticipantKey>& keys) {
    std::vector<std::string> users;
    for (const DetailParticipantKey& key : keys) users.push_back(key.user_id);
    return sorted(std::move(users));
}

std::vector<std::string> roster_of(const MemberAdd& add) {
    std::set<std::string> roster(add.current_members.begin(), add.current_members.end());
    roster.insert(add.new_members.begin(), add.new_members.end());
    return {roster.begin(), roster.end()};
}

void check_wrapped_keys(const Capture& capture, const KeyChange& change, const MemberAdd& add) {
    const auto keys = wrapped_keys(capture.request);
    auto signed_keys = change.participant_keys;
    std::ranges::sort(signed_keys);
    capture.expect(keys == signed_keys, "conversation_participant_keys", "the wrapped keys of the key change",
                   "others");
    capture.expect(users_of(keys) == roster_of(add), "conversation_participant_keys",
                   "a key for each member and new member, and no other", "other users");
    const auto opened = opened_by_cast(change);
    capture.expect(opened && *opened == capture.key, "conversation_participant_keys",
                   "wrapped keys that the cast opens to conversation_key_hex",
                   opened ? "another key" : opened.error().reason);
}

// Version 7 does not sign the pending users, and nothing else in a request repeats them.
void check_pending(const Capture& capture, const MemberAdd& add) {
    const auto roster = roster_of(add);
    const auto is_in_roster = [&](const std::string& id) { return std::ranges::binary_search(roster, id); };
    capture.expect(std::ranges::none_of(add.pending_members, is_in_roster),
                   "action_signatures/1/encoded_message_event_detail", "pending users who are no members", "members");
}

void check_descriptions(const Capture& capture, const KeyChange& change, const MemberAdd& add) {
    const auto version = capture.request.conversation_key_version;
    capture.expect(version == change.conversation_key_version && version == add.conversation_key_version,
                   "conversation_key_version", shown_bytes(change.conversation_key_version), or_nothing(version));
    capture.expect(sorted(capture.request.user_ids.value_or(std::vector<std::string>{})) == sorted(add.new_members),
                   "user_ids", "the new members of the member add", "others");
}

void check_sealed(const Capture& capture, std::string_view place, const std::optional<std::string>& sealed,
                  const std::optional<std::string>& text) {
    if (!sealed || !text)
        return capture.expect(sealed.has_value() == text.has_value(), place, text ? "a sealed text" : "nothing",
                              or_nothing(sealed));
    const auto opened = open_text(capture.key, *sealed);
    capture.expect(opened && *opened == *text, place, "what opens to the text in the member add",
                   opened ? "another text" : opened.error().reason);
    capture.expect(base64(read_base64(*sealed).value_or(Bytes{})) == *sealed, place, "padded base64",
                   or_nothing(sealed));
}

// The key's spellings; raw it would stand in what base64 decodes to.
std::vector<std::string> spellings(const ConversationKey& key) {
    const ByteView bytes = key.reveal();
    return {std::string(text_of(bytes)), hex(bytes), base64_unpadded(bytes), base64_url_unpadded(bytes)};
}

bool spells_key(std::string_view text, const std::vector<std::string>& key) {
    return std::ranges::any_of(key, [&](const std::string& spelling) { return text.contains(spelling); });
}

bool holds_key(const JsonValue& value, const std::vector<std::string>& key) {
    const Bytes decoded = read_base64(value.text).value_or(Bytes{});
    if (spells_key(value.text, key) || spells_key(text_of(decoded), key)) return true;
    return std::ranges::any_of(value.elements, [&](const JsonValue& element) { return holds_key(element, key); }) ||
           std::ranges::any_of(value.members, [&](const JsonMember& member) { return holds_key(member.value, key); });
}

void check_actions(const Capture& capture) {
    const auto actions = capture.request.action_signatures.value_or(std::vector<ActionSignature>{});
    capture.expect(actions.size() == 2, "action_signatures", "two", std::to_string(actions.size()));
    if (actions.size() != 2) return;
    const auto first = read_detail(capture, actions[0], 0), second = read_detail(capture, actions[1], 1);
    if (!first || !second) return;
    const auto change = KeyChange::from_detail(*first);
    const auto add = MemberAdd::from_detail(*second);
    const bool as_issued = change && add && change->to_detail() == *first && add->to_detail() == *second;
    capture.expect(as_issued, "action_signatures",
                   "a key change, then a member add, as the official library writes them", "other details");
    if (!as_issued) return;
    check_wrapped_keys(capture, *change, *add);
    check_descriptions(capture, *change, *add);
    check_pending(capture, *add);
    check_sealed(capture, "encrypted_title", capture.request.encrypted_title, add->title);
    check_sealed(capture, "encrypted_avatar_url", capture.request.encrypted_avatar_url, add->avatar_url);
    check_action(capture, actions[0], 0, *first, canonical_conversation_id(capture.group_id, cast_signer), false);
    check_action(capture, actions[1], 1, *second, capture.group_id, true);
}

}  // namespace

void request_capture(VectorEntry& entry, const VectorFacts& facts) {
    entry.expect_text("method", "POST");
    const std::string path = entry.text("path"), group_id = group_of_path(path);
    entry.expect(is_group_id(group_id), "path", "/2/chat/conversations/ a group id /members", shown_bytes(path));
    const auto key = entry.sized<ConversationKey>("conversation_key_hex");
    const JsonValue& body = entry.object("body");
    const ReadRequest read = AddMembersRequest::read(body);
    for (const Problem& problem : read.problems)
        entry.expect(false, "body" + problem.pointer, problem.expected, problem.actual);
    if (entry.failed()) return;
    const Capture capture = {entry, facts, read.request, group_id, key};
    check_actions(capture);
    capture.expect(!holds_key(body, spellings(key)), "", "a body without the conversation key", "the key stands in it");
}

}  // namespace keyturn::section_checks
