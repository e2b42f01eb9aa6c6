#include "tools/server_connection.h"

#include <fmt/format.h>

#include <chrono>

#include "conformance/http/endpoint.h"
#include "protocol/json_document.h"

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

std::chrono::milliseconds of_seconds(double time) {
    return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>(time));
}

// What to do about a hook that can't be asked; `option` names its URL.
std::string what_to_do_about(SilenceKind kind, std::string_view option) {
    if (kind == SilenceKind::overloaded) return "no case was run";
    if (kind == SilenceKind::tls)
        return "no case was run: does the server speak TLS, and who vouches for it? --cacert FILE names its authority";
    return fmt::format("no case was run: is the server up, and is {} right?", option);
}

bool is_success(const Reply& reply) { return reply && reply->status >= 200 && reply->status < 300; }

}  // namespace

std::expected<std::unique_ptr<HttpTransport>, std::string> connect(const std::string& url,
                                                                   const ConformOptions& options, Resending resending) {
    const auto endpoint = parse_endpoint(url);
    if (!endpoint) return std::unexpected(fmt::format("'{}': {}", url, endpoint.error()));
    if (auto ok = allowed_host(*endpoint, options); !ok) return std::unexpected(ok.error());
    if (options.proxy.contains('@'))
        return std::unexpected(
            "--proxy: a password does not belong on a command line; proxies that ask for one are not "
            "supported");
    HttpClientOptions client;
    client.endpoint = url;
    client.cacert = options.cacert;
    client.client_cert = options.cert;
    client.client_key = options.key;
    client.proxy = options.proxy;
    client.insecure = options.insecure;
    client.exchange_timeout = of_seconds(options.timeout_s);
    client.first_byte_timeout = of_seconds(options.first_byte_timeout_s);
    client.connect_timeout = of_seconds(options.connect_timeout_s);
    client.sends_again = resending == Resending::by_client;
    client.limits.body_bytes = JsonLimits().bytes;  // of a longer one nothing could be read
    auto opened = HttpClient::open(std::move(client));
    if (!opened) return std::unexpected(opened.error());
    return std::make_unique<HttpTransport>(std::move(*opened));
}

std::expected<StateHook, NoHook> find_state_hook(const std::string& endpoint, const ConformOptions& options,
                                                 const Bound& bound) {
    StateHook hook;
    if (options.state == "none" || options.state == "api") {
        hook.why_not = "--state " + options.state;
        return hook;
    }
    const bool asked = !options.state.empty();
    const auto [url, target] = asked ? split_hook(options.state, hook.target) : std::pair(endpoint, hook.target);
    hook.target = target;
    auto transport = connect(url, options, Resending::by_pacer);
    if (!transport) return std::unexpected(NoHook{transport.error()});
    auto bounded = bound(std::move(*transport));
    const auto reply = bounded->exchange(empty_set_up(target));
    if (!reply)
        return std::unexpected(
            NoHook{fmt::format("{}: {}\n{}", url, reply.error().reason,
                               what_to_do_about(reply.error().kind, asked ? "--state" : options.endpoint_option)),
                   true});
    if (asked || is_success(*reply))
        hook.transport = std::move(bounded);
    else
        hook.why_not = fmt::format("the server has no state hook at {} (--state URL names another)", target);
    return hook;
}

}  // namespace keyturn
