#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "protocol/identifiers.h"
#include "protocol/rule_checks.h"

namespace keyturn::rule_checks {
namespace {

constexpr std::uint64_t day_msec = 24u * 60 * 60 * 1000;

const std::vector<std::string> no_users;

const std::vector<std::string>& requested(const Attempt& attempt) {
    return attempt.request().user_ids ? *attempt.request().user_ids : no_users;
}

using IdSet = std::set<std::string, std::less<>>;

IdSet set_of(const std::vector<std::string>& ids) { return {ids.begin(), ids.end()}; }

template <class Predicate>
RuleFinding no_added_user(const Attempt& attempt, std::string_view requirement, std::string_view expected, Predicate is_wrong) {
    RuleFinding finding;
    std::size_t index = 0;
    for (const std::string& id : requested(attempt)) {
        if (is_wrong(id)) add(finding, requirement, pointer_to("/user_ids", index), std::string(expected), quoted(std::string_view(id)));
        ++index;
    }
    return finding;
}

const std::string member_add_pointer(const Attempt& attempt) {
    return signature_pointer(*attempt.member_add_action, "/encoded_message_event_detail");
}

// What was signed of the group against what is stored: lists as multisets, for a list has no order but must not repeat.
RuleFinding same_ids(const Attempt& attempt, std::string_view requirement, std::string_view what, std::vector<std::string> MemberAdd::*signed_ids,
                     std::vector<std::string> Group::*stored_ids) {
    if (!attempt.member_add) return undecided("there is not one member add");
    std::vector<std::string> ours = attempt.group->*stored_ids, theirs = *attempt.member_add.*signed_ids;
    std::ranges::sort(ours);
    std::ranges::sort(theirs);
    if (ours == theirs) return held();
    return broken(requirement, member_add_pointer(attempt), fmt::format("the group's {}: {}", what, listed(ours)), listed(theirs));
}

std::string text_of_value(const std::optional<std::string>& text) { return quoted(text); }
std::string text_of_value(const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : "nothing"; }
std::string text_of_value(const std::optional<bool>& flag) { return flag ? (*flag ? "true" : "false") : "nothing"; }

template <class Value>
RuleFinding same_value(const Attempt& attempt, std::string_view requirement, std::string_view what, std::optional<Value> MemberAdd::*signed_value,
                       const std::optional<Value>& stored) {
    if (!attempt.member_add) return undecided("there is not one member add");
    const std::optional<Value>& theirs = *attempt.member_add.*signed_value;
    if (theirs == stored) return held();
    return broken(requirement, member_add_pointer(attempt), fmt::format("the group's {}: {}", what, text_of_value(stored)), text_of_value(theirs));
}

// A stored empty text can only be signed as an unset one (fact sheet, section 4), so an unset one that was signed fits both.
std::optional<std::string> as_signed(const std::optional<std::string>& stored, const std::optional<MemberAdd>& member_add,
                                     std::optional<std::string> MemberAdd::*signed_value) {
    const bool reads_as_unset = stored && stored->empty() && member_add && !(*member_add.*signed_value);
    return reads_as_unset ? std::nullopt : stored;
}

}  // namespace

RuleFinding key_version_agrees(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    const auto& version = attempt.request().conversation_key_version;
    if (!version) add(finding, requirement, "/conversation_key_version", "the version of the new key", "nothing");
    const auto compare = [&](std::string_view action, const std::optional<std::string>& other) {
        if (version && other && *other != *version)
            add(finding, requirement, "/conversation_key_version", fmt::format("the version in the {}: {}", action, quoted(other)), quoted(version));
    };
    compare("key change", attempt.key_change ? std::optional(attempt.key_change->conversation_key_version) : std::nullopt);
    compare("member add", attempt.member_add ? std::optional(attempt.member_add->conversation_key_version) : std::nullopt);
    return finding;
}

RuleFinding key_version_decimal(const Attempt& attempt, std::string_view requirement) {
    const auto& version = attempt.request().conversation_key_version;
    if (!version) return undecided("there is no conversation_key_version");
    if (read_key_version(*version)) return held();
    return broken(requirement, "/conversation_key_version", "a decimal number of 64 bits without leading zero", quoted(version));
}

RuleFinding key_version_moves_forward(const Attempt& attempt, std::string_view requirement) {
    const auto& version = attempt.request().conversation_key_version;
    const auto& current = attempt.group->conversation_key_version;
    if (!version || !is_decimal(*version)) return undecided("there is no conversation_key_version to compare");
    if (!current) return undecided("the group's current key version is not known");
    if (compare_versions(*version, *current) > 0) return held();
    return broken(requirement, "/conversation_key_version", "a version above the current one, " + quoted(current), quoted(version));
}

RuleFinding key_version_not_far_ahead(const Attempt& attempt, std::string_view requirement) {
    const auto version = read_key_version(attempt.request().conversation_key_version.value_or(""));
    if (!version) return undecided("there is no conversation_key_version to compare");
    if (!attempt.now_msec) return undecided("the time is not known");
    if (*version <= *attempt.now_msec || *version - *attempt.now_msec <= day_msec) return held();
    return broken(requirement, "/conversation_key_version", fmt::format("at most 24 hours after {}", *attempt.now_msec), std::to_string(*version));
}

RuleFinding user_ids_are_the_signed_ones(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.member_add || !attempt.request().user_ids) return undecided("there are no user_ids or there is not one member add");
    if (set_of(requested(attempt)) == set_of(attempt.member_add->new_members)) return held();
    return broken(requirement, "/user_ids", "the users of the signed member add: " + listed(attempt.member_add->new_members), listed(requested(attempt)));
}

RuleFinding added_users_are_no_members(const Attempt& attempt, std::string_view requirement) {
    const IdSet members = set_of(attempt.group->members);
    return no_added_user(attempt, requirement, "a user who is no member yet", [&](const std::string& id) { return id != attempt.sender && members.contains(id); });
}

RuleFinding sender_does_not_add_itself(const Attempt& attempt, std::string_view requirement) {
    return no_added_user(attempt, requirement, "another user than the sender", [&](const std::string& id) { return id == attempt.sender; });
}

RuleFinding added_users_are_not_pending(const Attempt& attempt, std::string_view requirement) {
    const IdSet pending = set_of(attempt.group->pending);
    return no_added_user(attempt, requirement, "a user who is not pending", [&](const std::string& id) { return pending.contains(id); });
}

RuleFinding sender_is_a_member(const Attempt& attempt, std::string_view requirement) {
    if (contains(attempt.group->members, attempt.sender)) return held();
    return broken(requirement, "", "a sender who is a member of the group", quoted(std::string_view(attempt.sender)));
}

RuleFinding sender_may_add(const Attempt& attempt, std::string_view requirement) {
    if (!contains(attempt.group->members, attempt.sender)) return undecided("the sender is no member");
    if (contains(attempt.group->admins, attempt.sender)) return held();
    return broken(requirement, "", "a sender who may add members: an admin, one of " + listed(attempt.group->admins), quoted(std::string_view(attempt.sender)));
}

RuleFinding signed_admins_are_members(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.member_add) return undecided("there is not one member add");
    const IdSet members = set_of(attempt.member_add->current_members);
    RuleFinding finding;
    for (const std::string& admin : attempt.member_add->current_admins)
        if (!members.contains(admin)) add(finding, requirement, member_add_pointer(attempt), "admins who are members", quoted(std::string_view(admin)));
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
    return same_value(attempt, requirement, "title", &MemberAdd::title, as_signed(attempt.group->title, attempt.member_add, &MemberAdd::title));
}

RuleFinding signed_avatar_is_current(const Attempt& attempt, std::string_view requirement) {
    return same_value(attempt, requirement, "avatar URL", &MemberAdd::avatar_url,
                      as_signed(attempt.group->avatar_url, attempt.member_add, &MemberAdd::avatar_url));
}

RuleFinding signed_ttl_is_current(const Attempt& attempt, std::string_view requirement) {
    return same_value(attempt, requirement, "ttl", &MemberAdd::ttl_msec, attempt.group->ttl_msec);
}

RuleFinding signed_screen_capture_is_current(const Attempt& attempt, std::string_view requirement) {
    return same_value(attempt, requirement, "screen-capture flag", &MemberAdd::screen_capture_blocking, attempt.group->screen_capture_blocking);
}

}  // namespace keyturn::rule_checks
