#include <algorithm>
#include <charconv>
#include <set>

#include "conformance/server/answer.h"
#include "conformance/server/group_change.h"
#include "protocol/action_signature.h"
#include "protocol/event_detail.h"
#include "protocol/identifiers.h"
#include "protocol/object_reader.h"
#include "protocol/signature_payload.h"

namespace keyturn {
namespace {

// A request to create a group and what was signed of it.
struct Creation {
    const Group& group;  // as it was asked for
    const Attempt& attempt;
    const ReadAction& action;
    GroupCreate signed_group;
};

// Ids in any order.
bool same_ids(std::vector<std::string> some, std::vector<std::string> others) {
    std::ranges::sort(some);
    std::ranges::sort(others);
    return some == others;
}

bool each_once(const std::vector<std::string>& ids) {
    return std::set<std::string_view>(ids.begin(), ids.end()).size() == ids.size();
}

bool all_in(const std::vector<std::string>& ids, const std::vector<std::string>& all) {
    return std::ranges::all_of(ids, [&](const std::string& id) { return contains(all, id); });
}

struct RosterRule {
    std::string_view pointer;
    std::string_view expected;
    bool (*holds)(const Group& group, std::string_view creator);
};

constexpr RosterRule roster_rules[] = {
    {"/group_members", "user ids: decimal, from 1 to 9223372036854775807",
     [](const Group& group, std::string_view) { return std::ranges::all_of(group.members, is_user_id); }},
    {"/group_members", "each user once", [](const Group& group, std::string_view) { return each_once(group.members); }},
    {"/group_members", "the creator among the members",
     [](const Group& group, std::string_view creator) { return contains(group.members, creator); }},
    {"/group_admins", "each user once", [](const Group& group, std::string_view) { return each_once(group.admins); }},
    {"/group_admins", "users who are members",
     [](const Group& group, std::string_view) { return all_in(group.admins, group.members); }},
};

struct SignedRule {
    std::string_view pointer;
    std::string_view expected;
    bool (*holds)(const Creation& creation);
    std::string_view name = "";  // of the server's rule, where it can be left out
};

bool signature_verifies(const Creation& creation);

constexpr SignedRule signed_rules[] = {
    {"/action_signatures", "a signature that verifies over the signed creation", signature_verifies},
    {"/conversation_key_version", "the version that was signed with the creation",
     [](const Creation& c) {
         return c.attempt.request().conversation_key_version == c.signed_group.conversation_key_version;
     }},
    {"/group_members", "the members that were signed",
     [](const Creation& c) { return same_ids(c.group.members, c.signed_group.members); }},
    {"/group_admins", "the admins that were signed",
     [](const Creation& c) { return same_ids(c.group.admins, c.signed_group.admins); }},
    {"/group_name", "the title that was signed, byte for byte",
     [](const Creation& c) { return c.group.title == c.signed_group.title; }, "group_name_is_the_signed_one"},
    {"/group_avatar_url", "the avatar URL that was signed, byte for byte",
     [](const Creation& c) { return c.group.avatar_url == c.signed_group.avatar_url; },
     "group_avatar_is_the_signed_one"},
    {"/ttl_msec", "the ttl that was signed",
     [](const Creation& c) { return c.group.ttl_msec == c.signed_group.ttl_msec; }},
};

bool signature_verifies(const Creation& creation) {
    const ActionSignature& action = *creation.action.source;
    if (!action.message_id || !action.message_event_signature) return false;
    const RequestSignature& carried = *action.message_event_signature;
    const User* sender = find_user(*creation.attempt.users, creation.attempt.sender);
    const RegisteredKey* key = sender ? sender->key_at(carried.public_key_version.value_or("")) : nullptr;
    const auto version = signature_version(carried.signature_version.value_or(""));
    if (!key || !key->signing || !version) return false;
    const PayloadSource source{*creation.action.detail, *action.message_id, creation.attempt.sender,
                               creation.attempt.conversation_id};
    const auto payload = signature_payload(source, *version);
    return payload && payload_verifies(*key->signing, *payload, carried.signature.value_or(""));
}

const ReadAction* group_create_of(const Attempt& attempt) {
    const auto found = std::ranges::find_if(attempt.actions, [](const ReadAction& action) {
        return action.detail && GroupCreate::from_detail(*action.detail);
    });
    return found == attempt.actions.end() ? nullptr : &*found;
}

RuleFinding one_key_change_and_one_group_create(const Attempt& attempt, std::string_view requirement) {
    if (attempt.actions.size() == 2 && attempt.key_changes == 1 && group_create_of(attempt)) return {};
    return {{{std::string(requirement), "/action_signatures", "one key change and one group create", "other actions"}},
            {}};
}

constexpr MembershipRule of_actions = {"one_key_change_and_one_group_create", "AM-SIG-049", RefusalKind::malformed,
                                       one_key_change_and_one_group_create};

// The ttl is the one number of the protocol that is sent as text and signed as a number.
std::optional<std::int64_t> read_ttl(ObjectReader& object, Problems& problems) {
    const auto text = object.optional_text("ttl_msec");
    if (!text) return std::nullopt;
    std::int64_t ttl = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), ttl);
    if (is_decimal(*text) && error == std::errc{}) return ttl;
    problems.push_back({"", "/ttl_msec", "milliseconds as decimal text, at most 2^63-1", "something else"});
    return std::nullopt;
}

Group read_group(const JsonValue& document, Problems& problems) {
    ObjectReader object(document, "", problems);
    Group group;
    group.id = object.text("conversation_id");
    group.members = object.texts("group_members");
    group.admins = object.texts("group_admins");
    group.title = object.optional_text("group_name");
    group.avatar_url = object.optional_text("group_avatar_url");
    object.optional_text("group_description");
    group.ttl_msec = read_ttl(object, problems);
    return group;
}

template <class Rule>
HttpResponse refused_by(const Rule& rule) {
    return body_refused({{"", std::string(rule.pointer), std::string(rule.expected), ""}});
}

std::optional<HttpResponse> broken_roster_rule(const Group& group, std::string_view creator) {
    for (const RosterRule& rule : roster_rules)
        if (!rule.holds(group, creator)) return refused_by(rule);
    return std::nullopt;
}

std::optional<HttpResponse> broken_signed_rule(const ServerState& state, const Creation& creation) {
    for (const SignedRule& rule : signed_rules)
        if (state.keeps(rule.name) && !rule.holds(creation)) return refused_by(rule);
    return std::nullopt;
}

// What there is to say about the id before the rest is looked at; nothing when the caller may create the group. Whether
// others have a group by that id is not told.
std::optional<Handled> settled_by_id(const Call& call, const std::string& id) {
    const Conversation* created = call.state.find(id);
    if (created && contains(created->group.members, call.caller)) {
        if (const HttpResponse* answer = answered_before(call, *created, ChangeKind::create_group))
            return Handled{*answer, std::nullopt};
        return refused(problem_answer(409, "this group was created before", "/conversation_id"));
    }
    const auto minted = call.state.initialized_groups.find(id);
    if (minted != call.state.initialized_groups.end() && minted->second == call.caller) return std::nullopt;
    return refused(problem_answer(404, "no such group was initialized for the caller", "/conversation_id"));
}

JsonValue creation_data(const Conversation& after) {
    JsonValue data = json_object({{"conversation_id", json_string(after.group.id)}});
    if (!after.events.empty())
        data.set("conversation_key_change_sequence_id", json_string(std::to_string(after.events.front()->sequence_id)));
    return data;
}

std::optional<HttpResponse> refusal(const Call& call, const Group& group, const Attempt& attempt) {
    static const std::vector<MembershipRule> rules = rules_without_adding(of_actions);
    if (auto response = broken_roster_rule(group, call.caller)) return response;
    if (auto response = broken_rule(call.state, attempt, rules)) return response;
    const ReadAction* action = group_create_of(attempt);
    if (!action) return std::nullopt;  // a server that asks for none has nothing to compare with
    return broken_signed_rule(call.state, {group, attempt, *action, *GroupCreate::from_detail(*action->detail)});
}

}  // namespace

Handled create_group(const Call& call) {
    const auto document = read_document(call);
    if (!document) return refused(problem_answer(400, "the body must be one JSON object"));
    Problems problems;
    Conversation fresh;
    fresh.group = read_group(*document, problems);
    if (!problems.empty()) return refused(body_refused(problems));
    if (auto handled = settled_by_id(call, fresh.group.id)) return *std::move(handled);
    const ReadRequest read = read_key_change(document);
    const Attempt attempt = attempt_of(call, fresh, read);
    if (auto response = refusal(call, fresh.group, attempt)) return refused(*std::move(response));
    Handled handled = accept(call, attempt, ChangeKind::create_group, fresh, creation_data);
    handled.next->initialized_groups.erase(fresh.group.id);
    return handled;
}

}  // namespace keyturn
