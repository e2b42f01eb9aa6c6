#include "conformance/http/raw_client_test_support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace keyturn {
namespace {

constexpr std::chrono::milliseconds patience{10'000};

}  // namespace

RawClient::RawClient(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("no connection to the server");
}

RawClient::~RawClient() { close(socket_); }

bool RawClient::is_ready(short events, std::chrono::milliseconds time) const {
    pollfd awaited{socket_, events, 0};
    return poll(&awaited, 1, static_cast<int>(time.count())) > 0;
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        if (!is_ready(POLLOUT, patience)) return false;
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::stop_sending() { shutdown(socket_, SHUT_WR); }

std::string RawClient::receive(std::size_t bytes) {
    std::string received;
    std::array<char, 16384> buffer{};
    while (received.size() < bytes && is_ready(POLLIN, patience)) {
        const auto count = recv(socket_, buffer.data(), std::min(buffer.size(), bytes - received.size()), 0);
        if (count <= 0) return received;
        received.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return received;
}

std::string RawClient::receive_until_close() {
    auto received = receive(std::string::npos);
    return is_ready(POLLIN, std::chrono::milliseconds{0}) ? received : received + "…";
}

bool RawClient::is_silent_for(std::chrono::milliseconds time) const { return !is_ready(POLLIN, time); }

}  // namespace keyturn
