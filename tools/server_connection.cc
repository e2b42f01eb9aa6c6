#include "tools/server_connection.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/http/endpoint.h"

namespace keyturn {
namespace {

std::expected<void, std::string> allowed_host(const Endpoint& endpoint, const ConformOptions& options) {
    if (is_loopback(endpoint) || endpoint.host == options.yes_send_to) return {};
    return std::unexpected(fmt::format("{} is not this machine: --yes-send-to {} says that requests may go there",
                                       endpoint.host, endpoint.host));
}

// The URL of a hook, split into where it is and its path.
std::pair<std::string, std::string> split_hook(const std::string& url, const std::string& default_target) {
    const std::size_t host = url.find("://");
    const std::size_t path = host == std::string::npos ? std::string::npos : url.find('/', host + 3);
    if (path == std::string::npos) return {url, default_target};
    return {url.substr(0, path), url.substr(path)};
}

// Sets nothing up: a server with a hook accepts it, any other refuses.
HttpRequest empty_set_up(const std::string& target) {
    return {"POST",
            target,
            {{"Content-Type", "application/json"}},
            R"({"action":"set-up","given":{"groups":[],"users":{}}})"};
}

bool is_success(const Reply& reply) { return reply && reply->status >= 200 && reply->status < 300; }

}  // namespace

std::expected<std::unique_ptr<HttpTransport>, std::string> connect(const std::string& url,
                                                                   const ConformOptions& options) {
    const auto endpoint = parse_endpoint(url);
    if (!endpoint) return std::unexpected(fmt::format("'{}': {}", url, endpoint.error()));
    if (auto ok = allowed_host(*endpoint, options); !ok) return std::unexpected(ok.error());
    HttpClientOptions client;
    client.endpoint = url;
    client.cacert = options.cacert;
    client.insecure = options.insecure;
    client.exchange_timeout = std::chrono::milliseconds(static_cast<std::int64_t>(options.timeout_s * 1000));
    client.first_byte_timeout = std::min(client.first_byte_timeout, client.exchange_timeout);
    client.connect_timeout = std::min(client.connect_timeout, client.exchange_timeout);
    auto opened = HttpClient::open(std::move(client));
    if (!opened) return std::unexpected(opened.error());
    return std::make_unique<HttpTransport>(std::move(*opened));
}

std::expected<StateHook, NoHook> find_state_hook(const std::string& endpoint, const ConformOptions& options) {
    StateHook hook;
    if (options.state == "none") {
        hook.why_not = "--state none";
        return hook;
    }
    const bool asked = !options.state.empty();
    const auto [url, target] = asked ? split_hook(options.state, hook.target) : std::pair(endpoint, hook.target);
    hook.target = target;
    auto transport = connect(url, options);
    if (!transport) return std::unexpected(NoHook{transport.error()});
    const auto reply = (*transport)->exchange(empty_set_up(target));
    if (!reply) return std::unexpected(NoHook{fmt::format("{}: {}", url, reply.error().reason), true});
    if (asked || is_success(*reply))
        hook.transport = std::move(*transport);
    else
        hook.why_not = fmt::format("the server has no state hook at {} (--state URL names another)", target);
    return hook;
}

}  // namespace keyturn
