#include "tools/slow_server_test_support.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

namespace keyturn {
namespace {

constexpr std::string_view hook_path = "/_keyturn/state";

HttpRequest read_request(const std::string& text) {
    const std::size_t head = text.find("\r\n\r\n");
    std::istringstream lines(text.substr(0, head));
    HttpRequest request;
    lines >> request.method >> request.target;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        if (line.ends_with('\r')) line.pop_back();
        const std::size_t colon = line.find(": ");
        request.headers.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 2, line.size())));
    }
    request.body = text.substr(head + 4);
    return request;
}

std::string text_of(const HttpResponse& response) {
    std::string text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, response.reason);
    for (const auto& [name, value] : response.headers) text += fmt::format("{}: {}\r\n", name, value);
    return text + fmt::format("Content-Length: {}\r\n\r\n{}", response.body.size(), response.body);
}

// The conversation that a request is about; "" for none.
std::string conversation_of(const HttpRequest& request) {
    constexpr std::string_view part = "/conversations/";
    const std::size_t at = request.target.find(part);
    if (at == std::string::npos) return {};
    const std::string rest = request.target.substr(at + part.size());
    return rest.substr(0, rest.find_first_of("/?"));
}

}  // namespace

// Counts one request as long as it is open.
class SlowServer::Open {
  public:
    Open(SlowServer& server, const HttpRequest& request) : server_(server), keys_{""} {
        if (const std::string conversation = conversation_of(request); !conversation.empty())
            keys_.push_back(conversation);
        if (request.target == hook_path) keys_.emplace_back("hook");
        const std::lock_guard lock(server_.mutex_);
        server_.arrivals_.push_back(std::chrono::steady_clock::now());
        server_.bodies_.push_back(request.body);
        for (const std::string& key : keys_) server_.most_[key] = std::max(server_.most_[key], ++server_.open_[key]);
    }
    ~Open() {
        const std::lock_guard lock(server_.mutex_);
        for (const std::string& key : keys_) --server_.open_[key];
    }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;

  private:
    SlowServer& server_;
    std::vector<std::string> keys_;
};

SlowServer::SlowServer(std::chrono::milliseconds delay, Instead instead) : delay_(delay), instead_(std::move(instead)) {
    const LoopbackListener listening = listen_on_loopback();
    listener_ = listening.socket;
    port_ = listening.port;
    thread_ = std::thread([this] { accept_connections(); });
}

SlowServer::~SlowServer() {
    over_ = true;
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    for (std::thread& connection : connections_) connection.join();
    close(listener_);
}

void SlowServer::accept_connections() {
    for (;;) {
        const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) return;
        constexpr int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        connections_.emplace_back([this, socket] {
            RawPeer peer(socket, over_);
            serve(peer);
            close(socket);
        });
    }
}

void SlowServer::serve(RawPeer& peer) {
    for (std::string text; !(text = peer.read_request()).empty();) {
        const HttpRequest request = read_request(text);
        HttpResponse response;
        {
            const Open open(*this, request);
            peer.wait(delay_);
            response = answer(request);
        }
        if (!peer.send(text_of(response))) return;
    }
}

HttpResponse SlowServer::answer(const HttpRequest& request) {
    if (auto other = instead_ ? instead_(request) : std::nullopt) return *std::move(other);
    return **right_.exchange(request);
}

std::size_t SlowServer::most_of(const std::string& key) const {
    const std::lock_guard lock(mutex_);
    const auto most = most_.find(key);
    return most == most_.end() ? 0 : most->second;
}

std::size_t SlowServer::most_at_once() const { return most_of(""); }
std::size_t SlowServer::most_at_once_of_the_hook() const { return most_of("hook"); }

std::size_t SlowServer::most_at_once_of_one_conversation() const {
    const std::lock_guard lock(mutex_);
    std::size_t most = 0;
    for (const auto& [conversation, count] : most_)
        if (!conversation.empty() && conversation != "hook") most = std::max(most, count);
    return most;
}

std::vector<std::chrono::steady_clock::time_point> SlowServer::arrivals() const {
    const std::lock_guard lock(mutex_);
    return arrivals_;
}

std::size_t SlowServer::count(std::string_view part_of_body) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::ranges::count_if(bodies_, [&](const std::string& body) { return body.contains(part_of_body); }));
}

bool SlowServer::is_empty() const { return right_.state().conversations.empty() && right_.state().users->empty(); }

}  // namespace keyturn
