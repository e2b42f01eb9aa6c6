// A server over HTTP as the replayer sees it.
#pragma once

#include <chrono>

#include "conformance/http/http_client.h"
#include "conformance/transport.h"

namespace keyturn {

class HttpTransport final : public Transport {
  public:
    explicit HttpTransport(HttpClient client) : client_(std::move(client)) {}
    Received exchange(const HttpRequest& request) override;
    // Ends after that time, if not before.
    Received exchange_within(const HttpRequest& request, std::chrono::microseconds at_most);

  private:
    HttpClient client_;
};

}  // namespace keyturn
