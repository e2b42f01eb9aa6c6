// A proxy on the loopback interface that shows somebody every exchange that passes through it.
//
// The bytes pass unchanged both ways, as they come: header order and case, chunks, interim answers. Changed is only
// what names the proxy itself: the value of a Host line that does, and the path by the upstream's base. Each connection
// of a client has a connection of its own to the upstream. What can't be told apart as requests and responses passes
// too, and is not shown: from there on the connection is a tunnel.
//
// A response's last bytes are handed on only after the exchange was shown, so that a client that has its answer finds
// it recorded. Connections, sizes and times are bounded.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "conformance/http/endpoint.h"
#include "conformance/http/http_client_options.h"
#include "conformance/http_message.h"
#include "conformance/http_request_reader.h"

namespace keyturn {

struct RecordingProxyOptions {
    HttpClientOptions upstream{};               // where it is, and who is trusted
    std::uint16_t port = 0;                     // 0: any that is free
    std::size_t connections = 64;               // at once; further ones wait until one ends
    std::chrono::milliseconds silence{60'000};  // after which a connection without a byte in either direction ends
    std::chrono::milliseconds grace{2'000};     // for what is under way when the proxy is told to end
    RequestLimits request_limits{};
    ResponseLimits response_limits{.body_bytes = 4u << 20};
};

// Both are called from the threads of the connections, several at once.
struct ProxyObserver {
    // A whole exchange. The request is without a Host line that names the proxy, both bodies are put together.
    std::function<void(const HttpRequest& request, const HttpResponse& response)> exchanged;
    // What passed or failed without being shown, in a sentence that holds nothing of the messages but the method.
    std::function<void(const std::string& what)> missed;
};

class RecordingProxy {
  public:
    // Listens at once; the error says why it can't, or what is wrong with the upstream's URL.
    static std::expected<RecordingProxy, std::string> open(RecordingProxyOptions options, ProxyObserver observer);

    RecordingProxy(RecordingProxy&&) noexcept;
    RecordingProxy& operator=(RecordingProxy&&) noexcept;
    ~RecordingProxy();

    std::uint16_t port() const;
    void run(const std::function<bool()>& is_over);  // until it says so, and what is under way has ended

  private:
    struct Listener;

    explicit RecordingProxy(std::unique_ptr<Listener> listener);

    std::unique_ptr<Listener> listener_;
};

// The head of a request as it goes to the upstream: Host and path as described above. `head` ends with its empty line.
std::string head_for_upstream(std::string_view head, const Endpoint& upstream, std::uint16_t proxy_port);

// Whether a Host line's value names the proxy: 127.0.0.1, localhost or [::1] with its port.
bool names_the_proxy(std::string_view host, std::uint16_t proxy_port);

}  // namespace keyturn
