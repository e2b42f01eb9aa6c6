// Groups and users with their keys: the state that cases start from, and that requests are verified in.
#include <fmt/format.h>

#include <algorithm>

#include "conformance/exchange.h"
#include "conformance/explain/kinds.h"
#include "protocol/action_signature.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::size_t most_told = 50;  // groups and users, one by one

void find_odd_group(const Group& group, const Given& given, Words& words) {
    for (const std::string& id : group.admins)
        words.find_odd_if(!contains(group.members, id), fmt::format("the admin {} is no member", quoted(id)));
    for (const std::string& id : group.pending)
        words.find_odd_if(contains(group.members, id), fmt::format("the pending {} is a member", quoted(id)));
    for (const std::string& id : group.members)
        words.find_odd_if(!given.users.contains(id), fmt::format("the member {} is no user of the state", quoted(id)));
    words.find_doubled("the members", group.members);
}

void explain_group(const Group& group, const Given& given, Words& words) {
    words.say("group " + quoted(group.id));
    Words inside = words.within("group " + quoted(group.id));
    inside.say("members: " + users_in_words(group.members));
    inside.say("admins: " + users_in_words(group.admins));
    inside.say("pending: " + users_in_words(group.pending));
    inside.say("title: " + or_not_set(group.title));
    inside.say("avatar URL: " + or_not_set(group.avatar_url));
    inside.say("ttl: " + in_words(group.ttl_msec));
    inside.say("screen capture blocking: " + in_words(group.screen_capture_blocking));
    inside.say("conversation key version: " +
               (group.conversation_key_version ? version_in_words(*group.conversation_key_version) : "not known"));
    find_odd_group(group, given, inside);
}

std::string versions_in_words(const User& user) {
    std::string text;
    for (const RegisteredKey& key : user.keys) text += (text.empty() ? "" : ", ") + quoted(key.version);
    return text.empty() ? "no registered key" : fmt::format("registered {}", text);
}

void find_odd_keys(const User& user, Words& words) {
    for (const RegisteredKey& key : user.keys) {
        if (key.identity_public_key_signature.empty() || !key.signing) continue;
        words.find_odd_if(
            !binding_verifies(base64(key.identity.spki()), *key.signing, key.identity_public_key_signature),
            fmt::format("the binding of the keys of version {} does not verify", quoted(key.version)));
    }
    const RegisteredKey* latest = user.latest_key();
    if (!user.private_keys || !latest) return;
    words.find_odd_if(user.private_keys->identity.public_key() != latest->identity ||
                          user.private_keys->signing.public_key() != latest->signing,
                      "the private keys are not those of the latest registration");
}

void explain_user(const std::string& id, const User& user, Words& words) {
    words.say(fmt::format("user {}: {}{}{}", quoted(id), versions_in_words(user),
                          user.private_keys ? "; private keys, not shown" : "",
                          user.token ? "; a token, not shown" : ""));
    Words inside = words.within("user " + quoted(id));
    find_odd_keys(user, inside);
}

void explain_given(const Given& given, Words& words) {
    words.hide_secrets_of(given);
    words.say(fmt::format("{}, {}", counted(given.groups.size(), "group"), counted(given.users.size(), "user")));
    for (std::size_t i = 0; i < std::min(given.groups.size(), most_told); ++i)
        explain_group(given.groups[i], given, words);
    std::size_t told = 0;
    for (const auto& [id, user] : given.users) {
        if (told++ == most_told) break;
        explain_user(id, user, words);
    }
    const std::size_t untold = given.groups.size() - std::min(given.groups.size(), most_told) + given.users.size() -
                               std::min(given.users.size(), most_told);
    if (untold > 0) words.say(fmt::format("and {} more groups and users", untold));
}

void explain_made(const MadeState& made, Words& words) {
    words.say(fmt::format("made when it is asked for: {}, {}, {} outside, {} pending",
                          counted(made.shape.members, "member"), counted(made.shape.admins, "admin"),
                          made.shape.outsiders, made.shape.pending));
    words.say(fmt::format("title: {}, seed {}", or_not_set(made.shape.title), made.seed));
}

std::expected<SharedState, Problems> as_shared(std::expected<Given, Problems> given) {
    if (!given) return std::unexpected(std::move(given.error()));
    return SharedState(std::move(*given));
}

}  // namespace

bool is_like_state(const JsonValue& value) {
    const bool is_file = value.find("schema") && (value.find("given") || value.find("made"));
    return is_file || value.find("groups") || (value.find("users") && !value.find("action"));
}

Result<void> explain_state(const JsonValue& value, Words& words) {
    const auto given = value.find("schema") ? read_shared_state(value) : as_shared(read_given(value));
    if (!given) {
        words.say("a state that can't be read");
        words.find_problems(given.error(), "the state");
    } else if (const auto* made = std::get_if<MadeState>(&*given)) {
        explain_made(*made, words);
    } else {
        explain_given(std::get<Given>(*given), words);
    }
    return {};
}

}  // namespace keyturn
