// One connection that somebody made to us, without waiting: bytes in, bytes out.
#pragma once

#include <span>
#include <string_view>

#include "conformance/http/connection.h"

namespace keyturn {

class ClientSocket {
  public:
    explicit ClientSocket(int socket);  // owns it
    ~ClientSocket();
    ClientSocket(const ClientSocket&) = delete;
    ClientSocket& operator=(const ClientSocket&) = delete;

    Connection::Transfer send(std::string_view bytes);
    Connection::Transfer receive(std::span<char> buffer);
    void stop_sending();

    int socket() const { return socket_; }

  private:
    int socket_;
};

}  // namespace keyturn
