#include "conformance/server/group_change.h"

namespace keyturn {
namespace {

RuleFinding one_key_change_alone(const Attempt& attempt, std::string_view requirement) {
    if (attempt.actions.size() == 1 && attempt.key_changes == 1) return {};
    return {{{std::string(requirement), "/action_signatures", "one key change and nothing else", "other actions"}}, {}};
}

constexpr MembershipRule of_actions = {"one_key_change_alone", "AM-SIG-048", RefusalKind::malformed,
                                       one_key_change_alone};

void add_nobody(Group&, const AddMembersRequest&) {}

}  // namespace

Handled rotate_keys(const Call& call) {
    static const std::vector<MembershipRule> rules = rules_without_adding(of_actions);
    return change_group(call, {ChangeKind::rotate_keys, read_key_change, rules, add_nobody});
}

}  // namespace keyturn
