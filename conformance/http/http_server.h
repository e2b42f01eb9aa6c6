// The socket part of a server, around a handler that is a function from request to response.
//
// It listens on 127.0.0.1 only, and does everything in the one thread that calls run(). A request reaches the handler
// with its header lines in order and case as received, a chunked body put together. A response carries the handler's
// header lines, Content-Length and, where the connection closes, Connection: close: no Date, no Server, so that it
// repeats. Head, body, time and connections are bounded; what HTTP forbids is answered with a problem and a close.
// A handler that gives bytes instead of a response gets them sent as they are.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "conformance/http/raw_answer.h"
#include "conformance/http_message.h"

namespace keyturn {

struct HttpServerOptions {
    // Writes the answers that the server gives by itself: 400 malformed, 413 body, 431 head, 500 the handler threw.
    using ProblemWriter = std::function<HttpResponse(int status, std::string_view detail)>;

    ProblemWriter problem{};  // required
    std::uint16_t port = 0;   // 0: any that is free
    std::size_t header_bytes = 16u << 10;
    std::size_t body_bytes = 8u << 20;
    std::size_t connections = 256;           // at once; further ones wait until one ends
    std::chrono::milliseconds idle{30'000};  // for a head to arrive, for a body, and for an answer to be taken
};

class HttpServer {
  public:
    using Handler = std::function<ServerAnswer(const HttpRequest&)>;

    // Listens at once; the error says why it can't: a port in use above all, or nobody to write problems.
    static std::expected<HttpServer, std::string> open(HttpServerOptions options, Handler handler);

    HttpServer(HttpServer&&) noexcept;
    HttpServer& operator=(HttpServer&&) noexcept;
    ~HttpServer();

    std::uint16_t port() const;
    void run();   // until stop(), which may have been called before
    void stop();  // from any thread; connections end with the server

  private:
    struct Listener;

    explicit HttpServer(std::unique_ptr<Listener> listener);

    std::unique_ptr<Listener> listener_;
};

}  // namespace keyturn
