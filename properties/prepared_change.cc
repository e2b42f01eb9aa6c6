#include "properties/prepared_change.h"

#include <algorithm>
#include <set>

#include "properties/answers.h"
#include "properties/prepared_body.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"

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

bool is_uuid_version_4(std::string_view id) {
    if (id.size() != 36 || id[14] != '4' || !std::string_view("89ab").contains(id[19])) return false;
    for (std::size_t i = 0; i < id.size(); ++i) {
        const bool is_dash_place = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash_place != (id[i] == '-')) return false;
        if (!is_dash_place && !std::string_view("0123456789abcdef").contains(id[i])) return false;
    }
    return true;
}

}  // namespace

std::optional<Violation> prepared_change_keeps_the_rules(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [](const PreparedBody& body) -> std::optional<Violation> {
        for (const RuleResult& result : check(body.attempt))
            if (result.finding.broken()) {
                const Problem& problem = result.finding.problems.front();
                return violated(library_requirement(*result.rule),
                                fmt::format("{} of the prepared body: expected {}, found {} ({})", problem.pointer,
                                            problem.expected, problem.actual, result.rule->name));
            }
        return std::nullopt;
    });
}

std::optional<Violation> body_is_encoded_as_produced(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [](const PreparedBody& body) -> std::optional<Violation> {
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
    });
}

std::optional<Violation> message_ids_are_uuids(Library& library, const RosterChange& input) {
    return look_at_body(library, input, [](const PreparedBody& body) -> std::optional<Violation> {
        std::set<std::string> ids;
        for (const ActionSignature& action : action_signatures(body)) {
            const std::string id = action.message_id.value_or("");
            if (!is_uuid_version_4(id))
                return violated("AM-SIG-025", fmt::format("the message id {} is no version-4 UUID", id));
            if (!ids.insert(id).second) return violated("AM-SIG-025", "both actions have one message id");
        }
        return std::nullopt;
    });
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
