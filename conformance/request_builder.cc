#include "conformance/request_builder.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/captured_text.h"

namespace keyturn {
namespace {

bool is_right(const WantedChange& wanted) {
    return wanted.deviation.empty() || find_deviation(wanted.deviation)->requirement.empty();
}

WantedChange wanted_change(const ComposedRequest& request, std::string group, const Exchange& exchange) {
    return {.operation = request.operation,
            .group = std::move(group),
            .sender = exchange.as.value_or(""),
            .add = request.add,
            .title = request.title,
            .avatar_url = request.avatar_url,
            .deviation = request.deviation.value_or("")};
}

GroupUpdate update_by(const WantedChange& wanted, const Composed& composed, bool is_stale) {
    GroupUpdate update{wanted.group, wanted.add, composed.conversation_key_version, composed.key,
                       !is_stale && is_right(wanted)};
    if (wanted.operation == ChangeOperation::create) update.created = wanted_group(wanted);
    return update;
}

}  // namespace

Result<BuiltRequest> RequestBuilder::build(std::size_t index, std::uint64_t now_msec, const Captures& captures) {
    const auto* verbatim = std::get_if<HttpRequest>(&test_.exchanges[index].request);
    if (!verbatim) return compose_at(index, now_msec, captures);
    auto target = path_with_captures(verbatim->target, captures);
    if (!target) return std::unexpected(target.error());
    BuiltRequest request{*verbatim, false, {}};
    request.http.target = *std::move(target);
    return request;
}

Result<BuiltRequest> RequestBuilder::compose_at(std::size_t index, std::uint64_t now_msec, const Captures& captures) {
    const Exchange& exchange = test_.exchanges[index];
    const auto& request = std::get<ComposedRequest>(exchange.request);
    auto group = with_capture(request.group, captures);
    if (!group) return std::unexpected(group.error());
    const WantedChange wanted = wanted_change(request, *std::move(group), exchange);
    Entropy entropy(fmt::format("{}#{}", test_.id, index), request.seed.value_or(seed_));
    const Given stale = request.is_stale ? Given{groups_at_start_, given_.users} : Given{};
    auto composed = compose(request.is_stale ? stale : given_, wanted, now_msec, entropy, before_);
    if (!composed) return std::unexpected(composed.error());
    before_.requests.push_back(composed->request);
    before_.message_ids.push_back(composed->message_ids);
    return BuiltRequest{std::move(composed->request), composed->anonymous,
                        update_by(wanted, *composed, request.is_stale)};
}

void RequestBuilder::accepted(const BuiltRequest& request) {
    if (!request.update) return;
    const GroupUpdate& update = *request.update;
    if (update.created) given_.groups.push_back(*update.created);
    const auto group = std::ranges::find(given_.groups, update.group, &Group::id);
    for (const std::string& id : update.added)
        if (!contains(group->members, id)) group->members.push_back(id);
    group->conversation_key_version = update.key_version;
}

}  // namespace keyturn
