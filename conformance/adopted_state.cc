#include "conformance/adopted_state.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/json_comparison.h"
#include "conformance/shown_text.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

using Told = std::vector<const JsonValue*>;
template <class T>
using Adopted = std::expected<T, std::string>;

std::unexpected<std::string> no(std::string reason) { return std::unexpected(std::move(reason)); }

// `given` of an answer, checked for what would be lost later; null where there is none.
Adopted<JsonValue> given_of(std::string_view answer) {
    if (answer.empty()) return json_null();
    const auto document = parse_json(answer);
    if (!document) return no("no JSON: " + document.error().reason);
    if (!document->is(JsonKind::object)) return no("no JSON object");
    for (const JsonMember& member : document->members)
        if (member.key != "given") return no(shown_bytes(member.key) + ": the one key is given");
    if (const auto doubled = doubled_keys(*document); !doubled.empty())
        return no(shown_bytes(doubled.front()) + ": the key again");
    const JsonValue* given = document->find("given");
    return given ? *given : json_null();
}

bool tells_groups(const JsonValue& told) { return told.find("group") || told.find("groups"); }

Told groups_told(const JsonValue& told) {
    Told groups;
    if (const JsonValue* single = told.find("group")) groups.push_back(single);
    if (const JsonValue* all = told.find("groups"))
        for (const JsonValue& group : all->elements) groups.push_back(&group);
    return groups;
}

Adopted<void> match_groups(const Given& given, const Told& told, ServerIds& ids) {
    if (told.size() != given.groups.size())
        return no(fmt::format("/given/groups: {} of them, and {} were given", told.size(), given.groups.size()));
    for (std::size_t i = 0; i < told.size(); ++i) {
        const JsonValue* id = told[i]->find("id");
        if (!id || id->text == given.groups[i].id) continue;
        if (!is_path_conversation_id(id->text))
            return no(fmt::format("/given/groups/{}/id: no id of a conversation", i));
        ids.groups.emplace(given.groups[i].id, id->text);
    }
    return {};
}

Adopted<void> match_users_in_order(const Users& given, const std::vector<JsonMember>& told, ServerIds& ids) {
    auto ours = given.begin();
    for (const JsonMember& user : told) {
        const std::string& id = (ours++)->first;
        if (user.key == id) continue;
        if (given.contains(user.key)) return no("/given/users: new ids and those that were given, in another order");
        if (!is_user_id(user.key)) return no("/given/users: a new id that is no user id");
        ids.users.emplace(id, user.key);
    }
    return {};
}

Adopted<void> match_users(const Users& given, const std::vector<JsonMember>& told, ServerIds& ids) {
    if (std::ranges::all_of(told, [&](const JsonMember& user) { return given.contains(user.key); })) return {};
    if (told.size() != given.size())
        return no(
            fmt::format("/given/users: {} of them, some with new ids, and {} were given", told.size(), given.size()));
    return match_users_in_order(given, told, ids);
}

Adopted<ServerIds> match(const Given& given, const JsonValue& told) {
    ServerIds ids;
    if (tells_groups(told))
        if (auto ok = match_groups(given, groups_told(told), ids); !ok) return no(ok.error());
    const JsonValue* users = told.find("users");
    if (!users) return ids;
    if (auto ok = match_users(given.users, users->members, ids); !ok) return no(ok.error());
    return ids;
}

Adopted<void> overwrite(JsonValue& ours, const JsonValue& told, const std::string& pointer) {
    if (!told.is(JsonKind::object)) return no(pointer + ": no JSON object");
    for (const JsonMember& member : told.members) ours.set(member.key, member.value);
    return {};
}

// Our state with what was told in its place; what must not be told shows when it is read.
Adopted<JsonValue> merged(const Given& given, const JsonValue& told) {
    JsonValue ours = given_to_json(given, PrivateParts::stripped);
    std::size_t index = 0;
    for (const JsonValue* group : groups_told(told)) {
        JsonValue& own = ours.find("groups")->elements[index];
        if (auto ok = overwrite(own, *group, fmt::format("/given/groups/{}", index++)); !ok) return no(ok.error());
    }
    for (const JsonMember& part : told.members) {
        if (part.key == "group" || part.key == "groups") continue;
        if (part.key != "users" || !part.value.is(JsonKind::object)) return no("/given: groups and users, no more");
        for (const JsonMember& user : part.value.members)
            if (auto ok = overwrite(*ours.find("users")->find(user.key), user.value, "/given/users"); !ok)
                return no(ok.error());
    }
    return ours;
}

// The server chose the keys: what is said of them must not reach a terminal as it stands.
std::string sentence_of(const Problem& problem) {
    return fmt::format("{}: expected {}", shown_bytes(problem.pointer), problem.expected);
}

bool fits_a_header(const std::string& token) {
    return !token.empty() && std::ranges::all_of(token, [](char c) { return c > ' ' && c <= '~'; });
}

bool are_the_same_keys(const User& a, const User& b) {
    const RegisteredKey *ours = a.latest_key(), *theirs = b.latest_key();
    if (!ours || !theirs) return ours == theirs;
    return ours->identity == theirs->identity && ours->signing == theirs->signing;
}

// The private keys stayed here: they come back to their users.
Adopted<void> give_back_private_keys(const Given& ours, Given& standing) {
    for (auto& [id, user] : standing.users) {
        const User& own = ours.users.at(id);
        if (user.private_keys) return no("/given/users: private keys, which nobody was told");
        if (user.token && !fits_a_header(*user.token)) return no("/given/users: a token that can't stand in a header");
        if (own.private_keys && !are_the_same_keys(own, user))
            return no("/given/users: other public keys than those whose private keys are known");
        user.private_keys = own.private_keys;
    }
    return {};
}

}  // namespace

std::expected<StandingState, std::string> adopt(const Given& given, std::string_view answer) {
    const auto told = given_of(answer);
    if (!told) return no(told.error());
    if (told->is(JsonKind::null)) return StandingState{given};
    if (!told->is(JsonKind::object)) return no("/given: no JSON object");
    const auto ids = match(given, *told);
    if (!ids) return no(ids.error());
    const Given ours = with_ids(given, *ids);
    const auto document = merged(ours, *told);
    if (!document) return no(document.error());
    auto standing = read_given(*document, "/given");
    if (!standing) return no(sentence_of(standing.error().front()));
    if (auto ok = give_back_private_keys(ours, *standing); !ok) return no(ok.error());
    StandingState state{std::move(*standing), *ids};
    add_what_differs(state.ids, given, state.given);
    return state;
}

}  // namespace keyturn
