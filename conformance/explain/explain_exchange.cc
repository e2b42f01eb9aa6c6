// HTTP: a request and its answer as they went over the wire, or one of them; and exchanges as cases write them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "conformance/explain/input_form.h"
#include "conformance/explain/kinds.h"
#include "conformance/http_lines.h"
#include "conformance/http_response_reader.h"
#include "conformance/response_contract.h"

namespace keyturn {
namespace {

constexpr std::string_view response_start = "HTTP/1.";

// A line without its end, which is taken from the text too: LF with CR or, as in texts that were copied, alone.
std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

struct RequestLine {
    std::string method, target;
};

// METHOD SP target SP HTTP/1.x
std::optional<RequestLine> read_request_line(std::string_view line) {
    const std::size_t space = line.find(' '), last = line.rfind(' ');
    if (space == line.npos || last == space || !line.substr(last + 1).starts_with(response_start)) return std::nullopt;
    const std::string_view method = line.substr(0, space);
    if (!is_http_token(method)) return std::nullopt;
    return RequestLine{std::string(method), std::string(line.substr(space + 1, last - space - 1))};
}

std::size_t length_of_body(const HttpRequest& request, std::string_view rest) {
    const std::string* length = find_header(request.headers, "Content-Length");
    std::size_t bytes = 0;
    if (!length || std::from_chars(length->data(), length->data() + length->size(), bytes).ec != std::errc())
        return rest.size();
    return std::min(bytes, rest.size());
}

// The request at the front of a text, which it is taken from.
HttpRequest take_request(std::string_view& text, Words& words) {
    const RequestLine line = read_request_line(take_line(text)).value_or(RequestLine{});
    HttpRequest request{line.method, line.target, {}, ""};
    while (!text.empty()) {
        const std::string_view header = take_line(text);
        if (header.empty()) break;
        auto read = read_header_line(header);
        if (read)
            request.headers.push_back(std::move(*read));
        else
            words.find_odd(fmt::format("a header line of the request: {}", read.error()));
    }
    const std::size_t length = length_of_body(request, text);
    request.body = text.substr(0, length);
    text.remove_prefix(length);
    return request;
}

bool may_hold_secret(std::string_view header) {
    constexpr std::string_view of_secrets[] = {"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"};
    return std::ranges::any_of(of_secrets, [&](auto name) { return equals_ignoring_case(name, header); });
}

void say_headers(const std::vector<HeaderLine>& headers, Words& words) {
    for (const auto& [name, value] : headers) {
        const bool is_hidden = may_hold_secret(name);
        words.say(
            fmt::format("{}: {}", quoted(name),
                        is_hidden ? fmt::format("(not shown, {})", counted(value.size(), "byte")) : quoted(value)));
        if (is_hidden) words.hide_secret(value.substr(value.find(' ') + 1));
    }
}

// What was copied from a terminal: the lines of the head end as they must, and the head ends.
std::string with_line_ends(std::string_view response) {
    std::string text;
    while (!response.empty()) {
        const std::string_view line = take_line(response);
        if (line.empty()) break;
        text += std::string(line) + "\r\n";
    }
    return text + "\r\n" + std::string(response);
}

std::expected<HttpResponse, FramingFault> read_response(std::string_view text, std::string_view method) {
    HttpResponseReader reader(method);
    reader.take(text);
    reader.closed();
    return std::move(reader).result();
}

void explain_response(std::string_view text, const HttpRequest& request, Words& words) {
    auto response = read_response(text, request.method);
    if (!response) {
        words.find_odd(fmt::format("the response breaks HTTP at byte {}: {} (AM-HTTP-003)", response.error().offset,
                                   response.error().reason));
        response = read_response(with_line_ends(text), request.method);
    }
    if (!response) return words.say("a response that can't be read");
    words.say(fmt::format("response: {} {}, a body of {}", response->status, quoted(response->reason),
                          counted(response->body.size(), "byte")));
    Words inside = words.within("the response");
    say_headers(response->headers, inside);
    inside.say("body: " + quoted(response->body));
    for (const ContractBreach& breach : contract_breaches(request, *response))
        inside.find_odd(fmt::format("{}: {}: expected {}, found {}", requirement_in_words(breach.requirement, words),
                                    quoted(breach.difference.place), breach.difference.expected,
                                    breach.difference.actual));
}

void explain_expected(const ExpectedResponse& response, Words& words) {
    words.say(fmt::format(
        "expected response: status {}{}", fmt::join(response.statuses, " or "),
        response.matchers.empty() ? "" : fmt::format(", {}", counted(response.matchers.size(), "matcher"))));
}

void explain_composed(const ComposedRequest& composed, Words& words) {
    words.say(fmt::format("composed when it is sent: {} in {}, users {}", name_of(composed.operation),
                          quoted(composed.group), users_in_words(composed.add)));
    if (composed.deviation) words.say("deviation: " + quoted(*composed.deviation));
}

void explain_http_request(const HttpRequest& request, Words& words) {
    words.say(fmt::format("request: {} {}, a body of {}", quoted(request.method), quoted(request.target),
                          counted(request.body.size(), "byte")));
    Words inside = words.within("the request");
    say_headers(request.headers, inside);
    if (request.body.empty()) return;
    const auto body = parse_json(request.body);
    if (!body)
        return inside.find_odd(
            fmt::format("the body is no JSON: {} at byte {}", body.error().reason, body.error().offset));
    if (const auto explained = explain_request(*body, inside); !explained) inside.find_odd(explained.error().reason);
}

}  // namespace

bool is_like_exchange(std::string_view text) {
    return text.starts_with(response_start) || read_request_line(take_line(text));
}

void explain_http_text(std::string_view text, Words& words) {
    HttpRequest request;
    if (!text.starts_with(response_start)) {
        request = take_request(text, words);
        explain_http_request(request, words);
    }
    if (text.starts_with(response_start)) return explain_response(text, request, words);
    words.find_odd_if(!text.empty(), fmt::format("behind the request stands {}", quoted(text)));
}

bool is_like_exchange(const JsonValue& value) { return value.find("request") && value.find("response"); }

void explain_exchange(const Exchange& exchange, Words& words) {
    if (exchange.as) words.say("as the user " + quoted(*exchange.as));
    if (const auto* verbatim = std::get_if<HttpRequest>(&exchange.request))
        explain_http_request(*verbatim, words);
    else
        explain_composed(std::get<ComposedRequest>(exchange.request), words);
    explain_expected(exchange.response, words);
}

// A case of nothing else is read, for exchanges stand in cases only.
Result<void> explain_exchange(const JsonValue& value, Words& words) {
    const auto test = read_case(json_object({{"schema", json_number("1")},
                                             {"title", json_string("an exchange")},
                                             {"requirements", json_array({json_string("AM-RSP-001")})},
                                             {"exchanges", json_array({value})}}),
                                "exchange", "exchange", {});
    if (!test) {
        words.say("an exchange that can't be read");
        words.find_problems(test.error(), "the exchange");
        return {};
    }
    explain_exchange(test->exchanges.front(), words);
    return {};
}

}  // namespace keyturn
