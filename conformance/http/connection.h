// One connection to an endpoint, made by libcurl (name, TCP, proxy, TLS) and then left to us: bytes in, bytes out.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "conformance/http/endpoint.h"
#include "conformance/http/http_client_options.h"

namespace keyturn {

class Connection {
  public:
    using Clock = std::chrono::steady_clock;
    enum class Step { moved, blocked, closed, failed };
    struct Transfer {
        Step step = Step::blocked;
        std::size_t bytes = 0;  // of a step that moved
    };

    static std::expected<Connection, Unanswered> open(const HttpClientOptions& options, const Endpoint& endpoint,
                                                      std::chrono::milliseconds timeout);

    // Neither waits. The caller holds a SigpipeGuard, as for opening.
    Transfer send(std::string_view bytes);
    Transfer receive(std::span<char> buffer);

    // Waits until there is something to receive, or room to send where that is asked for; false when the time is up.
    bool wait(bool to_send, Clock::time_point until) const;

    Unanswered last_failure() const;  // why the last step failed

    int socket() const { return socket_; }  // for whoever waits for several connections

  private:
    struct Handle;  // libcurl's, with the place it writes its error text to
    struct HandleEnd {
        void operator()(Handle* handle) const;
    };

    explicit Connection(std::unique_ptr<Handle, HandleEnd> handle);

    std::unique_ptr<Handle, HandleEnd> handle_;
    int socket_ = -1;
};

}  // namespace keyturn
