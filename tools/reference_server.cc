#include "tools/reference_server.h"

#include <fmt/format.h>

#include <thread>

#include "conformance/http/http_server.h"
#include "conformance/server/answer.h"

namespace keyturn {

struct ReferenceServer::Parts {
    DefectiveServer subject;  // touched by the server's one thread only
    Clock clock;
    std::optional<HttpServer> server;
    std::jthread thread;
};

ReferenceServer::ReferenceServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

std::expected<std::unique_ptr<ReferenceServer>, std::string> ReferenceServer::start(std::uint16_t port, Planted planted,
                                                                                    Clock clock) {
    const bool takes_large_bodies = planted.left_out.contains("body_is_not_too_large");
    auto parts = std::make_unique<Parts>(DefectiveServer(std::move(planted)), std::move(clock));
    HttpServerOptions options;
    options.body_bytes = takes_large_bodies ? 4 * most_body_bytes : most_body_bytes;
    options.port = port;
    options.problem = [](int status, std::string_view detail) { return problem_answer(status, detail); };
    auto server = HttpServer::open(std::move(options), [raw = parts.get()](const HttpRequest& request) {
        return raw->subject.answer(request, raw->clock());
    });
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
