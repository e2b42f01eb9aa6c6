#include "conformance/request_builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

bool is_right(const ComposedRequest& wanted) {
    return !wanted.deviation || find_deviation(*wanted.deviation)->requirement.empty();
}

}  // namespace

Result<BuiltRequest> RequestBuilder::build(std::size_t index, std::uint64_t now_msec) {
    const Exchange& exchange = test_.exchanges[index];
    if (const auto* verbatim = std::get_if<HttpRequest>(&exchange.request)) return BuiltRequest{*verbatim, false, {}};
    const auto& wanted = std::get<ComposedRequest>(exchange.request);
    Entropy entropy(fmt::format("{}#{}", test_.id, index), wanted.seed.value_or(seed_));
    auto composed = compose(given_, wanted.group, exchange.as.value_or(""), wanted.add, wanted.deviation.value_or(""),
                            now_msec, entropy, before_);
    if (!composed) return std::unexpected(composed.error());
    before_.requests.push_back(composed->request);
    before_.message_ids.push_back(composed->message_ids);
    return BuiltRequest{
        std::move(composed->request), composed->anonymous,
        GroupUpdate{wanted.group, wanted.add, composed->conversation_key_version, composed->key, is_right(wanted)}};
}

void RequestBuilder::accepted(const BuiltRequest& request) {
    if (!request.update) return;
    const auto group = std::ranges::find(given_.groups, request.update->group, &Group::id);
    for (const std::string& id : request.update->added)
        if (!contains(group->members, id)) group->members.push_back(id);
    group->conversation_key_version = request.update->key_version;
}

}  // namespace keyturn
