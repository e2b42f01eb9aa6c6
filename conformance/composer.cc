#include "conformance/composer.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

Result<void> bend_at(Stage stage, const Deviation* deviation, std::string_view argument, Draft& draft) {
    if (!deviation || deviation->stage != stage) return {};
    return deviation->bend(draft, argument);
}

Result<void> sign_both(Draft& draft) {
    std::vector<ActionSignature> signatures;
    const ThriftValue details[] = {draft.key_change.to_detail(), draft.plan.member_add.to_detail()};
    for (std::size_t i = 0; i < std::size(details); ++i) {
        auto action = sign_action(draft.plan, details[i], draft.message_ids[i], draft.key, draft.keys.signing);
        if (!action) return std::unexpected(action.error());
        signatures.push_back(std::move(*action));
    }
    draft.request = assemble_request(draft.plan, draft.key_change, std::move(signatures), draft.key, draft.entropy);
    return {};
}

HttpRequest as_http(const Draft& draft) {
    return {"POST",
            fmt::format("/2/chat/conversations/{}/members", draft.plan.conversation_id),
            {{"Content-Type", "application/json"}},
            to_json(draft.body)};
}

Result<void> build(Draft& draft, const Deviation* deviation, std::string_view argument) {
    if (auto ok = bend_at(Stage::plan, deviation, argument, draft); !ok) return ok;
    draft.key = fresh_conversation_key(draft.entropy);
    draft.key_change = wrap_for_recipients(draft.plan, draft.key, draft.entropy);
    for (int i = 0; i < 2; ++i) draft.message_ids.push_back(draft.entropy.uuid());
    if (auto ok = bend_at(Stage::details, deviation, argument, draft); !ok) return ok;
    if (auto ok = sign_both(draft); !ok) return ok;
    if (auto ok = bend_at(Stage::request, deviation, argument, draft); !ok) return ok;
    draft.body = draft.request.to_json();
    if (auto ok = bend_at(Stage::body, deviation, argument, draft); !ok) return ok;
    draft.http = as_http(draft);
    return bend_at(Stage::http, deviation, argument, draft);
}

std::pair<std::string_view, std::string_view> split_kind(std::string_view kind) {
    const std::size_t colon = std::min(kind.find(':'), kind.size());
    return {kind.substr(0, colon), kind.substr(std::min(colon + 1, kind.size()))};
}

}  // namespace

const Deviation* find_deviation(std::string_view kind) {
    const auto [name, argument] = split_kind(kind);
    const auto rows = deviations();
    const auto found = std::ranges::find(rows, name, &Deviation::kind);
    if (found == rows.end() || found->argument.empty() != argument.empty()) return nullptr;
    return &*found;
}

Result<Composed> compose(const Given& given, std::string_view group, std::string_view sender,
                         const std::vector<std::string>& add, std::string_view deviation, std::uint64_t now_msec,
                         Entropy& entropy, const SentBefore& before) {
    const Group* found = given.find_group(group);
    if (!found) return refuse(fmt::format("there is no group {} in the state", group));
    const User* user = find_user(given.users, sender);
    if (!user || !user->private_keys) return refuse(fmt::format("the state has no private keys of {}", sender));
    const Deviation* row = deviation.empty() ? nullptr : find_deviation(deviation);
    if (!row && !deviation.empty()) return refuse(fmt::format("there is no deviation '{}'", deviation));
    auto plan = plan_add_members(*found, given.users, sender, add, now_msec);
    if (!plan) return std::unexpected(plan.error());

    Draft draft{given, *found, *user->private_keys, now_msec, entropy, before, std::move(*plan)};
    if (auto ok = build(draft, row, split_kind(deviation).second); !ok) return std::unexpected(ok.error());
    return Composed{std::move(draft.http), std::move(draft.message_ids), std::move(draft.plan.conversation_key_version),
                    draft.key, draft.anonymous};
}

}  // namespace keyturn
