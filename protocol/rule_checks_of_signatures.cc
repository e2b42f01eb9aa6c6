#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "protocol/action_signature.h"
#include "protocol/identifiers.h"
#include "protocol/rule_checks.h"
#include "protocol/signature_payload.h"

namespace keyturn::rule_checks {
namespace {

const RequestSignature no_signature;

const RequestSignature& signature_of(const ReadAction& action) {
    return action.source->message_event_signature ? *action.source->message_event_signature : no_signature;
}

bool is_below_two(std::string_view version) { return is_decimal(version) && compare_versions(version, "2") < 0; }

const RegisteredKey* signing_key_of(const Attempt& attempt, const ReadAction& action) {
    const User* sender = find_user(*attempt.users, attempt.sender);
    const auto& version = signature_of(action).public_key_version;
    const RegisteredKey* key = sender && version ? sender->key_at(*version) : nullptr;
    return key && key->signing ? key : nullptr;
}

// The signature version texts of all actions that pass `is_wrong`.
template <class Predicate>
RuleFinding each_signature_version(const Attempt& attempt, std::string_view requirement, std::string_view expected,
                                   Predicate is_wrong) {
    RuleFinding finding;
    for (const ReadAction& action : attempt.actions)
        if (const auto& version = signature_of(action).signature_version; version && is_wrong(*version))
            add(finding, requirement, signature_pointer(action, "/message_event_signature/signature_version"),
                std::string(expected), quoted(version));
    return finding;
}

}  // namespace

RuleFinding details_decode(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    for (const ReadAction& action : attempt.actions)
        if (!action.obstacle.empty())
            add(finding, requirement, detail_pointer(action), "a message event detail", action.obstacle);
    if (!finding.broken() &&
        std::ranges::any_of(attempt.actions, [](const auto& action) { return !action.detail_bytes; }))
        return undecided("a detail is absent or its base64 can't be read");
    return finding;
}

RuleFinding details_canonical(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    for (const ReadAction& action : attempt.actions)
        if (action.detail && !is_canonical(*action.detail_bytes, message_event_detail_schema))
            add(finding, requirement, detail_pointer(action), "the canonical bytes of its value",
                "other bytes for the same value");
    return finding;
}

RuleFinding one_key_change_and_one_member_add(const Attempt& attempt, std::string_view requirement) {
    if (!body_was_read(attempt)) return undecided("the body is no JSON object");
    const bool one_each_at_most = attempt.key_changes <= 1 && attempt.member_adds <= 1;
    const auto unread = static_cast<std::size_t>(
        std::ranges::count_if(attempt.actions, [](const auto& action) { return !action.detail; }));
    if (attempt.actions.size() == 2 && one_each_at_most && attempt.key_changes + attempt.member_adds + unread == 2)
        return unread == 0 ? held() : undecided("a detail can't be read");
    return broken(requirement, "/action_signatures", "one key change and one member add",
                  fmt::format("{} signatures, {} of a key change and {} of a member add", attempt.actions.size(),
                              attempt.key_changes, attempt.member_adds));
}

RuleFinding message_ids_differ(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    std::set<std::string_view> seen;
    for (const ReadAction& action : attempt.actions)
        if (const auto& id = action.source->message_id; id && !seen.insert(*id).second)
            add(finding, requirement, signature_pointer(action, "/message_id"), "an id of its own",
                quoted(id) + " again");
    return finding;
}

RuleFinding message_ids_are_new(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.seen_message_ids) return undecided("which message ids were seen before is not known");
    RuleFinding finding;
    for (const ReadAction& action : attempt.actions)
        if (const auto& id = action.source->message_id; id && attempt.seen_message_ids->contains(*id))
            add(finding, requirement, signature_pointer(action, "/message_id"), "a fresh id",
                quoted(id) + ", which was used before");
    return finding;
}

RuleFinding signatures_well_formed(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    for (const ReadAction& action : attempt.actions) {
        const auto& text = signature_of(action).signature;
        if (!text) continue;
        if (const auto signature = read_signature(*text); !signature)
            add(finding, requirement, signature_pointer(action, "/message_event_signature/signature"),
                "base64 of r || s, 64 bytes, each in [1, n-1]", signature.error().reason);
    }
    return finding;
}

RuleFinding signature_version_not_below_two(const Attempt& attempt, std::string_view requirement) {
    return each_signature_version(attempt, requirement, "a version from 2", is_below_two);
}

RuleFinding signature_version_known(const Attempt& attempt, std::string_view requirement) {
    return each_signature_version(attempt, requirement, "one of the texts 2 to 7", [](std::string_view version) {
        return !is_below_two(version) && !signature_version(version);
    });
}

RuleFinding signing_key_registered(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    for (const ReadAction& action : attempt.actions)
        if (const auto& version = signature_of(action).public_key_version; version && !signing_key_of(attempt, action))
            add(finding, requirement, signature_pointer(action, "/message_event_signature/public_key_version"),
                fmt::format("a version at which the sender {} registered a signing key",
                            quoted(std::string_view(attempt.sender))),
                quoted(version));
    return finding;
}

RuleFinding member_add_signature_verifies(const Attempt& attempt, std::string_view requirement) {
    const ReadAction* action = attempt.member_add_action;
    if (!action) return undecided("there is not one member add");
    const RequestSignature& carried = signature_of(*action);
    const RegisteredKey* key = signing_key_of(attempt, *action);
    const auto version = signature_version(carried.signature_version.value_or(""));
    if (!key || !version || !carried.signature || !action->source->message_id || !read_signature(*carried.signature))
        return undecided("message id, signature, its version or its key can't be used");
    const auto payload = signature_payload(
        {*action->detail, *action->source->message_id, attempt.sender, attempt.conversation_id}, *version);
    if (!payload)
        return broken(requirement, detail_pointer(*action), "a detail that can be signed", payload.error().reason);
    if (payload_verifies(*key->signing, *payload, *carried.signature)) return held();
    return broken(requirement, signature_pointer(*action, "/message_event_signature/signature"),
                  "a signature over " + quoted(std::string_view(*payload)), "one that does not verify");
}

}  // namespace keyturn::rule_checks
