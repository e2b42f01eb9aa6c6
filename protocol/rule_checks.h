// The checks behind the rule table, by subject. Each says what it finds in one attempt; what another rule is there for
// leaves it undecided, so that every rule can be seen alone.
#pragma once

#include <set>

#include "protocol/membership_rules.h"

namespace keyturn::rule_checks {

using Check = RuleFinding(const Attempt&, std::string_view requirement);

// The request's shape.
Check no_problem_of_shape;  // what reading the body found under this requirement
Check path_id_has_its_form;
Check user_ids_not_empty;
Check user_ids_distinct;
Check user_ids_decimal;
Check base64_readable;

// The signed actions.
Check details_decode;
Check details_canonical;
Check one_key_change_and_one_member_add;
Check message_ids_differ;
Check message_ids_are_new;
Check signatures_well_formed;
Check signature_version_not_below_two;
Check signature_version_known;
Check signing_key_registered;
Check member_add_signature_verifies;

// Roster, rights and the key version.
Check key_version_agrees;
Check key_version_decimal;
Check key_version_moves_forward;
Check key_version_not_far_ahead;
Check user_ids_are_the_signed_ones;
Check added_users_are_no_members;
Check sender_does_not_add_itself;
Check added_users_are_not_pending;
Check sender_is_a_member;
Check sender_may_add;
Check signed_admins_are_members;

// The signed snapshot against the stored group.
Check signed_members_are_current;
Check signed_admins_are_current;
Check signed_pending_are_current;
Check signed_title_is_current;
Check signed_avatar_is_current;
Check signed_ttl_is_current;
Check signed_screen_capture_is_current;

// Wrapped keys.
Check wrapped_keys_are_the_signed_ones;
Check wrapped_for_whole_roster;
Check wrapped_for_no_pending_user;
Check wrapped_for_latest_key;

// Building blocks.
inline RuleFinding held() { return {}; }
inline RuleFinding undecided(std::string reason) { return {{}, std::move(reason)}; }
inline RuleFinding broken(std::string_view requirement, std::string pointer, std::string expected, std::string actual) {
    return {{{std::string(requirement), std::move(pointer), std::move(expected), std::move(actual)}}, {}};
}
inline void add(RuleFinding& finding, std::string_view requirement, std::string pointer, std::string expected,
                std::string actual) {
    finding.problems.push_back({std::string(requirement), std::move(pointer), std::move(expected), std::move(actual)});
}

// What was asked for, empty when it is absent.
const std::vector<std::string>& requested_users(const Attempt& attempt);
const std::vector<ParticipantKey>& wrapped_keys(const Attempt& attempt);

// Whether the body was a JSON object: when it was not, that is the one thing wrong with it.
bool body_was_read(const Attempt& attempt);

using IdSet = std::set<std::string_view>;  // lives as long as the list it was made from
inline IdSet set_of(const std::vector<std::string>& ids) { return {ids.begin(), ids.end()}; }

// As it stands in an error text: `"1111" (string)`, cut, control characters escaped; "nothing" when unset.
std::string quoted(std::string_view text);
std::string quoted(const std::optional<std::string>& text);
// `"1111", "2222"`, of many only the first and how many more; "none".
std::string listed(const std::vector<std::string>& ids);
std::string signature_pointer(const ReadAction& action, std::string_view field);  // /action_signatures/0/…
std::string detail_pointer(const ReadAction& action);

}  // namespace keyturn::rule_checks
