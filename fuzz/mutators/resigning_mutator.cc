#include "fuzz/mutators/resigning_mutator.h"

#include <algorithm>
#include <set>

#include "fuzz/cast/cast.h"
#include "fuzz/mutators/draws.h"
#include "fuzz/mutators/field_table_mutator.h"
#include "protocol/add_members_change.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"
#include "protocol/signature_payload.h"

namespace keyturn::fuzz {
namespace {

// What a right request for everybody outside is made of; mendings take their parts from it.
struct RightChange {
    AddMembersPlan plan;
    AddMembersChange change;
};

const RightChange& right_change() {
    static const RightChange right = [] {
        Entropy entropy("fuzz/mendings", 1);
        AddMembersPlan plan = *plan_add_members(cast_group(), cast().users, cast_admin, {"4444", "5555"}, now_msec);
        AddMembersChange change =
            *make_change(plan, find_user(cast().users, cast_admin)->private_keys->signing, entropy);
        return RightChange{std::move(plan), std::move(change)};
    }();
    return right;
}

const AddMembersRequest& right_request() { return right_change().change.request; }

std::optional<ThriftValue> detail_of(const ActionSignature& action) {
    const auto bytes = read_base64(action.encoded_message_event_detail.value_or(""));
    auto detail = bytes ? read_thrift(*bytes, message_event_detail_schema) : std::unexpected(bytes.error());
    if (!detail) return std::nullopt;
    return *std::move(detail);
}

void set_detail(ActionSignature& action, const ThriftValue& detail) {
    action.encoded_message_event_detail = base64(write_thrift(detail, message_event_detail_schema));
}

std::vector<ActionSignature>& actions_of(AddMembersRequest& request) {
    if (!request.action_signatures) request.action_signatures.emplace();
    return *request.action_signatures;
}

// Changes what an action is about, in each action that is one of those.
template <class Action, class Change>
void change_each(AddMembersRequest& request, Change&& change) {
    for (ActionSignature& signature : actions_of(request)) {
        const auto detail = detail_of(signature);
        auto action = detail ? Action::from_detail(*detail) : std::nullopt;
        if (!action) continue;
        change(*action);
        set_detail(signature, action->to_detail());
    }
}

// ---- the request

template <class T>
void fill(std::optional<T>& part, const std::optional<T>& right) {
    if (!part) part = right;
}

void fill_signature(ActionSignature& action) {
    const RequestSignature& right = *right_request().action_signatures->front().message_event_signature;
    if (!action.message_event_signature) action.message_event_signature.emplace();
    RequestSignature& signature = *action.message_event_signature;
    fill(signature.signature, right.signature);
    fill(signature.public_key_version, right.public_key_version);
    fill(signature.signature_version, right.signature_version);
}

void fill_what_is_missing(AddMembersRequest& request) {
    fill(request.user_ids, right_request().user_ids);
    fill(request.conversation_key_version, right_request().conversation_key_version);
    fill(request.conversation_participant_keys, right_request().conversation_participant_keys);
    fill(request.action_signatures, right_request().action_signatures);
    for (ActionSignature& action : *request.action_signatures) fill_signature(action);
}

bool can_be_added(std::string_view id) { return contains(*right_request().user_ids, id); }

void add_only_who_can_be_added(AddMembersRequest& request) {
    std::vector<std::string> ids;
    if (request.user_ids)
        for (const std::string& id : *request.user_ids)
            if (can_be_added(id) && !contains(ids, id)) ids.push_back(id);
    request.user_ids = ids.empty() ? right_request().user_ids : ids;
}

void move_key_version_forward(AddMembersRequest& request) {
    constexpr std::uint64_t day_msec = 86'400'000;
    const auto version = read_key_version(request.conversation_key_version.value_or(""));
    if (!version || *version <= *read_key_version(*cast_group().conversation_key_version) ||
        *version > now_msec + day_msec)
        request.conversation_key_version = right_request().conversation_key_version;
}

void wrap_for_whole_roster(AddMembersRequest& request) {
    std::vector<ParticipantKey> keys;
    for (const ParticipantKey& key : *right_request().conversation_participant_keys)
        if (contains(cast_group().members, *key.user_id) ||
            (request.user_ids && contains(*request.user_ids, *key.user_id)))
            keys.push_back(key);
    request.conversation_participant_keys = std::move(keys);
}

// ---- the actions

bool is_key_change(const ThriftValue& detail) { return KeyChange::from_detail(detail).has_value(); }
bool is_member_add(const ThriftValue& detail) { return MemberAdd::from_detail(detail).has_value(); }

// The first action of that kind, or a right one.
ActionSignature action_that(bool (*is_wanted)(const ThriftValue&), const std::vector<ActionSignature>& actions,
                            const ActionSignature& right) {
    const auto found = std::ranges::find_if(actions, [&](const ActionSignature& action) {
        const auto detail = detail_of(action);
        return detail && is_wanted(*detail);
    });
    return found == actions.end() ? right : *found;
}

void one_action_of_each_kind(AddMembersRequest& request) {
    const std::vector<ActionSignature>& actions = actions_of(request);
    const auto& right = *right_request().action_signatures;
    request.action_signatures = {action_that(is_key_change, actions, right.front()),
                                 action_that(is_member_add, actions, right.back())};
}

void actions_say_what_the_request_says(AddMembersRequest& request) {
    change_each<KeyChange>(request, [&](KeyChange& change) {
        change.conversation_key_version = request.conversation_key_version.value_or("");
        change.participant_keys.clear();
        for (const ParticipantKey& key : request.conversation_participant_keys.value_or(std::vector<ParticipantKey>{}))
            change.participant_keys.push_back({key.user_id.value_or(""), key.encrypted_conversation_key.value_or(""),
                                               key.public_key_version.value_or("")});
    });
    change_each<MemberAdd>(request, [&](MemberAdd& add) {
        add.conversation_key_version = request.conversation_key_version.value_or("");
        add.new_members = request.user_ids.value_or(std::vector<std::string>{});
    });
}

void member_add_shows_the_group(AddMembersRequest& request) {
    change_each<MemberAdd>(request, [](MemberAdd& add) {
        MemberAdd shown = right_change().plan.member_add;
        shown.new_members = std::move(add.new_members);
        shown.conversation_key_version = std::move(add.conversation_key_version);
        add = std::move(shown);
    });
}

void message_ids_are_fresh(AddMembersRequest& request) {
    const auto& right = *right_request().action_signatures;
    std::set<std::string> used;
    std::size_t next = 0;
    for (ActionSignature& action : actions_of(request)) {
        if (action.message_id.value_or("").empty() || used.contains(*action.message_id))
            action.message_id = right[next++ % right.size()].message_id;
        used.insert(*action.message_id);
    }
}

void details_are_canonical(AddMembersRequest& request) {
    for (ActionSignature& action : actions_of(request))
        if (const auto detail = detail_of(action)) set_detail(action, *detail);
}

int version_to_sign(const RequestSignature& signature) {
    return signature_version(signature.signature_version.value_or("")).value_or(newest_signature_version);
}

void sign_again(AddMembersRequest& request) {
    const PrivateKey& key = find_user(cast().users, cast_admin)->private_keys->signing;
    AddMembersPlan plan = right_change().plan;
    for (ActionSignature& action : actions_of(request)) {
        const auto detail = detail_of(action);
        if (!detail) continue;
        plan.signature_version = version_to_sign(action.message_event_signature.value_or(RequestSignature{}));
        auto made =
            sign_action(plan, *detail, action.message_id.value_or(""), right_change().change.conversation_key, key);
        if (!made) continue;
        if (!action.message_event_signature) action.message_event_signature.emplace();
        RequestSignature& signature = *action.message_event_signature;
        signature.signature = made->message_event_signature->signature;
        signature.public_key_version = made->message_event_signature->public_key_version;
        signature.signature_version = made->message_event_signature->signature_version;
    }
}

// ---- the body

void keep_first_of_doubled_keys(JsonValue& value) {
    std::set<std::string> seen;
    std::erase_if(value.members, [&](const JsonMember& member) { return !seen.insert(member.key).second; });
    for (JsonMember& member : value.members) keep_first_of_doubled_keys(member.value);
    for (JsonValue& element : value.elements) keep_first_of_doubled_keys(element);
}

void drop_doubled_keys(Patient& patient) { keep_first_of_doubled_keys(patient.body); }

// What the request says now, where it said something else before.
void write_back(const AddMembersRequest& before, Patient& patient) {
    const JsonValue was = before.to_json(), is = patient.request.to_json();
    for (const JsonMember& member : is.members) {
        const JsonValue* const old = was.find(member.key);
        if (!old || *old != member.value) patient.body.set(member.key, member.value);
    }
}

template <void mend(AddMembersRequest& request)>
void in_request(Patient& patient) {
    mend(patient.request);
}

constexpr Mending table[] = {
    {"doubled_keys", drop_doubled_keys},
    {"missing", in_request<fill_what_is_missing>},
    {"users", in_request<add_only_who_can_be_added>},
    {"key_version", in_request<move_key_version_forward>},
    {"wraps", in_request<wrap_for_whole_roster>},
    {"actions", in_request<one_action_of_each_kind>},
    {"agreement", in_request<actions_say_what_the_request_says>},
    {"snapshot", in_request<member_add_shows_the_group>},
    {"message_ids", in_request<message_ids_are_fresh>},
    {"details", in_request<details_are_canonical>},
    {"signatures", in_request<sign_again>},
};

std::uint64_t chosen_mendings(Draws& draws) {
    std::uint64_t chosen = 0;
    for (std::size_t i = 0; i < std::size(table); ++i)
        if (!draws.one_in(8)) chosen |= std::uint64_t{1} << i;
    return chosen;
}

std::string mended_now_and_then(std::string mutant, std::uint64_t seed, std::size_t max_size) {
    constexpr std::uint64_t other_draws = 0x6d656e64;  // than those of the mutation
    Draws draws(seed ^ other_draws);
    if (draws.one_in(4)) return mutant;
    std::string mended = mended_request(mutant, chosen_mendings(draws));
    return mended.size() <= max_size ? mended : mutant;
}

}  // namespace

std::span<const Mending> mendings() { return table; }

std::string mended_request(std::string_view body, std::uint64_t chosen) {
    auto document = parse_json(body);
    if (!document || !document->is(JsonKind::object)) return std::string(body);
    Patient patient{*std::move(document), {}};
    const AddMembersRequest before = patient.request = AddMembersRequest::read(patient.body).request;
    for (std::size_t i = 0; i < std::size(table); ++i)
        if (chosen >> i & 1) table[i].mend(patient);
    write_back(before, patient);
    return to_json(patient.body);
}

std::string mutate_request(std::string_view body, std::uint64_t seed, std::size_t max_size) {
    return mended_now_and_then(mutate_json(body, seed, max_size, Steering::request), seed, max_size);
}

std::string cross_over_requests(std::string_view first, std::string_view second, std::uint64_t seed,
                                std::size_t max_size) {
    return mended_now_and_then(cross_over_json(first, second, seed, max_size, Steering::request), seed, max_size);
}

}  // namespace keyturn::fuzz
