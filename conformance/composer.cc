#include "conformance/composer.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

Result<void> bend_at(Stage stage, const Deviation* deviation, std::string_view argument, Draft& draft) {
    if (!deviation || deviation->stage != stage) return {};
    return deviation->bend(draft, argument);
}

// The key change, and what the new key is handed out for.
std::vector<ThriftValue> details_of(const Draft& draft) {
    std::vector<ThriftValue> details = {draft.key_change.to_detail()};
    if (draft.operation == ChangeOperation::add) details.push_back(draft.plan.member_add.to_detail());
    if (draft.operation == ChangeOperation::create) details.push_back(draft.group_create.to_detail());
    return details;
}

Result<void> sign_all(Draft& draft) {
    std::vector<ActionSignature> signatures;
    for (const ThriftValue& detail : details_of(draft)) {
        auto action =
            sign_action(draft.plan, detail, draft.message_ids[signatures.size()], draft.key, draft.keys.signing);
        if (!action) return std::unexpected(action.error());
        signatures.push_back(std::move(*action));
    }
    draft.request = assemble_request(draft.plan, draft.key_change, std::move(signatures), draft.key, draft.entropy);
    return {};
}

JsonValue body_of(const Draft& draft) {
    if (draft.operation != ChangeOperation::create) return draft.request.to_json();
    return creation_to_json(draft.request, draft.plan.conversation_id, draft.group_create);
}

HttpRequest as_http(const Draft& draft) {
    return {"POST",
            path_of(draft.operation, draft.plan.conversation_id),
            {{"Content-Type", "application/json"}},
            to_json(draft.body)};
}

Result<void> build(Draft& draft, const Deviation* deviation, std::string_view argument) {
    if (auto ok = bend_at(Stage::plan, deviation, argument, draft); !ok) return ok;
    draft.key = fresh_conversation_key(draft.entropy);
    draft.key_change = wrap_for_recipients(draft.plan, draft.key, draft.entropy);
    draft.group_create = signed_creation(draft.group, draft.plan.conversation_key_version);
    for (std::size_t i = 0; i < details_of(draft).size(); ++i) draft.message_ids.push_back(draft.entropy.uuid());
    if (auto ok = bend_at(Stage::details, deviation, argument, draft); !ok) return ok;
    if (auto ok = sign_all(draft); !ok) return ok;
    if (auto ok = bend_at(Stage::request, deviation, argument, draft); !ok) return ok;
    draft.body = body_of(draft);
    if (auto ok = bend_at(Stage::body, deviation, argument, draft); !ok) return ok;
    draft.http = as_http(draft);
    return bend_at(Stage::http, deviation, argument, draft);
}

std::pair<std::string_view, std::string_view> split_kind(std::string_view kind) {
    const std::size_t colon = std::min(kind.find(':'), kind.size());
    return {kind.substr(0, colon), kind.substr(std::min(colon + 1, kind.size()))};
}

// The group that is changed, or the one that is made.
Result<const Group*> group_of(const Given& given, const WantedChange& wanted, const Group& made) {
    if (wanted.operation == ChangeOperation::create) return &made;
    const Group* found = given.find_group(wanted.group);
    if (!found) return refuse(fmt::format("there is no group {} in the state", wanted.group));
    return found;
}

Result<AddMembersPlan> plan_of(const Given& given, const WantedChange& wanted, const Group& group,
                               std::uint64_t now_msec) {
    switch (wanted.operation) {
        case ChangeOperation::add:
            return plan_add_members(group, given.users, wanted.sender, wanted.add, now_msec);
        case ChangeOperation::rotate:
            return plan_rotation(group, given.users, wanted.sender, now_msec);
        case ChangeOperation::create:
            break;
    }
    return plan_creation(group, given.users, wanted.sender, now_msec);
}

// The row of a wanted deviation; nullptr when none is wanted.
Result<const Deviation*> deviation_of(const WantedChange& wanted) {
    if (wanted.deviation.empty()) return nullptr;
    const Deviation* row = find_deviation(wanted.deviation);
    if (!row) return refuse(fmt::format("there is no deviation '{}'", wanted.deviation));
    if (!row->fits.includes(wanted.operation))
        return refuse(fmt::format("the deviation '{}' does not fit the operation {}", wanted.deviation,
                                  name_of(wanted.operation)));
    return row;
}

}  // namespace

bool Fitting::includes(ChangeOperation operation) const {
    const bool fits[] = {add, rotate, create};
    return fits[static_cast<std::size_t>(operation)];
}

const Deviation* find_deviation(std::string_view kind) {
    const auto [name, argument] = split_kind(kind);
    const auto rows = deviations();
    const auto found = std::ranges::find(rows, name, &Deviation::kind);
    if (found == rows.end() || found->argument.empty() != argument.empty()) return nullptr;
    return &*found;
}

bool is_deviation(std::string_view kind, ChangeOperation operation) {
    const Deviation* row = find_deviation(kind);
    return row && row->fits.includes(operation);
}

Group wanted_group(const WantedChange& wanted) {
    Group group;
    group.id = wanted.group;
    group.members = {wanted.sender};
    group.members.insert(group.members.end(), wanted.add.begin(), wanted.add.end());
    group.admins = {wanted.sender};
    group.title = wanted.title;
    group.avatar_url = wanted.avatar_url;
    return group;
}

Result<Composed> compose(const Given& given, const WantedChange& wanted, std::uint64_t now_msec, Entropy& entropy,
                         const SentBefore& before) {
    const Group made = wanted_group(wanted);
    const auto group = group_of(given, wanted, made);
    if (!group) return std::unexpected(group.error());
    const User* user = find_user(given.users, wanted.sender);
    if (!user || !user->private_keys) return refuse(fmt::format("the state has no private keys of {}", wanted.sender));
    const auto deviation = deviation_of(wanted);
    if (!deviation) return std::unexpected(deviation.error());
    auto plan = plan_of(given, wanted, **group, now_msec);
    if (!plan) return std::unexpected(plan.error());

    Draft draft{wanted.operation, given, **group, *user->private_keys, now_msec, entropy, before, std::move(*plan)};
    if (auto ok = build(draft, *deviation, split_kind(wanted.deviation).second); !ok)
        return std::unexpected(ok.error());
    return Composed{std::move(draft.http), std::move(draft.message_ids), std::move(draft.plan.conversation_key_version),
                    draft.key, draft.anonymous};
}

Result<Composed> compose(const Given& given, std::string_view group, std::string_view sender,
                         const std::vector<std::string>& add, std::string_view deviation, std::uint64_t now_msec,
                         Entropy& entropy, const SentBefore& before) {
    const WantedChange wanted{.operation = ChangeOperation::add,
                              .group = std::string(group),
                              .sender = std::string(sender),
                              .add = add,
                              .title = {},
                              .avatar_url = {},
                              .deviation = std::string(deviation)};
    return compose(given, wanted, now_msec, entropy, before);
}

}  // namespace keyturn
