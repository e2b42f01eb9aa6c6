#include "conformance/http/recording_proxy.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <list>
#include <system_error>
#include <thread>

#include "conformance/http/proxy_connection.h"

namespace keyturn {
namespace {

constexpr int most_waiting_clients = 128;
constexpr int look_every_msec = 50;

// A connection and the thread that serves it.
struct Served {
    std::atomic<bool> is_over = false;
    std::thread thread;
};

std::string_view value_of_host_line(std::string_view line) {
    constexpr std::string_view name = "host:";
    if (line.size() < name.size() || !equals_ignoring_case(line.substr(0, name.size()), name)) return {};
    std::string_view value = line.substr(name.size());
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    return value.substr(0, value.find_last_not_of(" \t") + 1);
}

std::string request_line_for_upstream(std::string_view line, const Endpoint& upstream) {
    const std::size_t target = line.find(' ') + 1;
    const bool is_path = line.substr(target).starts_with('/');
    return fmt::format("{}{}{}", line.substr(0, target), is_path ? upstream.base : "", line.substr(target));
}

}  // namespace

bool names_the_proxy(std::string_view host, std::uint16_t proxy_port) {
    const std::size_t colon = std::min(host.rfind(':'), host.size());
    const std::string_view name = host.substr(0, colon), port = host.substr(std::min(colon + 1, host.size()));
    const bool is_ours = name == "127.0.0.1" || name == "[::1]" || equals_ignoring_case(name, "localhost");
    return is_ours && port == std::to_string(proxy_port);
}

std::string head_for_upstream(std::string_view head, const Endpoint& upstream, std::uint16_t proxy_port) {
    constexpr std::string_view line_end = "\r\n";
    const std::size_t first_end = head.find(line_end);
    std::string changed = request_line_for_upstream(head.substr(0, first_end), upstream);
    head.remove_prefix(first_end);
    while (!head.empty()) {
        head.remove_prefix(line_end.size());
        changed += line_end;
        const std::string_view line = head.substr(0, head.find(line_end));
        const std::string_view host = value_of_host_line(line);
        if (names_the_proxy(host, proxy_port))
            changed.append(line.substr(0, line.find(host))).append(upstream.authority);
        else
            changed += line;
        head.remove_prefix(line.size());
    }
    return changed;
}

struct RecordingProxy::Listener {
    ~Listener() {
        if (socket >= 0) close(socket);
    }

    std::expected<void, std::string> listen_on_loopback(std::uint16_t port) {
        socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const int yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (bind(socket, generic, size) != 0 || listen(socket, most_waiting_clients) != 0 ||
            getsockname(socket, generic, &size) != 0)
            return std::unexpected(fmt::format("port {} on 127.0.0.1: {}", port, std::strerror(errno)));
        service.port = ntohs(address.sin_port);
        return {};
    }

    void accept_within(int msec) {
        pollfd awaited{socket, POLLIN, 0};
        poll(&awaited, 1, msec);
        const int client = accept4(socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) return;
        Served& one = served.emplace_back();
        try {
            one.thread = std::thread([this, client, &one] { serve(client, one); });
        } catch (const std::system_error&) {  // no more threads are to be had: the client may try again
            close(client);
            served.pop_back();
        }
    }

    void serve(int client, Served& one) noexcept {
        try {
            ProxyConnection(client, service).run();
        } catch (const std::exception& error) {
            service.observer.missed(fmt::format("a connection was given up: {}", error.what()));
        }
        one.is_over = true;
    }

    void forget_those_that_are_over() {
        std::erase_if(served, [](Served& one) {
            if (!one.is_over) return false;
            one.thread.join();
            return true;
        });
    }

    void end() {
        service.tell_to_end();
        for (Served& one : served) one.thread.join();
        served.clear();
    }

    ProxyService service;
    int socket = -1;
    std::list<Served> served;
};

std::expected<RecordingProxy, std::string> RecordingProxy::open(RecordingProxyOptions options, ProxyObserver observer) {
    auto upstream = parse_endpoint(options.upstream.endpoint);
    if (!upstream) return std::unexpected(upstream.error());
    auto listener = std::make_unique<Listener>();
    const std::uint16_t port = options.port;
    listener->service.options = std::move(options);
    listener->service.upstream = *std::move(upstream);
    listener->service.observer = std::move(observer);
    if (const auto listens = listener->listen_on_loopback(port); !listens) return std::unexpected(listens.error());
    return RecordingProxy(std::move(listener));
}

RecordingProxy::RecordingProxy(std::unique_ptr<Listener> listener) : listener_(std::move(listener)) {}
RecordingProxy::RecordingProxy(RecordingProxy&&) noexcept = default;
RecordingProxy& RecordingProxy::operator=(RecordingProxy&&) noexcept = default;
RecordingProxy::~RecordingProxy() = default;

std::uint16_t RecordingProxy::port() const { return listener_->service.port; }

void RecordingProxy::run(const std::function<bool()>& is_over) {
    while (!is_over()) {
        listener_->forget_those_that_are_over();
        if (listener_->served.size() < listener_->service.options.connections)
            listener_->accept_within(look_every_msec);
        else
            std::this_thread::sleep_for(std::chrono::milliseconds(look_every_msec));
    }
    listener_->end();
}

}  // namespace keyturn
