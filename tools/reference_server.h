// The reference server, running, with whatever is planted in it: its state behind the socket part.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "conformance/defects/defective_server.h"
#include "tools/clock_and_seed.h"

namespace keyturn {

class ReferenceServer {
  public:
    // Listens on 127.0.0.1; port 0 takes a free one. The error is a sentence.
    static std::expected<std::unique_ptr<ReferenceServer>, std::string> start(std::uint16_t port, Planted planted,
                                                                              Clock clock);
    ~ReferenceServer();  // stops it

    std::string url() const;  // http://127.0.0.1:PORT
    void stop();              // from any thread
    void wait();              // until it is stopped

  private:
    struct Parts;
    explicit ReferenceServer(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace keyturn
