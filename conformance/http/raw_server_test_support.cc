#include "conformance/http/raw_server_test_support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <utility>

namespace keyturn {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds tick{5};           // how long a wait may outlast the test
constexpr milliseconds forever{600'000};  // longer than any test

// The bytes of a request whose head is whole, as far as its Content-Length tells.
std::optional<std::size_t> request_bytes(std::string_view received) {
    constexpr std::string_view length_name = "\r\nContent-Length: ";
    const auto head_end = received.find("\r\n\r\n");
    if (head_end == std::string_view::npos) return std::nullopt;
    const auto length_line = received.substr(0, head_end).find(length_name);
    std::size_t body = 0;
    if (length_line != std::string_view::npos)
        std::from_chars(received.data() + length_line + length_name.size(), received.data() + head_end, body);
    return head_end + 4 + body;
}

}  // namespace

bool RawPeer::is_ready(short events, milliseconds patience) const {
    const auto until = Clock::now() + patience;
    do {
        pollfd awaited{socket_, events, 0};
        if (poll(&awaited, 1, static_cast<int>(tick.count())) > 0) return true;
    } while (!over_ && Clock::now() < until);
    return false;
}

bool RawPeer::receive_some() {
    std::array<char, 16384> buffer{};
    if (!is_ready(POLLIN, forever)) return false;
    const auto received = recv(socket_, buffer.data(), buffer.size(), 0);
    if (received <= 0) return false;
    received_.append(buffer.data(), static_cast<std::size_t>(received));
    return true;
}

std::string RawPeer::read_request() {
    while (received_.size() < request_bytes(received_).value_or(std::string::npos) && receive_some());
    return std::exchange(received_, {});
}

void RawPeer::read(std::size_t bytes) { while (received_.size() < bytes && receive_some()); }

bool RawPeer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        if (!is_ready(POLLOUT, forever)) return false;
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawPeer::drip(std::string_view bytes, milliseconds between) {
    for (const char byte : bytes) {
        if (over_ || !send({&byte, 1})) return;
        wait(between);
    }
}

void RawPeer::flood(std::string_view piece) { while (!over_ && send(piece)); }

void RawPeer::wait(milliseconds time) const {
    const auto until = Clock::now() + time;
    while (!over_ && Clock::now() < until) std::this_thread::sleep_for(std::min(time, tick));
}

void RawPeer::wait_for_close() { while (receive_some()); }

void RawPeer::stop_sending() { shutdown(socket_, SHUT_WR); }

void RawPeer::reset() {
    constexpr linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

LoopbackListener listen_on_loopback() {
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener, generic, size) != 0 || listen(listener, 16) != 0 || getsockname(listener, generic, &size) != 0)
        throw std::runtime_error("no loopback port for a test server");
    return {listener, ntohs(address.sin_port)};
}

RawServer::RawServer(std::vector<Script> scripts) : scripts_(std::move(scripts)) {
    const LoopbackListener listening = listen_on_loopback();
    listener_ = listening.socket;
    port_ = listening.port;
    thread_ = std::thread{[this] { serve(); }};
}

RawServer::~RawServer() {
    over_ = true;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void RawServer::serve() {
    while (!over_) {
        const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        constexpr int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const auto turn = std::min<std::size_t>(static_cast<std::size_t>(connections_++), scripts_.size() - 1);
        RawPeer peer{socket, over_};
        scripts_[turn](peer);
        close(socket);
    }
}

}  // namespace keyturn
