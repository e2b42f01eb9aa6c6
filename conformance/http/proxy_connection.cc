#include "conformance/http/proxy_connection.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "conformance/http/sigpipe_guard.h"
#include "conformance/http/wire_text.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

using Step = Connection::Step;
using std::chrono::milliseconds;

constexpr std::size_t buffer_bytes = 64u << 10;
constexpr milliseconds little_while{50};  // after which a connection looks whether the proxy ends
constexpr std::string_view end_of_head = "\r\n\r\n";

std::string problem(int status, std::string_view title, const std::string& detail) {
    const JsonValue body = json_object({{"type", json_string("about:blank")},
                                        {"title", json_string(std::string(title))},
                                        {"status", json_number(std::to_string(status))},
                                        {"detail", json_string(detail)}});
    const HttpResponse response{
        status, std::string(title), {{"Content-Type", "application/problem+json"}}, to_json(body)};
    return wire_text(response, {.closes = true});
}

void drop_front(std::string& text, std::size_t bytes) { text.erase(0, bytes); }

short wanted(bool receive, bool send) { return static_cast<short>((receive ? POLLIN : 0) | (send ? POLLOUT : 0)); }

pollfd awaited(int socket, short events) { return {events == 0 ? -1 : socket, events, 0}; }

}  // namespace

ProxyConnection::ProxyConnection(int client, const ProxyService& service)
    : service_(service), client_(client), buffer_(buffer_bytes) {}

void ProxyConnection::run() {
    const SigpipeGuard guard;
    Next next = Next::exchange;
    while (next == Next::exchange) next = pass_exchange();
    if (next == Next::tunnel) pass_everything();
    say_good_bye();
}

// ---- one exchange

ProxyConnection::Next ProxyConnection::pass_exchange() {
    request_ = HttpRequestReader(service_.options.request_limits);
    response_.reset();
    head_.clear();
    if (const Next next = read_head(); next != Next::exchange) return next;
    if (const Next next = begin_exchange(); next != Next::exchange) return next;
    if (const Next next = pass_until_answered(); next != Next::exchange) return next;
    return end_exchange();
}

ProxyConnection::Next ProxyConnection::read_head() {
    take_request_bytes(std::exchange(unread_, {}));
    last_byte_ = Clock::now();
    while (!request_.has_head() && !request_.fault()) {
        if (client_closed_ || (service_.ends() && head_.empty())) return Next::end;
        if (!receive_from_client() && !wait(true)) return Next::end;
    }
    return Next::exchange;
}

ProxyConnection::Next ProxyConnection::begin_exchange() {
    std::string why_not;
    if (!reach_upstream(why_not)) {
        miss("no connection to the upstream: " + why_not);
        return refuse(502, "Bad Gateway", "the upstream can't be reached: " + why_not);
    }
    if (request_.fault() && !request_.has_head()) {
        miss(*request_.fault());
        to_upstream_ = std::exchange(head_, {}) + std::exchange(unread_, {});
        return Next::tunnel;
    }
    const std::size_t body = head_.find(end_of_head) + end_of_head.size();
    to_upstream_ = head_for_upstream(std::string_view(head_).substr(0, body), service_.upstream, service_.port) +
                   head_.substr(body);
    head_.clear();
    response_.emplace(request_.request().method, service_.options.response_limits);
    return Next::exchange;
}

ProxyConnection::Next ProxyConnection::pass_until_answered() {
    while (!response_->finished()) {
        if (request_.fault()) {
            miss(*request_.fault());
            to_upstream_ += std::exchange(unread_, {});
            return Next::tunnel;
        }
        if (client_closed_ && !request_.is_whole()) {
            miss(fmt::format("{}: the client closed before its request was whole", request_.request().method));
            return Next::end;
        }
        const bool moved = move_bytes(!request_.is_whole());
        if (service_.grace_is_over() || (!moved && !wait(!request_.is_whole()))) return give_up_waiting();
    }
    return Next::exchange;
}

ProxyConnection::Next ProxyConnection::give_up_waiting() {
    miss(fmt::format("{}: given up before the answer was whole", request_.request().method));
    return response_->began() ? Next::end : refuse(504, "Gateway Timeout", "the upstream did not answer in time");
}

ProxyConnection::Next ProxyConnection::end_exchange() {
    if (response_->broken()) {
        miss(fmt::format("{}: {}", request_.request().method, response_->result().error().reason));
        return upstream_closed_ ? Next::end : Next::tunnel;
    }
    if (!request_.is_whole()) {
        miss(fmt::format("{}: answered before the request was whole", request_.request().method));
        return Next::end;
    }
    while (!to_client_.empty())
        if (!send_to_client() && !wait(false)) return Next::end;
    const bool goes_on = request_.keeps_alive() && response_->keeps_alive() && !client_closed_ && !upstream_closed_;
    return goes_on ? Next::exchange : Next::end;
}

ProxyConnection::Next ProxyConnection::refuse(int status, std::string_view title, const std::string& why) {
    to_client_ += problem(status, title, "keyturn record: " + why);
    return Next::end;
}

// From here on nobody reads what passes.
void ProxyConnection::pass_everything() {
    passes_everything_ = true;
    while (!upstream_closed_ && !service_.ends())
        if (!move_bytes(true) && !wait(true)) return;
}

// What is left is sent; and what the client still sends is read, for closing with bytes unread would take with it what
// the client has not yet received.
void ProxyConnection::say_good_bye() {
    const auto until = Clock::now() + service_.options.grace;
    while (!to_client_.empty() && Clock::now() < until)
        if (!send_to_client()) wait(false);
    client_.stop_sending();
    while (!client_closed_ && !service_.ends() && Clock::now() < until) {
        const auto received = client_.receive(buffer_);
        client_closed_ = received.step == Step::closed || received.step == Step::failed;
        if (received.step == Step::blocked) wait(true);
    }
}

// ---- the upstream

bool ProxyConnection::reach_upstream(std::string& why_not) {
    // One that says something unasked, or closed meanwhile, is of no use.
    if (upstream_ && upstream_->receive(buffer_).step == Step::blocked) return true;
    auto opened =
        Connection::open(service_.options.upstream, service_.upstream, service_.options.upstream.connect_timeout);
    if (!opened) {
        why_not = opened.error().reason;
        upstream_.reset();
        return false;
    }
    upstream_.emplace(*std::move(opened));
    upstream_closed_ = false;
    return true;
}

void ProxyConnection::end_of_upstream() {
    upstream_closed_ = true;
    to_upstream_.clear();
    if (passes_everything_ || !response_) return;
    response_->closed();
    if (!response_->broken() && request_.is_whole()) show_exchange();
}

// ---- what the bytes say

void ProxyConnection::take_request_bytes(std::string_view bytes) {
    if (passes_everything_) {
        to_upstream_ += bytes;
        return;
    }
    std::string_view rest = bytes;
    request_.take(rest);
    (response_ ? to_upstream_ : head_) += bytes.substr(0, bytes.size() - rest.size());
    unread_ = rest;
}

// The exchange is shown before the client gets its last bytes.
void ProxyConnection::take_response_bytes(std::string_view bytes) {
    if (!passes_everything_ && response_->take(bytes) && !response_->broken() && request_.is_whole()) show_exchange();
    to_client_ += bytes;
}

void ProxyConnection::show_exchange() const {
    HttpRequest request = request_.request();
    std::erase_if(request.headers, [&](const HeaderLine& line) {
        return equals_ignoring_case(line.first, "Host") && names_the_proxy(line.second, service_.port);
    });
    service_.observer.exchanged(request, *response_->result());
}

// ---- moving

bool ProxyConnection::receive_from_client() {
    const auto received = client_.receive(buffer_);
    client_closed_ = received.step == Step::closed || received.step == Step::failed;
    if (received.step != Step::moved) return client_closed_;
    last_byte_ = Clock::now();
    take_request_bytes({buffer_.data(), received.bytes});
    return true;
}

bool ProxyConnection::receive_from_upstream() {
    const auto received = upstream_->receive(buffer_);
    if (received.step == Step::blocked) return false;
    last_byte_ = Clock::now();
    if (received.step == Step::moved)
        take_response_bytes({buffer_.data(), received.bytes});
    else
        end_of_upstream();
    return true;
}

// A client that is gone misses its answer; the exchange is whole all the same.
bool ProxyConnection::send_to_client() {
    const auto sent = client_.send(to_client_);
    if (sent.step == Step::blocked) return false;
    last_byte_ = Clock::now();
    client_closed_ = client_closed_ || sent.step != Step::moved;
    drop_front(to_client_, sent.step == Step::moved ? sent.bytes : to_client_.size());
    return true;
}

// An upstream that no longer reads may have answered already.
bool ProxyConnection::send_to_upstream() {
    const auto sent = upstream_->send(to_upstream_);
    if (sent.step == Step::blocked) return false;
    last_byte_ = Clock::now();
    drop_front(to_upstream_, sent.step == Step::moved ? sent.bytes : to_upstream_.size());
    return true;
}

// Nothing is received that can't be handed on yet.
bool ProxyConnection::move_bytes(bool from_client) {
    bool moved = false;
    if (!to_client_.empty()) moved = send_to_client();
    if (!to_upstream_.empty()) moved = send_to_upstream() || moved;
    if (from_client && !client_closed_ && to_upstream_.empty()) moved = receive_from_client() || moved;
    if (!upstream_closed_ && to_client_.empty()) moved = receive_from_upstream() || moved;
    return moved;
}

// ---- waiting

bool ProxyConnection::wait(bool for_client) const {
    const bool reads_upstream =
        upstream_ && !upstream_closed_ && to_client_.empty() && (response_ || passes_everything_);
    const bool reads_client = for_client && !client_closed_ && to_upstream_.empty();
    std::array sockets = {awaited(client_.socket(), wanted(reads_client, !to_client_.empty())),
                          awaited(upstream_ ? upstream_->socket() : -1, wanted(reads_upstream, !to_upstream_.empty()))};
    poll(sockets.data(), sockets.size(), static_cast<int>(little_while.count()));
    return !is_time_up();
}

bool ProxyConnection::is_time_up() const {
    const bool is_deserted = passes_everything_ && client_closed_;
    return service_.grace_is_over() ||
           Clock::now() - last_byte_ > (is_deserted ? service_.options.grace : service_.options.silence);
}

void ProxyConnection::miss(const std::string& what) const { service_.observer.missed(what); }

}  // namespace keyturn
