#include "protocol/membership_rules.h"

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/rule_checks.h"

namespace keyturn {
namespace {

namespace rule = rule_checks;
using enum RefusalKind;

constexpr MembershipRule rules[] = {
    {"body_is_one_object", "AM-REQ-001", malformed, rule::no_problem_of_shape},
    {"no_duplicate_json_keys", "AM-REQ-004", malformed, rule::no_problem_of_shape},
    {"user_ids_are_texts", "AM-REQ-002", malformed, rule::no_problem_of_shape},
    {"fields_have_their_types", "AM-REQ-003", malformed, rule::no_problem_of_shape},
    {"numbers_are_no_texts", "AM-REQ-008", malformed, rule::no_problem_of_shape},
    {"signature_fields_are_there", "AM-REQ-009", malformed, rule::no_problem_of_shape},
    {"signature_fields_have_their_form", "AM-REQ-011", malformed, rule::no_problem_of_shape},
    {"path_id_has_its_form", "AM-REQ-012", malformed, rule::path_id_has_its_form},
    {"user_ids_not_empty", "AM-REQ-005", malformed, rule::user_ids_not_empty},
    {"user_ids_distinct", "AM-REQ-006", malformed, rule::user_ids_distinct},
    {"user_ids_decimal", "AM-REQ-007", malformed, rule::user_ids_decimal},
    {"base64_readable", "AM-KEY-006", malformed, rule::base64_readable},
    {"details_decode", "AM-SIG-008", malformed, rule::details_decode},
    {"details_canonical", "AM-SIG-007", malformed, rule::details_canonical},
    {"one_key_change_and_one_member_add", "AM-SIG-001", malformed, rule::one_key_change_and_one_member_add},
    {"message_ids_differ", "AM-SIG-009", malformed, rule::message_ids_differ},
    {"signatures_well_formed", "AM-SIG-011", malformed, rule::signatures_well_formed},
    {"signature_version_not_below_two", "AM-SIG-005", malformed, rule::signature_version_not_below_two},
    {"signature_version_known", "AM-SIG-006", malformed, rule::signature_version_known},
    {"key_version_decimal", "AM-ROT-003", malformed, rule::key_version_decimal},

    {"sender_is_a_member", "AM-ROT-018", forbidden, rule::sender_is_a_member},
    {"sender_may_add", "AM-ROT-019", forbidden, rule::sender_may_add},

    {"signing_key_registered", "AM-SIG-004", malformed, rule::signing_key_registered},
    {"member_add_signature_verifies", "AM-SIG-003", malformed, rule::member_add_signature_verifies},
    {"key_version_agrees", "AM-ROT-001", malformed, rule::key_version_agrees},
    {"user_ids_are_the_signed_ones", "AM-ROT-005", malformed, rule::user_ids_are_the_signed_ones},
    {"wrapped_keys_are_the_signed_ones", "AM-KEY-004", malformed, rule::wrapped_keys_are_the_signed_ones},
    {"signed_admins_are_members", "AM-ROT-017", malformed, rule::signed_admins_are_members},
    {"sender_does_not_add_itself", "AM-ROT-007", malformed, rule::sender_does_not_add_itself},
    {"added_users_are_not_pending", "AM-ROT-008", malformed, rule::added_users_are_not_pending},

    {"message_ids_are_new", "AM-SIG-010", conflict, rule::message_ids_are_new},
    {"key_version_moves_forward", "AM-ROT-002", conflict, rule::key_version_moves_forward},
    {"key_version_not_far_ahead", "AM-ROT-004", malformed, rule::key_version_not_far_ahead},
    {"signed_members_are_current", "AM-ROT-009", conflict, rule::signed_members_are_current},
    {"signed_admins_are_current", "AM-ROT-010", conflict, rule::signed_admins_are_current},
    {"signed_pending_are_current", "AM-ROT-011", conflict, rule::signed_pending_are_current},
    {"signed_title_is_current", "AM-ROT-012", conflict, rule::signed_title_is_current},
    {"signed_avatar_is_current", "AM-ROT-013", conflict, rule::signed_avatar_is_current},
    {"signed_ttl_is_current", "AM-ROT-014", conflict, rule::signed_ttl_is_current},
    {"signed_screen_capture_is_current", "AM-ROT-015", conflict, rule::signed_screen_capture_is_current},
    {"added_users_are_no_members", "AM-ROT-006", malformed, rule::added_users_are_no_members},
    {"wrapped_for_whole_roster", "AM-KEY-001", malformed, rule::wrapped_for_whole_roster},
    {"wrapped_for_no_pending_user", "AM-KEY-003", malformed, rule::wrapped_for_no_pending_user},
    {"wrapped_for_latest_key", "AM-KEY-005", conflict, rule::wrapped_for_latest_key},
};

ReadAction read_action(std::size_t index, const ActionSignature& source, DetailReading reading) {
    ReadAction action{.index = index, .source = &source, .detail_bytes = {}, .detail = {}, .obstacle = {}};
    if (!source.encoded_message_event_detail) return action;
    auto bytes = read_base64(*source.encoded_message_event_detail);
    if (!bytes) return action;
    auto detail = read_thrift(*bytes, message_event_detail_schema);
    if (!detail) action.obstacle = detail.error().reason;
    if (!detail && reading == DetailReading::forgiving) {
        bytes->resize(detail.error().offset);
        detail = read_thrift(*bytes, message_event_detail_schema);
    }
    action.detail_bytes = std::move(*bytes);
    if (detail) action.detail = std::move(*detail);
    return action;
}

void sort_out(Attempt& attempt) {
    for (const ReadAction& action : attempt.actions) {
        if (!action.detail) continue;
        if (auto change = KeyChange::from_detail(*action.detail)) {
            ++attempt.key_changes;
            attempt.key_change = std::move(change);
        }
        if (auto change = MemberAdd::from_detail(*action.detail)) {
            ++attempt.member_adds;
            attempt.member_add = std::move(change);
            attempt.member_add_action = &action;
        }
    }
    if (attempt.key_changes != 1) attempt.key_change.reset();
    if (attempt.member_adds != 1) {
        attempt.member_add.reset();
        attempt.member_add_action = nullptr;
    }
}

}  // namespace

Attempt make_attempt(std::string conversation_id, std::string sender, const Group& group, const Users& users,
                     const ReadRequest& read, DetailReading reading) {
    Attempt attempt;
    attempt.conversation_id = std::move(conversation_id);
    attempt.sender = std::move(sender);
    attempt.group = &group;
    attempt.users = &users;
    attempt.read = &read;
    if (const auto& signatures = read.request.action_signatures)
        for (const ActionSignature& signature : *signatures)
            attempt.actions.push_back(read_action(attempt.actions.size(), signature, reading));
    sort_out(attempt);
    return attempt;
}

std::span<const MembershipRule> membership_rules() { return rules; }

std::span<const MembershipRule> rules_of_shape() {
    constexpr auto* end = std::ranges::find(rules, std::string_view("details_decode"), &MembershipRule::name);
    return {std::begin(rules), end};
}

std::vector<RuleResult> check(const Attempt& attempt) {
    std::vector<RuleResult> results;
    for (const MembershipRule& row : rules) results.push_back({&row, row.check(attempt, row.requirement)});
    return results;
}

}  // namespace keyturn
