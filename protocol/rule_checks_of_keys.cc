#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "protocol/identifiers.h"
#include "protocol/rule_checks.h"

namespace keyturn::rule_checks {
namespace {

constexpr std::string_view keys_pointer = "/conversation_participant_keys";
using WrapSet = std::set<DetailParticipantKey>;

WrapSet wraps_of_request(const Attempt& attempt) {
    WrapSet wraps;
    for (const ParticipantKey& key : wrapped_keys(attempt))
        wraps.insert({key.user_id.value_or(""), key.encrypted_conversation_key.value_or(""),
                      key.public_key_version.value_or("")});
    return wraps;
}

std::vector<std::string> users_only_in(const WrapSet& some, const WrapSet& others) {
    std::vector<std::string> users;
    for (const DetailParticipantKey& wrap : some)
        if (!others.contains(wrap)) users.push_back(wrap.user_id);
    return users;
}

IdSet roster_after(const Attempt& attempt) {
    IdSet roster = set_of(attempt.group->members);
    roster.insert(requested_users(attempt).begin(), requested_users(attempt).end());
    return roster;
}

std::string key_pointer(std::size_t index, std::string_view field) {
    return fmt::format("{}/{}/{}", keys_pointer, index, field);
}

}  // namespace

RuleFinding wrapped_keys_are_the_signed_ones(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.key_change) return undecided("there is not one key change");
    const WrapSet sent = wraps_of_request(attempt),
                  described{attempt.key_change->participant_keys.begin(), attempt.key_change->participant_keys.end()};
    if (sent == described) return held();
    return broken(requirement, std::string(keys_pointer), "the wrapped keys of the signed key change, byte for byte",
                  fmt::format("others: only here for {}, only there for {}", listed(users_only_in(sent, described)),
                              listed(users_only_in(described, sent))));
}

RuleFinding wrapped_for_whole_roster(const Attempt& attempt, std::string_view requirement) {
    if (!attempt.request().user_ids) return undecided("there are no user_ids");
    RuleFinding finding;
    const IdSet roster = roster_after(attempt), pending = set_of(attempt.group->pending);
    IdSet wrapped;
    std::size_t index = 0;
    for (const ParticipantKey& key : wrapped_keys(attempt)) {
        const std::string_view user = key.user_id ? std::string_view(*key.user_id) : std::string_view();
        if (!roster.contains(user) && !pending.contains(user))
            add(finding, requirement, key_pointer(index, "user_id"), "a current or new member", quoted(key.user_id));
        if (!wrapped.insert(user).second)
            add(finding, requirement, key_pointer(index, "user_id"), "one key for each member",
                quoted(key.user_id) + " again");
        ++index;
    }
    std::vector<std::string> missing;
    for (const std::string_view user : roster)
        if (!wrapped.contains(user)) missing.emplace_back(user);
    if (!missing.empty())
        add(finding, requirement, std::string(keys_pointer), "a key for each of " + listed(missing), "none");
    return finding;
}

RuleFinding wrapped_for_no_pending_user(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    const IdSet roster = roster_after(attempt), pending = set_of(attempt.group->pending);
    std::size_t index = 0;
    for (const ParticipantKey& key : wrapped_keys(attempt)) {
        if (key.user_id && pending.contains(*key.user_id) && !roster.contains(*key.user_id))
            add(finding, requirement, key_pointer(index, "user_id"), "no pending user", quoted(key.user_id));
        ++index;
    }
    return finding;
}

RuleFinding wrapped_for_latest_key(const Attempt& attempt, std::string_view requirement) {
    RuleFinding finding;
    const IdSet roster = roster_after(attempt);
    std::size_t index = 0;
    for (const ParticipantKey& key : wrapped_keys(attempt)) {
        const std::size_t here = index++;
        if (!key.user_id || !roster.contains(*key.user_id)) continue;
        const User* user = find_user(*attempt.users, *key.user_id);
        const RegisteredKey* latest = user ? user->latest_key() : nullptr;
        if (!latest)
            add(finding, requirement, key_pointer(here, "user_id"), "a user with a registered key",
                quoted(key.user_id));
        else if (!key.public_key_version || compare_versions(*key.public_key_version, latest->version) != 0)
            add(finding, requirement, key_pointer(here, "public_key_version"),
                "the latest version, " + quoted(std::string_view(latest->version)), quoted(key.public_key_version));
    }
    return finding;
}

}  // namespace keyturn::rule_checks
