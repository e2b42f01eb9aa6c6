#include "conformance/http/wire_text.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace keyturn {
namespace {

void append_line(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
}

void append_lines(std::string& text, const std::vector<HeaderLine>& headers) {
    for (const auto& [name, value] : headers) append_line(text, name, value);
}

bool names_its_length(const std::vector<HeaderLine>& headers) {
    return find_header(headers, "Content-Length") || find_header(headers, "Transfer-Encoding");
}

bool expects_a_length(const HttpRequest& request) {
    return !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
}

bool starts_with_path(const HttpRequest& request) { return request.target.starts_with('/'); }  // "*" does not

}  // namespace

std::string wire_text(const HttpRequest& request, const Endpoint& endpoint) {
    constexpr std::size_t usual_head_bytes = 1024;
    std::string text;
    text.reserve(usual_head_bytes + request.body.size());
    const std::string_view base = starts_with_path(request) ? std::string_view{endpoint.base} : std::string_view{};
    fmt::format_to(std::back_inserter(text), "{} {}{} HTTP/1.1\r\n", request.method, base, request.target);
    if (!find_header(request.headers, "Host")) append_line(text, "Host", endpoint.authority);
    append_lines(text, request.headers);
    if (expects_a_length(request) && !names_its_length(request.headers))
        append_line(text, "Content-Length", std::to_string(request.body.size()));
    return text.append("\r\n").append(request.body);
}

std::string wire_text(const HttpResponse& response, ResponseFraming framing) {
    auto text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, response.reason);
    append_lines(text, response.headers);
    if (response.status != 204 && response.status != 304 && !names_its_length(response.headers))
        append_line(text, "Content-Length", std::to_string(response.body.size()));
    if (framing.closes && !find_header(response.headers, "Connection")) append_line(text, "Connection", "close");
    text.append("\r\n");
    if (!framing.to_head) text.append(response.body);
    return text;
}

}  // namespace keyturn
