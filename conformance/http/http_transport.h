// A server over HTTP as the replayer sees it.
#pragma once

#include "conformance/http/http_client.h"
#include "conformance/transport.h"

namespace keyturn {

class HttpTransport final : public Transport {
  public:
    explicit HttpTransport(HttpClient client) : client_(std::move(client)) {}
    Received exchange(const HttpRequest& request) override;

  private:
    HttpClient client_;
};

}  // namespace keyturn
