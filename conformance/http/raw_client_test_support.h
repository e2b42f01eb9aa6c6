// A loopback client that sends bytes as they are, also those that are no request.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace keyturn {

class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool send(std::string_view bytes);  // false when the server no longer takes them
    void stop_sending();

    std::string receive(std::size_t bytes);  // fewer when the server closes, or after ten seconds
    std::string receive_until_close();       // followed by "…" when it does not close in ten seconds
    bool is_silent_for(std::chrono::milliseconds time) const;

  private:
    bool is_ready(short events, std::chrono::milliseconds patience) const;

    int socket_ = -1;
};

}  // namespace keyturn
