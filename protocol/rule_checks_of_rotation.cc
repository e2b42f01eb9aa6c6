#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "protocol/identifiers.h"
#include "protocol/rule_checks.h"

namespace keyturn::rule_checks {
namespace {

constexpr std::uint64_t day_msec = 24u * 60 * 60 * 1000;

template <class Predicate>
RuleFinding no_added_user(const Attempt& attempt, std::string_view requirement, std::string_view expected,
                          Predicate is_wrong) {
    RuleFinding finding;
    std::size_t index = 0;
    for (const std::string& id : requested_users(attempt)) {
        if (is_wrong(id))
            add(finding, requirement, pointer_to("/user_ids", index), std::string(expected),
                quoted(std::string_view(id)));
        ++index;
    }
    return finding;
}

std::string member_add_pointer(const Attempt& attempt) { return detail_pointer(*attempt.member_add_action); }

std::vector<std::string> only_in(const std::vector<std::string>& sorted, const std::vector<std::string>& others) {
    std::vector<std::string> rest;
    std::ranges::set_difference(sorted, others, std::back_inserter(rest));
    return rest;
}

// What was signed of the group against what is stored: lists as multisets, for a list has no order but must not repeat.
RuleFinding same_ids(const Attempt& attempt, std::string_view requirement, std::string_view what,
                     std::vector<std::string> MemberAdd::* signed_ids, std::vector<std::string> Group::* stored_ids) {
    if (!attempt.member_add) return undecided("there is not one member add");
    std::vector<std::string> ours = attempt.group->*stored_ids, theirs = *attempt.member_add.*signed_ids;
    std::ranges::sort(ours);
    std::ranges::sort(theirs);
    if (ours == theirs) return held();
    return broken(requirement, member_add_pointer(attempt), fmt::format("the group's {}: {}", what, listed(ours)),
                  fmt::format("{}; missing: {}; in excess: {}", listed(theirs), listed(only_in(ours, theirs)),
                              listed(only_in(theirs, ours))));
}

std::string text_of_value(const std::optional<std::string>& text) { return quoted(text); }
std::string text_of_value(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : "nothing";
}
std::string text_of_value(const std::optional<bool>& flag) { return flag ? (*flag ? "true" : "false") : "nothing"; }

// What a signer treats as unset (fact sheet, section 4): an unset value that was signed fits it too.
bool is_signed_as_unset(const std::string& text) { return text.empty(); }
bool is_signed_as_unset(std::int64_t number) { return number < 0; }
bool is_signed_as_unset(bool) { return false; }

template <class Value>
RuleFinding same_value(const Attempt& attempt, std::string_view requirement, std::string_view what,
                       std::optional<Value> MemberAdd::* signed_value, std::optional<Value> Group::* stored_value) {
    if (!attempt.member_add) return undecided("there is not one member add");
    const std::optional<Value>& ours = attempt.group->*stored_value;
    const std::optional<Value>& theirs = *attempt.member_add.*signed_value;
    if (theirs == ours || (!theirs && is_signed_as_unset(*ours))) return held();
    return broken(requirement, member_add_pointer(attempt),
                  fmt::format("the group's {}: {}", what, text_of_value(ours)), text_of_value(theirs));
}

}  // namespace

RuleFinding key_version_agrees(const Attempt& attempt, std::string_view requirement) {
    if (!body_was_read(attempt)) return undecided("the body is no JSON object");
    RuleFinding finding;
    const auto& version = attempt.request().conversation_key_version;
    if (!version) add(finding, requirement, "/conversation_key_version", "the version of the new key", "nothing");
    const auto compare = [&](std::string_view action, const std::optional<std::string>& other) {
        if (version && other && *other != *version)
            add(finding, requirement, "/conversation_key_version",
                fmt::format("the version in the {}: {}", action, quoted(other)), quoted(version));
    };
    compare("key change",
            attempt.key_change ? std::optional(attempt.key_change->conversation_key_version) : std::nullopt);
    compare("member add",
            attempt.member_add ? std::optional(attempt.member_add->conversation_key_version) : std::nullopt);
    return finding;
}

RuleFinding key_version_decimal(const Attempt& attempt, std::string_view requirement) {
    const auto& version = attempt.request().conversation_key_version;
    if (!version) return undecided("there is no conversation_key_version");
    if (read_key_version(*version)) return held();
    return broken(requirement, "/conversation_key_version", "a decimal number of 64 bits without leading zero",
                  quoted(version));
}

RuleFinding key_version_moves_forward(const Attempt& attempt, std::string_view requirement) {
    const auto& version = attempt.request().conversation_key_version;
    const auto& current = attempt.group->conversation_key_version;
    if (!version || !is_decimal(*version)) return undecided("there is no conversation_key_version to compare");
    if (!current) return undecided("the group's current key version is not known");
    if (compare_versions(*version, *current) > 0) return held();
    return broken(requirement, "/conversation_key_version", "a version above the current one, " + quoted(current),
                  quoted(version));
}

RuleFinding key_version_not_far_ahead(const Attempt& attempt, std::string_view requirement) {
    const auto version = read_key_version(attempt.request().conversation_key_version.value_or(""));
    if (!version) return undecided("there is no conversation_key_version to compare");
    if (!attempt.now_msec) return undecided("the time is not known");
    if (*version <= *attempt.now_msec || *version - *attempt.now_msec <= day_msec) return held();
    return broken(requirement, "/conversation_key_version", fmt::format("at most 24 hours after {}", *attempt.now_msec),
                  std::to_string(*version));
}

RuleFinding user_ids_are_the_signed_ones(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.member_add || !attempt.request().user_ids)
        return undecided("there are no user_ids or there is not one member add");
    if (set_of(requested_users(attempt)) == set_of(attempt.member_add->new_members)) return held();
    return broken(requirement, "/user_ids",
                  "the users of the signed member add: " + listed(attempt.member_add->new_members),
                  listed(requested_users(attempt)));
}

RuleFinding added_users_are_no_members(const Attempt& attempt, std::string_view requirement) {
    const IdSet members = set_of(attempt.group->members);
    return no_added_user(attempt, requirement, "a user who is no member yet",
                         [&](const std::string& id) { return id != attempt.sender && members.contains(id); });
}

RuleFinding sender_does_not_add_itself(const Attempt& attempt, std::string_view requirement) {
    return no_added_user(attempt, requirement, "another user than the sender",
                         [&](const std::string& id) { return id == attempt.sender; });
}

RuleFinding added_users_are_not_pending(const Attempt& attempt, std::string_view requirement) {
    const IdSet pending = set_of(attempt.group->pending);
    return no_added_user(attempt, requirement, "a user who is not pending",
                         [&](const std::string& id) { return pending.contains(id); });
}

RuleFinding sender_is_a_member(const Attempt& attempt, std::string_view requirement) {
    if (contains(attempt.group->members, attempt.sender)) return held();
    return broken(requirement, "", "a sender who is a member of the group", quoted(std::string_view(attempt.sender)));
}

RuleFinding sender_may_add(const Attempt& attempt, std::string_view requirement) {
    if (!contains(attempt.group->members, attempt.sender)) return undecided("the sender is no member");
    if (contains(attempt.group->admins, attempt.sender)) return held();
    return broken(requirement, "", "a sender who may add members: an admin, one of " + listed(attempt.group->admins),
                  quoted(std::string_view(attempt.sender)));
}

RuleFinding signed_admins_are_members(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.member_add) return undecided("there is not one member add");
    const IdSet members = set_of(attempt.member_add->current_members);
    RuleFinding finding;
    for (const std::string& admin : attempt.member_add->current_admins)
        if (!members.contains(admin))
            add(finding, requirement, member_add_pointer(attempt), "admins who are members",
                quoted(std::string_view(admin)));
    return finding;
}

RuleFinding signed_members_are_current(const Attempt& attempt, std::string_view requirement) {
    return same_ids(attempt, requirement, "members", &MemberAdd::current_members, &Group::members);
}

RuleFinding signed_admins_are_current(const Attempt& attempt, std::string_view requirement) {
    return same_ids(attempt, requirement, "admins", &MemberAdd::current_admins, &Group::admins);
}

RuleFinding signed_pending_are_current(const Attempt& attempt, std::string_view requirement) {
    return same_ids(attempt, requirement, "pending users", &MemberAdd::pending_members, &Group::pending);
}

RuleFinding signed_title_is_current(const Attempt& attempt, std::string_view requirement) {
    return same_value(attempt, requirement, "title", &MemberAdd::title, &Group::title);
}

RuleFinding signed_avatar_is_current(const Attempt& attempt, std::string_view requirement) {
    return same_value(attempt, requirement, "avatar URL", &MemberAdd::avatar_url, &Group::avatar_url);
}

RuleFinding signed_ttl_is_current(const Attempt& attempt, std::string_view requirement) {
    return same_value(attempt, requirement, "ttl", &MemberAdd::ttl_msec, &Group::ttl_msec);
}

RuleFinding signed_screen_capture_is_current(const Attempt& attempt, std::string_view requirement) {
    return same_value(attempt, requirement, "screen-capture flag", &MemberAdd::screen_capture_blocking,
                      &Group::screen_capture_blocking);
}

}  // namespace keyturn::rule_checks
