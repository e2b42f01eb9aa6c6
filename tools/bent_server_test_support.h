// The reference server behind a real socket, its clock at 1790000000000, its answers bent on the way out or
// withheld.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "conformance/http/http_server.h"
#include "conformance/server/in_process_transport.h"

namespace keyturn {

class BentServer {
  public:
    // Called in the server's thread.
    using Bend = std::function<void(const HttpRequest&, HttpResponse&)>;

    // The answer to a request that does not reach the server; none for one that does.
    using Instead = std::function<std::optional<HttpResponse>(const HttpRequest&)>;

    explicit BentServer(Bend bend, Instead instead = {});
    ~BentServer();

    std::string url() const;

  private:
    InProcessTransport right_;
    Bend bend_;
    Instead instead_;
    std::optional<HttpServer> server_;
    std::thread thread_;
};

}  // namespace keyturn
