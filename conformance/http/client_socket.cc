#include "conformance/http/client_socket.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace keyturn {
namespace {

using Step = Connection::Step;

Connection::Transfer transfer(ssize_t moved) {
    if (moved > 0) return {Step::moved, static_cast<std::size_t>(moved)};
    if (moved == 0) return {Step::closed};
    return {errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? Step::blocked : Step::failed};
}

}  // namespace

ClientSocket::ClientSocket(int socket) : socket_(socket) {
    const int yes = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(socket_, F_SETFL, fcntl(socket_, F_GETFL) | O_NONBLOCK);
}

ClientSocket::~ClientSocket() { close(socket_); }

Connection::Transfer ClientSocket::send(std::string_view bytes) {
    return transfer(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
}

Connection::Transfer ClientSocket::receive(std::span<char> buffer) {
    return transfer(recv(socket_, buffer.data(), buffer.size(), 0));
}

void ClientSocket::stop_sending() { shutdown(socket_, SHUT_WR); }

}  // namespace keyturn
