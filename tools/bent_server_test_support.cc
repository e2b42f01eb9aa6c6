#include "tools/bent_server_test_support.h"

#include "conformance/server/answer.h"

namespace keyturn {

BentServer::BentServer(Bend bend, Instead instead)
    : right_(1'790'000'000'000), bend_(std::move(bend)), instead_(std::move(instead)) {
    HttpServerOptions options;
    options.problem = [](int status, std::string_view detail) { return problem_answer(status, detail); };
    server_.emplace(HttpServer::open(std::move(options), [this](const HttpRequest& request) {
                        if (auto other = instead_ ? instead_(request) : std::nullopt) return *std::move(other);
                        HttpResponse response = **right_.exchange(request);
                        bend_(request, response);
                        return response;
                    }).value());
    thread_ = std::thread([this] { server_->run(); });
}

BentServer::~BentServer() {
    server_->stop();
    thread_.join();
}

std::string BentServer::url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

}  // namespace keyturn
