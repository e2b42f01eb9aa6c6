#include "tools/reference_server.h"

#include <fmt/format.h>

#include <thread>

#include "conformance/http/http_server.h"
#include "conformance/server/answer.h"
#include "conformance/server/respond.h"

namespace keyturn {

struct ReferenceServer::Parts {
    ServerState state;  // touched by the server's one thread only
    Clock clock;
    std::optional<HttpServer> server;
    std::jthread thread;

    HttpResponse handle(const HttpRequest& request) {
        Handled handled = respond(state, request, clock());
        if (handled.next) state = std::move(*handled.next);
        return std::move(handled.response);
    }
};

ReferenceServer::ReferenceServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

std::expected<std::unique_ptr<ReferenceServer>, std::string> ReferenceServer::start(std::uint16_t port,
                                                                                    LeftOut left_out, Clock clock) {
    auto parts = std::make_unique<Parts>();
    parts->clock = std::move(clock);
    parts->state.left_out = std::make_shared<const LeftOut>(std::move(left_out));
    HttpServerOptions options;
    options.port = port;
    options.problem = [](int status, std::string_view detail) { return problem_answer(status, detail); };
    auto server = HttpServer::open(std::move(options),
                                   [raw = parts.get()](const HttpRequest& request) { return raw->handle(request); });
    if (!server) return std::unexpected(server.error());
    parts->server.emplace(std::move(*server));
    parts->thread = std::jthread([raw = parts.get()] { raw->server->run(); });
    return std::unique_ptr<ReferenceServer>(new ReferenceServer(std::move(parts)));
}

ReferenceServer::~ReferenceServer() {
    stop();
    wait();
}

std::string ReferenceServer::url() const { return fmt::format("http://127.0.0.1:{}", parts_->server->port()); }
void ReferenceServer::stop() { parts_->server->stop(); }

void ReferenceServer::wait() {
    if (parts_->thread.joinable()) parts_->thread.join();
}

}  // namespace keyturn
