#include <algorithm>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"
#include "protocol/add_members_request.h"
#include "protocol/base64.h"
#include "protocol/request_fields.h"

namespace keyturn {
namespace {

AddMembersRequest request_of(const Turn& turn) { return AddMembersRequest::read(body_of(turn.request)).request; }

std::vector<ActionSignature> actions_of(const Turn& turn) {
    return request_of(turn).action_signatures.value_or(std::vector<ActionSignature>());
}

const Group& group_before(const Turn& turn) { return turn.before.find(group_of(turn.request))->group; }

bool some_action(const Turn& turn, bool (*is_meant)(const ActionSignature& action)) {
    return accepts_anew(turn) && std::ranges::any_of(actions_of(turn), is_meant);
}

RequestSignature signature_of(const ActionSignature& action) {
    return action.message_event_signature.value_or(RequestSignature());
}

std::optional<ThriftValue> detail_of(const ActionSignature& action) {
    const auto bytes = read_base64(action.encoded_message_event_detail.value_or(""));
    if (!bytes) return std::nullopt;
    const auto detail = read_thrift(*bytes, message_event_detail_schema);
    return detail ? std::optional(*detail) : std::nullopt;
}

// ---- what is right, and refused all the same

bool has_unknown_field(const Turn& turn) {
    return accepts_anew(turn) && std::ranges::any_of(body_of(turn.request).members, [](const JsonMember& member) {
               return !field_at("/" + member.key);
           });
}

bool has_media_type_parameter(const Turn& turn) {
    const std::string* type = find_header(turn.request.headers, "Content-Type");
    return accepts_anew(turn) && type && type->contains(';');
}

bool is_not_compact(const Turn& turn) {
    return accepts_anew(turn) && to_json(body_of(turn.request)) != turn.request.body;
}

bool lacks_payload_text(const Turn& turn) {
    return some_action(turn, [](const ActionSignature& action) {
        const auto detail = detail_of(action);
        return !action.signature_payload && detail && MemberAdd::from_detail(*detail);
    });
}

bool has_foreign_payload_text(const Turn& turn) {
    return some_action(turn, [](const ActionSignature& action) {
        return action.signature_payload && !action.signature_payload->contains(action.message_id.value_or(""));
    });
}

bool has_member_add_first(const Turn& turn) {
    const auto actions = actions_of(turn);
    if (!accepts_anew(turn) || actions.empty()) return false;
    const auto detail = detail_of(actions.front());
    return detail && MemberAdd::from_detail(*detail);
}

bool is_signed_at_an_older_version(const Turn& turn) {
    return some_action(turn,
                       [](const ActionSignature& action) { return signature_of(action).signature_version != "7"; });
}

// s from n / 2 on: the twin that a signer who normalises never writes.
bool has_high_s(const Turn& turn) {
    return some_action(turn, [](const ActionSignature& action) {
        constexpr std::size_t first_byte_of_s = 32;
        const auto signature = read_base64(signature_of(action).signature.value_or(""));
        return signature && signature->size() > first_byte_of_s && (*signature)[first_byte_of_s] >= 0x80;
    });
}

std::vector<std::string> signed_wraps(const Turn& turn) {
    std::vector<std::string> wraps;
    for (const ActionSignature& action : actions_of(turn)) {
        const auto detail = detail_of(action);
        const auto change = detail ? KeyChange::from_detail(*detail) : std::nullopt;
        if (!change) continue;
        for (const DetailParticipantKey& key : change->participant_keys)
            wraps.push_back(key.encrypted_conversation_key);
    }
    return wraps;
}

bool has_wraps_in_another_order(const Turn& turn) {
    const auto sent = request_of(turn).conversation_participant_keys.value_or(std::vector<ParticipantKey>());
    return accepts_anew(turn) &&
           !std::ranges::equal(sent, signed_wraps(turn), {}, &ParticipantKey::encrypted_conversation_key);
}

bool has_version_that_is_less_as_text(const Turn& turn) {
    return accepts_anew(turn) &&
           request_of(turn).conversation_key_version <= group_before(turn).conversation_key_version;
}

bool is_about_untitled_group(const Turn& turn) { return accepts_anew(turn) && !group_before(turn).title; }
bool is_about_group_without_ttl(const Turn& turn) { return accepts_anew(turn) && !group_before(turn).ttl_msec; }
bool is_about_group_with_pending(const Turn& turn) { return accepts_anew(turn) && !group_before(turn).pending.empty(); }

// ---- what is compared in a wrong way

const RegisteredKey& latest_as_text(const User& user) {
    return *std::ranges::max_element(user.keys, {}, &RegisteredKey::version);
}

void compare_key_versions_as_text(Turn& turn) {
    ServerState bent = turn.before;
    auto users = std::make_shared<Users>(*turn.before.users);
    for (auto& [id, user] : *users)
        if (!user.keys.empty()) user.keys = {RegisteredKey(latest_as_text(user))};
    bent.users = std::move(users);
    turn.handled = respond(bent, turn.request, turn.now_msec);
    if (turn.handled.next) turn.handled.next->users = turn.before.users;
}

}  // namespace

ServerDefects strictness_defects() {
    const auto refused_by = [](std::string detail) { return problem(400, std::move(detail)); };
    return {
        {"refuses_unknown_fields", "AM-REQ-013", "refuses a field that it does not know", has_unknown_field,
         refused_by("an unknown field")},
        {"refuses_charset", "AM-HTTP-002", "compares the media type with its parameters", has_media_type_parameter,
         problem(415, "the body must be application/json")},
        {"wants_compact_json", "AM-REQ-001", "refuses white space in JSON", is_not_compact, refused_by("no JSON")},
        {"wants_payload_text", "AM-REQ-015", "wants the display text of the payload", lacks_payload_text,
         refused_by("signature_payload is missing")},
        {"trusts_payload_text", "AM-REQ-015", "judges by the display text of the payload", has_foreign_payload_text,
         refused_by("signature_payload is not what was signed")},
        {"wants_key_change_first", "AM-SIG-001", "wants the two actions in one order", has_member_add_first,
         refused_by("the first action is no key change")},
        {"knows_version_seven_only", "AM-SIG-003", "rebuilds every payload in the layout of version 7",
         is_signed_at_an_older_version, refused_by("the signature does not verify")},
        {"wants_low_s", "AM-SIG-003", "takes one of the two forms of a signature only", has_high_s,
         refused_by("the signature is not normalised")},
        {"wants_wraps_in_one_order", "AM-KEY-004", "compares the lists of wrapped keys in their order",
         has_wraps_in_another_order, refused_by("the wrapped keys are not those that were signed")},
        {"compares_group_versions_as_text", "AM-ROT-002", "compares the versions of a group's key as texts",
         has_version_that_is_less_as_text, problem(409, "the key version is not above the current one")},
        {"compares_user_versions_as_text", "AM-KEY-005", "compares the versions of users' keys as texts", any_addition,
         compare_key_versions_as_text},
        {"takes_no_title_for_an_empty_one", "AM-ROT-012", "takes an unset title for an empty one",
         is_about_untitled_group, problem(409, "another title was signed")},
        {"takes_no_ttl_for_zero", "AM-ROT-014", "takes an unset ttl for 0", is_about_group_without_ttl,
         problem(409, "another ttl was signed")},
        {"counts_pending_as_members", "AM-ROT-009", "counts pending users as members", is_about_group_with_pending,
         problem(409, "other members were signed")},
    };
}

}  // namespace keyturn
