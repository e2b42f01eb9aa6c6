#include "conformance/request_builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {

Result<BuiltRequest> RequestBuilder::build(std::size_t index, std::uint64_t now_msec) {
    last_.reset();
    const Exchange& exchange = test_.exchanges[index];
    if (const auto* verbatim = std::get_if<HttpRequest>(&exchange.request)) return BuiltRequest{*verbatim};
    const auto& wanted = std::get<ComposedRequest>(exchange.request);
    Entropy entropy(fmt::format("{}#{}", test_.id, index), wanted.seed.value_or(seed_));
    auto composed = compose(given_, wanted.group, exchange.as.value_or(""), wanted.add, wanted.deviation.value_or(""), now_msec, entropy, before_);
    if (!composed) return std::unexpected(composed.error());
    before_.requests.push_back(composed->request);
    before_.message_ids.push_back(composed->message_ids);
    last_ = {wanted.group, wanted.add, composed->conversation_key_version};
    return BuiltRequest{std::move(composed->request), composed->anonymous};
}

void RequestBuilder::accepted() {
    if (!last_) return;
    const auto group = std::ranges::find(given_.groups, last_->group, &Group::id);
    for (const std::string& id : last_->added)
        if (!contains(group->members, id)) group->members.push_back(id);
    group->conversation_key_version = last_->key_version;
    last_.reset();
}

}  // namespace keyturn
