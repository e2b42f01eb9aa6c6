// Sends requests as they are and judges what comes back, over connections that libcurl makes.
//
// The bytes of a request are those of wire_text(); every byte received goes through HttpResponseReader, so an answer is
// the truth of the wire. Redirects, cookies, content codings: none is acted upon. One client is for one thread.
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/http/connection.h"
#include "conformance/http/endpoint.h"
#include "conformance/http/http_client_options.h"
#include "conformance/http_message.h"
#include "conformance/http_response_reader.h"

namespace keyturn {

struct Answer {
    std::expected<HttpResponse, FramingFault> response;
    bool timed_out = false;  // after the first byte; the response is a fault then
    double seconds = 0;      // of the whole exchange
    std::string wire{};      // as received, at most HttpClientOptions::wire_bytes
    std::string stray{};     // what the kept connection brought unasked after its answer before; it was given up then
};

class HttpClient {
  public:
    // The error is a sentence: an endpoint of another form, a file that can't be read, a time that is not positive.
    static std::expected<HttpClient, std::string> open(HttpClientOptions options);

    // Uses the connection of the exchange before where both sides keep it. If that turns out to be closed before one
    // byte of a response arrives, the request is sent once more on a fresh one; where `sends_again` is off, that is
    // left to the caller, who is told so: NoAnswer::stale.
    // `at_most` cuts the deadline of the exchange short.
    std::expected<Answer, Unanswered> exchange(const HttpRequest& request,
                                               std::chrono::milliseconds at_most = std::chrono::milliseconds::max());

    const Endpoint& endpoint() const { return endpoint_; }

  private:
    HttpClient(HttpClientOptions options, Endpoint endpoint);

    std::string give_up_unless_silent();
    std::expected<Answer, Unanswered> attempt(std::string_view method, std::string_view text,
                                              Connection::Clock::time_point until);
    std::expected<Answer, Unanswered> attempt_on_fresh(std::string_view method, std::string_view text,
                                                       Connection::Clock::time_point until);

    HttpClientOptions options_;
    Endpoint endpoint_;
    std::optional<Connection> connection_;
    std::vector<char> buffer_;
};

}  // namespace keyturn
