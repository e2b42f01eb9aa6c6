#include "conformance/api_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "protocol/base64.h"
#include "protocol/group_changes.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

constexpr std::uint64_t a_day_msec = 24ull * 60 * 60 * 1000;

std::unexpected<NoState> failed(std::string reason) {
    return std::unexpected(NoState{"set-up failed: " + std::move(reason)});
}

// ---- what can't be made

using Ids = std::set<std::string, std::less<>>;

// Who sends, and who is added.
Ids users_named(const Case& test) {
    Ids named;
    for (const Exchange& exchange : test.exchanges) {
        if (exchange.as) named.insert(*exchange.as);
        if (const auto* composed = std::get_if<ComposedRequest>(&exchange.request))
            named.insert(composed->add.begin(), composed->add.end());
    }
    return named;
}

const std::string& creator_of(const Group& group) {
    return group.admins.empty() ? group.members.front() : group.admins.front();
}

std::string why_group_is_not_made(const Group& group, const Given& given, const Ids& named, std::uint64_t now_msec) {
    const auto pending = std::ranges::find_if(group.pending, [&](const std::string& id) { return named.contains(id); });
    if (pending != group.pending.end()) return fmt::format("{} is a pending user", *pending);
    if (group.screen_capture_blocking.value_or(false)) return "screen capture is blocked";
    if (!is_group_id(group.id)) return "no server mints a group id like it";
    if (group.members.empty()) return "it has no members";
    const auto outside =
        std::ranges::find_if(group.admins, [&](const std::string& id) { return !contains(group.members, id); });
    if (outside != group.admins.end()) return fmt::format("{} is an admin and no member", *outside);
    const User* creator = find_user(given.users, creator_of(group));
    if (!creator || !creator->private_keys)
        return fmt::format("there are no private keys of {} to sign its creation with", creator_of(group));
    if (!group.conversation_key_version) return {};
    const auto version = read_key_version(*group.conversation_key_version);
    if (!version) return "its key version is none";
    return *version > now_msec + a_day_msec ? "its key version lies more than a day ahead" : "";
}

Ids users_with_accounts(const Accounts& accounts) {
    Ids ids;
    for (const auto& [id, account] : accounts) ids.insert(account.id);
    return ids;
}

std::string why_not_made(const Case& test, const Given& given, const Ids& accounts, std::uint64_t now_msec) {
    Ids needed = users_named(test);
    for (const Group& group : given.groups) {
        if (const std::string why = why_group_is_not_made(group, given, needed, now_msec); !why.empty())
            return fmt::format("no operation makes the group {}: {}", group.id, why);
    }
    for (const Group& group : given.groups) needed.insert(group.members.begin(), group.members.end());
    for (const std::string& id : needed)
        if (!accounts.contains(id))
            return fmt::format("the user {} has no account: --user {}=REAL_ID:TOKEN_ENV names one", id, id);
    return {};
}

// ---- keys

bool is_lower(const RegisteredKey& a, const RegisteredKey& b) { return compare_versions(a.version, b.version) < 0; }

bool are_the_same(const RegisteredKey& a, const RegisteredKey& b) {
    return a.identity == b.identity && a.signing == b.signing;
}

// The wanted keys as they are registered, where they are the latest.
std::optional<std::vector<RegisteredKey>> latest_that_are(const std::vector<RegisteredKey>& wanted,
                                                          const std::vector<RegisteredKey>& registered) {
    if (wanted.size() > registered.size()) return std::nullopt;
    const auto first = registered.end() - static_cast<std::ptrdiff_t>(wanted.size());
    if (!std::equal(wanted.begin(), wanted.end(), first, are_the_same)) return std::nullopt;
    return std::vector(first, registered.end());
}

JsonValue registration(const RegisteredKey& key) {
    JsonValue public_key = json_object({{"public_key", json_string(base64(key.identity.spki()))},
                                        {"public_key_fingerprint", json_string(key.identity.fingerprint())}});
    if (key.signing) public_key.set("signing_public_key", json_string(base64(key.signing->spki())));
    if (!key.identity_public_key_signature.empty())
        public_key.set("identity_public_key_signature", json_string(key.identity_public_key_signature));
    return json_object({{"public_key", std::move(public_key)},
                        {"version", json_string(key.version)},
                        {"generate_version", json_bool(true)}});
}

// ---- groups

Result<std::string> creation(const AddMembersPlan& plan, const Group& group, const PrivateKey& signing_key,
                             Entropy& entropy) {
    const ConversationKey key = fresh_conversation_key(entropy);
    const KeyChange key_change = wrap_for_recipients(plan, key, entropy);
    const GroupCreate create = signed_creation(group, plan.conversation_key_version);
    std::vector<ActionSignature> signatures;
    for (const ThriftValue& detail : {key_change.to_detail(), create.to_detail()}) {
        auto action = sign_action(plan, detail, entropy.uuid(), key, signing_key);
        if (!action) return std::unexpected(action.error());
        signatures.push_back(std::move(*action));
    }
    const AddMembersRequest request = assemble_request(plan, key_change, std::move(signatures), key, entropy);
    return to_json(creation_to_json(request, group.id, create));
}

}  // namespace

StateWay ApiState::way() {
    return {[this](const Case& test, const Given& given) { return set_up(test, given); },
            [](const Given&) -> std::optional<std::string> { return std::nullopt; }};
}

std::expected<StandingState, NoState> ApiState::set_up(const Case& test, const Given& given) {
    const Ids accounts = users_with_accounts(server_.accounts);
    if (std::string why = why_not_made(test, given, accounts, server_.now_msec()); !why.empty())
        return std::unexpected(NoState{std::move(why), false});
    StandingState state{given, {}};
    std::erase_if(state.given.users, [&](const auto& user) { return !accounts.contains(user.first); });
    for (auto& [id, user] : state.given.users)
        if (auto ok = register_keys(id, user); !ok) return std::unexpected(ok.error());
    for (Group& group : state.given.groups) {
        const std::string ours = group.id;
        if (auto ok = create_group(state.given, group); !ok) return std::unexpected(ok.error());
        state.ids.groups.emplace(ours, group.id);
    }
    add_what_differs(state.ids, given, state.given);
    return state;
}

ApiState::Made<JsonValue> ApiState::post(std::string target, const User& sender, std::string body) {
    HttpRequest request{"POST", std::move(target), server_.headers, std::move(body)};
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    add_bearer(request.headers, sender.token.value_or(""));
    const auto received = server_.transport.exchange(request);
    const auto why = [&](std::string_view reason) {
        return failed(fmt::format("POST {}: {}", request.target, reason));
    };
    if (!received) return why(received.error().reason);
    if (!*received) return why(received->error());
    if (!is_success((*received)->status)) return why(fmt::format("status {}", (*received)->status));
    server_.accepted(request);
    auto answer = parse_json((*received)->body);
    return answer ? *std::move(answer) : json_null();
}

ApiState::Made<std::string> ApiState::post_for(std::string_view answer, std::string target, const User& sender,
                                               std::string body) {
    const std::string place = target;
    const auto document = post(std::move(target), sender, std::move(body));
    if (!document) return std::unexpected(document.error());
    const JsonValue* value = resolve(*document, answer);
    if (!value || !value->is(JsonKind::string)) return failed(fmt::format("POST {}: no {}", place, answer));
    return value->text;
}

ApiState::Made<void> ApiState::register_keys(const std::string& id, User& user) {
    std::ranges::sort(user.keys, is_lower);
    std::vector<RegisteredKey>& registered = registered_[id];
    if (const auto there = latest_that_are(user.keys, registered)) {
        user.keys = *there;
        return {};
    }
    for (RegisteredKey& key : user.keys) {
        auto made = register_key(id, user, key);
        if (!made) return std::unexpected(made.error());
        if (!registered.empty() && !is_lower(registered.back(), *made))
            return failed(fmt::format("the server gave the keys of {} versions that don't go up", id));
        registered.push_back(*made);
        key = *std::move(made);
    }
    return {};
}

ApiState::Made<RegisteredKey> ApiState::register_key(const std::string& id, const User& user, RegisteredKey key) {
    const auto version = post_for("/data/public_key_version", fmt::format("/2/users/{}/public_keys", id), user,
                                  to_json(registration(key)));
    if (!version) return std::unexpected(version.error());
    if (!is_decimal(*version)) return failed(fmt::format("the server gave a key of {} a version that is none", id));
    key.version = *version;
    return key;
}

ApiState::Made<void> ApiState::create_group(const Given& given, Group& group) {
    const std::string creator = creator_of(group);
    const User& user = given.users.at(creator);
    auto id = post_for("/data/conversation_id", "/2/chat/conversations/group/initialize", user, "");
    if (!id) return std::unexpected(id.error());
    if (!is_group_id(*id)) return failed("the server gave a group an id that is none");
    group.id = *std::move(id);
    group.pending.clear();
    group.screen_capture_blocking.reset();
    const auto version = read_key_version(group.conversation_key_version.value_or(""));
    const auto plan = plan_creation(group, given.users, creator, version.value_or(server_.now_msec()));
    if (!plan) return std::unexpected(NoState{"no operation makes the group: " + plan.error().reason, false});
    Entropy entropy("group " + group.id, server_.seed);
    auto body = creation(*plan, group, user.private_keys->signing, entropy);
    if (!body) return std::unexpected(NoState{"no operation makes the group: " + body.error().reason, false});
    if (auto ok = post("/2/chat/conversations/group", user, *std::move(body)); !ok) return std::unexpected(ok.error());
    group.conversation_key_version = plan->conversation_key_version;
    return {};
}

}  // namespace keyturn
