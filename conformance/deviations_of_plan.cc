#include <fmt/format.h>

#include <algorithm>

#include "conformance/deviation_steps.h"
#include "protocol/identifiers.h"
#include "protocol/signature_payload.h"

namespace keyturn::deviate {
namespace {

constexpr std::uint64_t hour_msec = 60u * 60 * 1000, day_msec = 24 * hour_msec;
constexpr std::uint64_t clock_difference_msec = 5u * 60 * 1000;  // what two clocks may differ by
const std::string stranger = "4040404040404040404";              // a user id that no state has

Result<void> set_version(Draft& draft, std::string version) {
    draft.plan.conversation_key_version = version;
    draft.plan.member_add.conversation_key_version = std::move(version);
    return {};
}

Result<std::uint64_t> current_version(const Draft& draft) {
    const auto version = read_key_version(draft.group.conversation_key_version.value_or(""));
    if (!version) return refuse("the group has no key version to stay at");
    return *version;
}

// A member who is not the sender.
Result<std::string> other_member(const Draft& draft) {
    for (const std::string& id : draft.group.members)
        if (id != draft.plan.sender) return id;
    return refuse("the group has no other member than the sender");
}

void forget_recipient(Draft& draft, std::string_view id) {
    std::erase_if(draft.plan.recipients, [&](const Recipient& recipient) { return recipient.user_id == id; });
}

Recipient recipient_with_key_of_sender(const Draft& draft, const std::string& id) {
    return {id, draft.keys.identity.public_key(), draft.plan.signing_key_version};
}

}  // namespace

Result<void> key_version_as_before(Draft& draft, std::string_view) {
    const auto version = current_version(draft);
    if (!version) return std::unexpected(version.error());
    return set_version(draft, std::to_string(*version));
}

Result<void> key_version_below(Draft& draft, std::string_view) {
    const auto version = current_version(draft);
    if (!version || *version == 0) return refuse("the group has no key version to go below");
    return set_version(draft, std::to_string(*version - 1));
}

Result<void> key_version_just_above(Draft& draft, std::string_view) {
    const auto version = current_version(draft);
    if (!version) return std::unexpected(version.error());
    return set_version(draft, std::to_string(*version + 1));
}

Result<void> key_version_within_a_day(Draft& draft, std::string_view) {
    return set_version(draft, std::to_string(draft.now_msec + day_msec - clock_difference_msec));
}
Result<void> key_version_past_a_day(Draft& draft, std::string_view) {
    return set_version(draft, std::to_string(draft.now_msec + day_msec + clock_difference_msec));
}
Result<void> key_version_far_ahead(Draft& draft, std::string_view) {
    return set_version(draft, std::to_string(draft.now_msec + 2 * day_msec));
}
Result<void> key_version_no_number(Draft& draft, std::string_view) {
    return set_version(draft, draft.plan.conversation_key_version + "a");
}
Result<void> key_version_text(Draft& draft, std::string_view text) { return set_version(draft, std::string(text)); }
Result<void> key_version_leading_zero(Draft& draft, std::string_view) {
    return set_version(draft, "0" + draft.plan.conversation_key_version);
}
Result<void> key_version_past_64_bits(Draft& draft, std::string_view) {
    return set_version(draft, "18446744073709551616");
}

Result<void> adds_nobody(Draft& draft, std::string_view) {
    for (const std::string& id : *draft.plan.user_ids)
        if (!contains(draft.group.members, id)) forget_recipient(draft, id);
    draft.plan.user_ids->clear();
    draft.plan.member_add.new_members.clear();
    return {};
}

Result<void> lacks_user_ids(Draft& draft, std::string_view argument) {
    const auto emptied = adds_nobody(draft, argument);
    draft.plan.user_ids.reset();
    return emptied;
}

Result<void> for_conversation(Draft& draft, std::string_view id) {
    draft.plan.conversation_id = id;
    return {};
}

Result<void> user_id_twice(Draft& draft, std::string_view) {
    if (draft.plan.user_ids->empty()) return refuse("nobody is added who could be named twice");
    draft.plan.user_ids->push_back(draft.plan.user_ids->front());
    return {};
}

Result<void> adds_unknown_user(Draft& draft, std::string_view) {
    draft.plan.user_ids->push_back(stranger);
    draft.plan.member_add.new_members.push_back(stranger);
    draft.plan.recipients.push_back(recipient_with_key_of_sender(draft, stranger));
    return {};
}

Result<void> signs_other_user(Draft& draft, std::string_view) {
    draft.plan.member_add.new_members = {stranger};
    return {};
}

Result<void> signs_nobody(Draft& draft, std::string_view) {
    draft.plan.member_add.new_members.clear();
    return {};
}

Result<void> signs_another_user_too(Draft& draft, std::string_view) {
    draft.plan.member_add.new_members.push_back(stranger);
    return {};
}

Result<void> signs_stale_members(Draft& draft, std::string_view) {
    const auto other = other_member(draft);
    if (!other) return std::unexpected(other.error());
    std::erase(draft.plan.member_add.current_members, *other);
    return {};
}

Result<void> signs_extra_member(Draft& draft, std::string_view) {
    draft.plan.member_add.current_members.push_back(stranger);
    return {};
}

Result<void> signs_doubled_member(Draft& draft, std::string_view) {
    draft.plan.member_add.current_members.push_back(draft.plan.sender);
    return {};
}

Result<void> signs_other_admins(Draft& draft, std::string_view) {
    if (draft.group.admins.size() == draft.group.members.size()) return refuse("all members are admins");
    draft.plan.member_add.current_admins = draft.group.members;
    return {};
}

Result<void> signs_other_pending(Draft& draft, std::string_view) {
    draft.plan.member_add.pending_members.push_back(stranger);
    return {};
}

Result<void> signs_other_title(Draft& draft, std::string_view) {
    draft.plan.member_add.title = draft.group.title.value_or("") + "?";
    return {};
}

Result<void> signs_unset_title(Draft& draft, std::string_view) {
    if (!draft.plan.member_add.title) return refuse("the group has no title");
    draft.plan.member_add.title.reset();
    return {};
}

Result<void> signs_other_avatar(Draft& draft, std::string_view) {
    draft.plan.member_add.avatar_url = draft.group.avatar_url.value_or("https://example.com/") + "?";
    return {};
}

Result<void> signs_other_ttl(Draft& draft, std::string_view) {
    draft.plan.member_add.ttl_msec = draft.group.ttl_msec.value_or(0) + 1;
    return {};
}

Result<void> signs_unset_ttl(Draft& draft, std::string_view) {
    if (!draft.plan.member_add.ttl_msec) return refuse("the group has no ttl");
    draft.plan.member_add.ttl_msec.reset();
    return {};
}

Result<void> signs_other_screen_capture(Draft& draft, std::string_view) {
    draft.plan.member_add.screen_capture_blocking = !draft.group.screen_capture_blocking.value_or(false);
    return {};
}

Result<void> signs_unset_avatar(Draft& draft, std::string_view) {
    if (!draft.plan.member_add.avatar_url) return refuse("the group has no avatar");
    draft.plan.member_add.avatar_url.reset();
    return {};
}

Result<void> signs_unset_screen_capture(Draft& draft, std::string_view) {
    if (!draft.plan.member_add.screen_capture_blocking) return refuse("the group has no screen-capture flag");
    draft.plan.member_add.screen_capture_blocking.reset();
    return {};
}

Result<void> signs_nobody_pending(Draft& draft, std::string_view) {
    if (draft.group.pending.empty()) return refuse("nobody is pending");
    draft.plan.member_add.pending_members.clear();
    return {};
}

Result<void> member_add_version_differs(Draft& draft, std::string_view) {
    draft.plan.member_add.conversation_key_version = std::to_string(draft.now_msec + hour_msec);
    return {};
}

Result<void> leaves_out_a_wrap(Draft& draft, std::string_view) {
    const auto other = other_member(draft);
    if (!other) return std::unexpected(other.error());
    forget_recipient(draft, *other);
    return {};
}

Result<void> leaves_out_current_members(Draft& draft, std::string_view) {
    for (const std::string& id : draft.group.members) forget_recipient(draft, id);
    return {};
}

Result<void> wraps_for_an_outsider(Draft& draft, std::string_view) {
    draft.plan.recipients.push_back(recipient_with_key_of_sender(draft, stranger));
    return {};
}

Result<void> wraps_twice_for_one(Draft& draft, std::string_view) {
    draft.plan.recipients.push_back(draft.plan.recipients.front());
    return {};
}

Result<void> wraps_for_pending(Draft& draft, std::string_view) {
    for (const std::string& id : draft.group.pending)
        if (const User* user = find_user(draft.given.users, id); user && user->latest_key()) {
            draft.plan.recipients.push_back({id, user->latest_key()->identity, user->latest_key()->version});
            return {};
        }
    return refuse("the group has no pending user with a registered key");
}

Result<void> wraps_for_older_key(Draft& draft, std::string_view) {
    for (Recipient& recipient : draft.plan.recipients)
        for (const RegisteredKey& key : find_user(draft.given.users, recipient.user_id)->keys)
            if (compare_versions(key.version, recipient.public_key_version) < 0) {
                recipient = {recipient.user_id, key.identity, key.version};
                return {};
            }
    return refuse("no member has an older registered key");
}

Result<void> signs_at_version(Draft& draft, std::string_view version) {
    const auto number = signature_version(version);
    if (!number) return refuse(fmt::format("'{}' is no signature version: 2 to 7", version));
    draft.plan.signature_version = *number;
    return {};
}

}  // namespace keyturn::deviate
