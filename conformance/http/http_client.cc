#include "conformance/http/http_client.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "conformance/http/sigpipe_guard.h"
#include "conformance/http/wire_text.h"

namespace keyturn {
namespace {

using Clock = Connection::Clock;
using Step = Connection::Step;
using std::chrono::milliseconds;

constexpr std::size_t buffer_bytes = 64u << 10;

struct Deadlines {
    Clock::time_point first_byte;
    Clock::time_point whole;
};

// One request on one connection: sends and receives side by side, because a server may answer before it has read all.
class Attempt {
  public:
    Attempt(Connection& connection, std::string_view method, std::string_view unsent, const HttpClientOptions& options,
            std::span<char> buffer)
        : connection_(connection),
          reader_(method, options.limits),
          unsent_(unsent),
          wire_limit_(options.wire_bytes),
          buffer_(buffer) {}

    void run(Deadlines deadlines) {
        while (!over_) {
            send();
            const auto deadline = reader_.began() ? deadlines.whole : deadlines.first_byte;
            if (!connection_.wait(!unsent_.empty(), deadline)) return stop_waiting();
            receive(deadlines.whole);
        }
    }

    bool leaves_connection_usable() const { return reader_.keeps_alive() && unsent_.empty() && !connection_ended_; }

    std::expected<Answer, Unanswered> outcome() && {
        if (!reader_.began()) return std::unexpected(std::move(failure_));
        return Answer{.response = std::move(reader_).result(), .timed_out = timed_out_, .wire = std::move(wire_)};
    }

  private:
    void send() {
        while (!unsent_.empty()) {
            const auto sent = connection_.send(unsent_);
            if (sent.step == Step::failed) return stop_sending();
            if (sent.step != Step::moved) return;
            unsent_.remove_prefix(sent.bytes);
        }
    }

    // A peer that no longer reads may have answered already: what it said is still to be received.
    void stop_sending() {
        failure_ = connection_.last_failure();
        unsent_ = {};
        connection_ended_ = true;
    }

    void receive(Clock::time_point until) {
        while (!over_) {
            const auto received = connection_.receive(buffer_);
            if (received.step == Step::blocked) {
                over_ = reader_.finished();
                return;
            }
            if (received.step == Step::moved)
                take({buffer_.data(), received.bytes});
            else
                end_connection(received.step);
            if (Clock::now() >= until) return;
        }
    }

    void take(std::string_view bytes) {
        wire_.append(bytes.substr(0, wire_limit_ - wire_.size()));
        reader_.take(bytes);
        over_ = reader_.broken();
    }

    void end_connection(Step how) {
        over_ = true;
        if (how == Step::closed) {
            reader_.closed();
        } else {
            if (!connection_ended_) failure_ = connection_.last_failure();
            reader_.broken_off(failure_.reason);
        }
        connection_ended_ = true;
    }

    void stop_waiting() {
        timed_out_ = !reader_.finished();
        failure_ = {NoAnswer::timed_out, "not one byte of a response before the deadline"};
        reader_.broken_off("the deadline passed before the response was whole");
    }

    Connection& connection_;
    HttpResponseReader reader_;
    std::string_view unsent_;
    std::size_t wire_limit_;
    std::span<char> buffer_;
    std::string wire_;
    Unanswered failure_{NoAnswer::closed, "the connection closed before one byte of a response"};
    bool timed_out_ = false;
    bool connection_ended_ = false;
    bool over_ = false;
};

bool was_closed_on_us(const std::expected<Answer, Unanswered>& answer) {
    return !answer && (answer.error().kind == NoAnswer::closed || answer.error().kind == NoAnswer::reset);
}

std::optional<std::string> problem_of(const HttpClientOptions& options) {
    for (const auto* file : {&options.cacert, &options.client_cert, &options.client_key})
        if (!file->empty() && access(file->c_str(), R_OK) != 0) return fmt::format("{}: can't be read", *file);
    if (std::min({options.connect_timeout, options.first_byte_timeout, options.exchange_timeout}) <= milliseconds{0})
        return "a deadline must be more than 0 ms";
    return std::nullopt;
}

}  // namespace

HttpClient::HttpClient(HttpClientOptions options, Endpoint endpoint)
    : options_(std::move(options)), endpoint_(std::move(endpoint)), buffer_(buffer_bytes) {}

std::expected<HttpClient, std::string> HttpClient::open(HttpClientOptions options) {
    auto endpoint = parse_endpoint(options.endpoint);
    if (!endpoint) return std::unexpected(endpoint.error());
    if (auto problem = problem_of(options)) return std::unexpected(*std::move(problem));
    return HttpClient{std::move(options), *std::move(endpoint)};
}

std::expected<Answer, Unanswered> HttpClient::exchange(const HttpRequest& request, milliseconds at_most) {
    const SigpipeGuard guard;
    const auto begun = Clock::now();
    const auto until = begun + std::min(options_.exchange_timeout, at_most);
    const auto text = wire_text(request, endpoint_);
    auto stray = give_up_unless_silent();

    const bool reused = connection_.has_value();
    auto answer = reused ? attempt(request.method, text, until) : attempt_on_fresh(request.method, text, until);
    if (reused && was_closed_on_us(answer)) {
        if (!options_.sends_again) return std::unexpected(Unanswered{NoAnswer::stale, answer.error().reason});
        answer = attempt_on_fresh(request.method, text, until);
    }
    if (!answer) return answer;
    answer->seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    answer->stray = std::move(stray);
    return answer;
}

// Bytes on an idle connection answer nothing: they belong to the exchange before, and must not spoil the next one.
std::string HttpClient::give_up_unless_silent() {
    if (!connection_) return {};
    const auto received = connection_->receive(buffer_);
    if (received.step == Step::blocked) return {};
    connection_.reset();
    return {buffer_.data(), std::min(received.bytes, options_.wire_bytes)};
}

std::expected<Answer, Unanswered> HttpClient::attempt_on_fresh(std::string_view method, std::string_view text,
                                                               Clock::time_point until) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    auto opened = Connection::open(options_, endpoint_, std::min(options_.connect_timeout, left));
    if (!opened) return std::unexpected(std::move(opened.error()));
    connection_ = *std::move(opened);
    return attempt(method, text, until);
}

std::expected<Answer, Unanswered> HttpClient::attempt(std::string_view method, std::string_view text,
                                                      Clock::time_point until) {
    Attempt exchange{*connection_, method, text, options_, buffer_};
    exchange.run({.first_byte = std::min(until, Clock::now() + options_.first_byte_timeout), .whole = until});
    if (!exchange.leaves_connection_usable()) connection_.reset();
    return std::move(exchange).outcome();
}

}  // namespace keyturn
