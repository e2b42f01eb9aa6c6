#include "conformance/http/http_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <optional>
#include <utility>

#include "conformance/http/wire_text.h"

namespace keyturn {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using beast::error_code;
using std::chrono::milliseconds;

constexpr std::size_t read_ahead_bytes = 64u << 10;
constexpr std::size_t line_end = std::string_view{"\r\n"}.size();
constexpr std::size_t around_header_line = std::string_view{": \r\n"}.size();
constexpr std::size_t around_request_line = std::string_view{"  HTTP/1.1\r\n"}.size();
constexpr milliseconds linger_time{2'000};
constexpr milliseconds pause_after_failed_accept{100};

// Beast's own message type groups lines of one name together; the handler sees them as they came. Beast's own limit
// holds for what it has not parsed yet, so that a head which comes line by line has none: the lines are counted here.
class RequestParser : public http::basic_parser<true> {
  public:
    RequestParser(std::size_t header_bytes, std::size_t body_bytes) : header_bytes_left_(header_bytes) {
        header_limit(static_cast<std::uint32_t>(header_bytes));
        body_limit(body_bytes);
    }

    const HttpRequest& request() const { return request_; }
    bool is_http_1_0() const { return version_ == 10; }

  private:
    using Text = beast::string_view;

    void on_request_impl(http::verb, Text method, Text target, int version, error_code& ec) override {
        count(method.size() + target.size() + around_request_line, ec);
        request_.method = std::string{method};
        request_.target = std::string{target};
        version_ = version;
    }
    void on_field_impl(http::field, Text name, Text value, error_code& ec) override {
        if (head_is_over_) return;  // a trailer's lines are no header lines
        count(name.size() + value.size() + around_header_line, ec);
        request_.headers.emplace_back(std::string{name}, std::string{value});
    }
    std::size_t on_body_impl(Text piece, error_code&) override {
        request_.body.append(piece.data(), piece.size());
        return piece.size();
    }
    std::size_t on_chunk_body_impl(std::uint64_t, Text piece, error_code& ec) override {
        return on_body_impl(piece, ec);
    }
    void on_response_impl(int, Text, int, error_code&) override {}
    void on_header_impl(error_code& ec) override {
        count(line_end, ec);
        head_is_over_ = true;
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    void on_chunk_header_impl(std::uint64_t, Text, error_code&) override {}
    void on_finish_impl(error_code&) override {}

    void count(std::size_t bytes, error_code& ec) {
        if (bytes > header_bytes_left_)
            ec = http::error::header_limit;
        else
            header_bytes_left_ -= bytes;
    }

    HttpRequest request_;
    std::size_t header_bytes_left_;
    bool head_is_over_ = false;
    int version_ = 0;
};

struct Refusal {
    int status;
    std::string detail;
};

// What Beast lets pass and RFC 9112 does not (sections 3.2 and 6.1).
std::optional<Refusal> refusal_of(const RequestParser& parser) {
    const auto& headers = parser.request().headers;
    const auto hosts =
        std::ranges::count_if(headers, [](auto& line) { return equals_ignoring_case(line.first, "Host"); });
    if (hosts > 1 || (hosts == 0 && !parser.is_http_1_0()))
        return Refusal{400, "a request names its Host exactly once"};
    const auto* coding = find_header(headers, "Transfer-Encoding");
    if (coding && (parser.is_http_1_0() || !equals_ignoring_case(*coding, "chunked")))
        return Refusal{400, "a Transfer-Encoding other than chunked alone, in HTTP/1.1"};
    return std::nullopt;
}

// nullopt where there is nobody to answer: a connection that closed between requests, broke, or ran out of time.
std::optional<Refusal> refusal_of(error_code ec) {
    if (ec.category() != http::make_error_code(http::error::end_of_stream).category()) return std::nullopt;
    if (ec == http::error::end_of_stream) return std::nullopt;
    if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
        return Refusal{431, "the request's head is too large"};
    if (ec == http::error::body_limit) return Refusal{413, "the request's body is too large"};
    return Refusal{400, "the request is no valid HTTP/1.1: " + ec.message()};
}

bool awaits_continue(const RequestParser& parser) {
    const auto* expectation = find_header(parser.request().headers, "Expect");
    return expectation && equals_ignoring_case(*expectation, "100-continue") && !parser.is_http_1_0();
}

bool says_it_closes(const HttpResponse& response) {
    const auto* connection = find_header(response.headers, "Connection");
    return connection && equals_ignoring_case(*connection, "close");
}

// What the connections of one server have in common; it outlives them.
struct Service {
    HttpServerOptions options;
    HttpServer::Handler handler;
    std::function<void()> connection_ended;

    ServerAnswer answer(const HttpRequest& request) const {
        try {
            return handler(request);
        } catch (...) {
            return options.problem(500, "the server failed on this request");
        }
    }
};

// One connection. Each step starts the next; end() is reached on every way out, and only once.
class Session : public std::enable_shared_from_this<Session> {
    using Step = void (Session::*)(error_code, std::size_t);

    auto then(Step step) { return beast::bind_front_handler(step, shared_from_this()); }

  public:
    Session(tcp::socket socket, const Service& service)
        : stream_(std::move(socket)), service_(service), buffer_(service.options.header_bytes + read_ahead_bytes) {}

    void read_head() {
        parser_.emplace(service_.options.header_bytes, service_.options.body_bytes);
        stream_.expires_after(service_.options.idle);
        http::async_read_header(stream_, buffer_, *parser_, then(&Session::on_head));
    }

  private:
    void on_head(error_code ec, std::size_t) {
        if (ec) return on_failed_read(ec);
        if (const auto refusal = refusal_of(*parser_)) return refuse(*refusal);
        if (parser_->is_done()) return answer();
        stream_.expires_after(service_.options.idle);
        if (!awaits_continue(*parser_)) return read_body({}, 0);
        text_ = "HTTP/1.1 100 Continue\r\n\r\n";
        asio::async_write(stream_, asio::buffer(text_), then(&Session::read_body));
    }

    void read_body(error_code ec, std::size_t) {
        if (ec) return end();
        http::async_read(stream_, buffer_, *parser_, then(&Session::on_body));
    }

    void on_body(error_code ec, std::size_t) {
        if (ec) return on_failed_read(ec);
        answer();
    }

    void on_failed_read(error_code ec) {
        if (const auto refusal = refusal_of(ec)) return refuse(*refusal);
        end();
    }

    void answer() {
        auto answer = service_.answer(parser_->request());
        if (auto* raw = std::get_if<RawAnswer>(&answer)) return send(std::move(raw->bytes), raw->then);
        auto& response = std::get<HttpResponse>(answer);
        const bool closes = !parser_->keep_alive() || parser_->is_http_1_0() || says_it_closes(response);
        write(std::move(response), closes);
    }

    void refuse(const Refusal& refusal) { write(service_.options.problem(refusal.status, refusal.detail), true); }

    void write(HttpResponse response, bool closes) {
        if (response.reason.empty())
            response.reason = std::string{http::obsolete_reason(static_cast<http::status>(response.status))};
        send(wire_text(response, {.to_head = parser_->request().method == "HEAD", .closes = closes}),
             closes ? AfterBytes::close : AfterBytes::keep);
    }

    void send(std::string bytes, AfterBytes then_what) {
        after_ = then_what;
        text_ = std::move(bytes);
        stream_.expires_after(service_.options.idle);
        asio::async_write(stream_, asio::buffer(text_), then(&Session::on_written));
    }

    void on_written(error_code ec, std::size_t) {
        if (ec) return end();
        if (after_ == AfterBytes::keep) return read_head();
        if (after_ == AfterBytes::reset) return reset();
        error_code ignored;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.expires_after(std::min(service_.options.idle, linger_time));
        linger({}, 0);
    }

    // Closing with bytes unread would reset the connection, and could take the answer with it: so they are read first.
    void linger(error_code ec, std::size_t bytes) {
        lingered_bytes_ += bytes;
        if (ec || lingered_bytes_ > service_.options.body_bytes) return end();
        stream_.async_read_some(asio::buffer(scratch_), then(&Session::linger));
    }

    void reset() {
        error_code ignored;
        stream_.socket().set_option(asio::socket_base::linger{true, 0}, ignored);
        end();
    }

    void end() {
        stream_.close();
        service_.connection_ended();
    }

    beast::tcp_stream stream_;
    const Service& service_;
    beast::flat_buffer buffer_;
    std::optional<RequestParser> parser_;
    std::string text_;
    std::array<char, 4096> scratch_{};
    std::size_t lingered_bytes_ = 0;
    AfterBytes after_ = AfterBytes::keep;
};

error_code listen_on_loopback(tcp::acceptor& acceptor, std::uint16_t port) {
    error_code ec;
    acceptor.open(tcp::v4(), ec);
    if (!ec) acceptor.set_option(asio::socket_base::reuse_address{true}, ec);
    if (!ec) acceptor.bind({asio::ip::address_v4::loopback(), port}, ec);
    if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
    return ec;
}

}  // namespace

// The order of its members matters: the context, destroyed before the service, takes the sessions with it.
struct HttpServer::Listener {
    Listener(HttpServerOptions options, Handler handler)
        : service{std::move(options), std::move(handler), [this] { on_connection_ended(); }} {}

    void accept() {
        acceptor.async_accept([this](error_code ec, tcp::socket socket) { on_accepted(ec, std::move(socket)); });
    }

    void on_accepted(error_code ec, tcp::socket socket) {
        if (ec) return accept_later();
        socket.set_option(tcp::no_delay{true}, ec);  // a client that is gone already shows when it is read
        ++open_connections;
        std::make_shared<Session>(std::move(socket), service)->read_head();
        if (open_connections < service.options.connections) accept();
    }

    void accept_later() {  // out of file descriptors, say: trying again at once would spin
        retry.expires_after(pause_after_failed_accept);
        retry.async_wait([this](error_code) { accept(); });
    }

    void on_connection_ended() {
        if (open_connections-- == service.options.connections) accept();
    }

    Service service;
    std::size_t open_connections = 0;
    asio::io_context context{1};
    tcp::acceptor acceptor{context};
    asio::steady_timer retry{context};
};

std::expected<HttpServer, std::string> HttpServer::open(HttpServerOptions options, Handler handler) {
    if (!options.problem) return std::unexpected("a server without a writer of problems");
    const auto port = options.port;
    auto listener = std::make_unique<Listener>(std::move(options), std::move(handler));
    if (const auto ec = listen_on_loopback(listener->acceptor, port))
        return std::unexpected(fmt::format("port {} on 127.0.0.1: {}", port, ec.message()));
    listener->accept();
    return HttpServer{std::move(listener)};
}

HttpServer::HttpServer(std::unique_ptr<Listener> listener) : listener_(std::move(listener)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer& HttpServer::operator=(HttpServer&&) noexcept = default;
HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const {
    error_code ignored;
    return listener_->acceptor.local_endpoint(ignored).port();
}

void HttpServer::run() { listener_->context.run(); }

void HttpServer::stop() { listener_->context.stop(); }

}  // namespace keyturn
