#include "tools/server_of_run.h"

#include <utility>

#include "tools/credentials.h"

namespace keyturn {

std::expected<std::unique_ptr<ServerOfRun>, NoHook> ServerOfRun::open(Asked asked, BoundedLoad& load) {
    std::unique_ptr<ServerOfRun> server(new ServerOfRun(std::move(asked), load));
    const std::string& endpoint = server->asked_.endpoint;
    const ConformOptions& options = server->asked_.options;
    CaseLimit none(load.time_of_case());
    if (const auto possible = server->connect_within(none); !possible) return std::unexpected(NoHook{possible.error()});
    if (const auto read = server->read_credentials(); !read) return std::unexpected(NoHook{read.error()});
    auto hook = find_state_hook(endpoint, options,
                                [&](std::unique_ptr<Transport> way) { return load.for_states(std::move(way)); });
    if (!hook) return std::unexpected(hook.error());
    server->hook_ = *std::move(hook);
    return server;
}

std::expected<void, std::string> ServerOfRun::read_credentials() {
    auto headers = read_headers(asked_.options.headers, asked_.options.headers_env);
    if (!headers) return std::unexpected(headers.error());
    auto bearer = read_bearer(asked_.options.bearer_env);
    if (!bearer) return std::unexpected(bearer.error());
    headers_ = *std::move(headers);
    bearer_ = *std::move(bearer);
    return {};
}

std::expected<std::unique_ptr<Transport>, std::string> ServerOfRun::connect_within(CaseLimit& limit) const {
    auto way = connect(asked_.endpoint, asked_.options, Resending::by_pacer);
    if (!way) return std::unexpected(way.error());
    return load_.for_cases(std::move(*way), limit);
}

std::expected<std::unique_ptr<WayToServer>, std::string> ServerOfRun::way() {
    std::unique_ptr<WayToServer> way(new WayToServer(load_.time_of_case()));
    auto first = connect_within(way->limit_);
    if (!first) return std::unexpected(first.error());
    way->first_ = *std::move(first);
    way->subject_.emplace(subject_over(*way));
    return way;
}

ServerUnderTest ServerOfRun::subject_over(WayToServer& way) {
    return {.server = *way.first_,
            .state = left_.noted(state_way(way)),
            .no_state_reason = hook_.why_not,
            .bearer = bearer_,
            .headers = headers_,
            .connect = [this, &way]() -> std::unique_ptr<Transport> {
                auto more = connect_within(way.limit_);
                return more ? std::move(*more) : nullptr;
            },
            .accepted = [this](const HttpRequest& request) { left_.note_accepted(request); },
            .accounts = asked_.accounts,
            .secrets = asked_.secrets};
}

StateWay ServerOfRun::state_way(WayToServer& way) {
    if (asked_.options.state != "api") return users_.shared(StateWay(hook_.transport.get(), hook_.target));
    way.api_.emplace(ApiServer{*way.first_, headers_, asked_.accounts, asked_.clock, asked_.seed,
                               [this](const HttpRequest& request) { left_.note_accepted(request); }});
    return way.api_->way();
}

std::string ServerOfRun::why_one_at_a_time() const {
    if (asked_.options.state == "api") return "--state api makes every state of the same accounts";
    if (!asked_.accounts.empty() && hook_.transport) return "every state has the accounts of --user";
    return {};
}

}  // namespace keyturn
