#include "conformance/server_ids.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

using NewIds = std::map<std::string, std::string, std::less<>>;

void rename(std::string& id, const NewIds& ids) {
    if (const auto found = ids.find(id); found != ids.end()) id = found->second;
}

void rename_all(std::vector<std::string>& all, const NewIds& ids) {
    for (std::string& id : all) rename(id, ids);
}

void rename_texts(JsonValue& value, const ServerIds& ids) {
    if (value.is(JsonKind::string)) {
        rename(value.text, ids.users);
        rename(value.text, ids.groups);
    }
    for (JsonValue& element : value.elements) rename_texts(element, ids);
    for (JsonMember& member : value.members) rename_texts(member.value, ids);
}

bool continues_an_id(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether the id stands in the text by itself, not as a part of a longer word or number.
bool names(std::string_view text, std::string_view id) {
    for (std::size_t at = text.find(id); at != std::string_view::npos; at = text.find(id, at + 1)) {
        const std::size_t end = at + id.size();
        if ((at == 0 || !continues_an_id(text[at - 1])) && (end == text.size() || !continues_an_id(text[end])))
            return true;
    }
    return false;
}

// The id that keeps a recorded request from being sent; "" when there is none.
std::string changed_id_in(const HttpRequest& request, const ServerIds& ids) {
    for (const NewIds* changed : {&ids.groups, &ids.users})
        for (const auto& [id, servers] : *changed)
            if (names(request.target, id) || names(request.body, id)) return id;
    return {};
}

void rename(ComposedRequest& request, const ServerIds& ids) {
    rename(request.group, ids.groups);
    rename_all(request.add, ids.users);
}

void rename(ExpectedResponse& response, const ServerIds& ids) {
    if (response.json) rename_texts(*response.json, ids);
    for (auto& [pointer, matcher] : response.matchers)
        if (matcher.value) rename_texts(*matcher.value, ids);
}

bool is_registered_alike(const RegisteredKey& a, const RegisteredKey& b) {
    return a.version == b.version && a.identity == b.identity && a.signing == b.signing;
}

}  // namespace

void add_what_differs(ServerIds& ids, const Given& ours, const Given& theirs) {
    const Given same = with_ids(ours, ids);
    for (std::size_t i = 0; i < ours.groups.size(); ++i)
        if (same.groups[i] != theirs.groups[i]) ids.groups.emplace(ours.groups[i].id, theirs.groups[i].id);
    for (const auto& [id, user] : ours.users) {
        std::string servers = id;
        rename(servers, ids.users);
        const User* now = find_user(theirs.users, servers);
        if (now && !std::ranges::equal(user.keys, now->keys, is_registered_alike)) ids.users.emplace(id, servers);
    }
}

Given with_ids(Given given, const ServerIds& ids) {
    for (Group& group : given.groups) {
        rename(group.id, ids.groups);
        for (auto* list : {&group.members, &group.admins, &group.pending}) rename_all(*list, ids.users);
    }
    Users users;
    for (auto& [id, user] : given.users) {
        std::string servers = id;
        rename(servers, ids.users);
        users.emplace(std::move(servers), std::move(user));
    }
    given.users = std::move(users);
    return given;
}

std::expected<Case, std::string> with_ids(Case test, const ServerIds& ids) {
    if (test.starts_from_a_state()) {
        test.given = with_ids(test.starting_state(), ids);
        test.made.reset();
    }
    for (Exchange& exchange : test.exchanges) {
        if (exchange.as) rename(*exchange.as, ids.users);
        rename(exchange.response, ids);
        if (auto* composed = std::get_if<ComposedRequest>(&exchange.request)) {
            rename(*composed, ids);
        } else if (const std::string id = changed_id_in(std::get<HttpRequest>(exchange.request), ids); !id.empty()) {
            return std::unexpected(fmt::format(
                "the id is signed: a recorded request is sent as recorded, and names {}, which is not the same on this "
                "server",
                id));
        }
    }
    return test;
}

}  // namespace keyturn
