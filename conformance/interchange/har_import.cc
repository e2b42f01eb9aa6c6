#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "conformance/http_lines.h"
#include "conformance/interchange/import.h"
#include "protocol/base64.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

template <class T>
using Read = std::expected<T, std::string>;

constexpr std::size_t most_values = 4'000'000;

// ---- members of JSON that may be anything

const JsonValue* member(const JsonValue* object, std::string_view key) { return object ? object->find(key) : nullptr; }

std::string text_in(const JsonValue* object, std::string_view key) {
    const JsonValue* value = member(object, key);
    return value && value->is(JsonKind::string) ? value->text : std::string();
}

bool has_text(const JsonValue* object, std::string_view key) {
    const JsonValue* value = member(object, key);
    return value && value->is(JsonKind::string);
}

// A whole number from 0; nothing for what is none, and for the -1 by which the format says that it is not known.
std::optional<std::size_t> number_in(const JsonValue* object, std::string_view key) {
    const JsonValue* value = member(object, key);
    if (!value || !value->is(JsonKind::number)) return std::nullopt;
    std::size_t number = 0;
    const char* const end = value->text.data() + value->text.size();
    const auto [stop, error] = std::from_chars(value->text.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

// ---- bodies

// The text of postData or content, its base64 undone.
Read<std::string> body_in(const JsonValue* holder) {
    const std::string text = text_in(holder, "text");
    if (text_in(holder, "encoding") != "base64" && text_in(holder, "_encoding") != "base64") return text;
    const auto bytes = read_base64(text);
    if (!bytes) return std::unexpected("a body whose base64 is broken");
    return std::string(text_of(*bytes));
}

// Of a form some archives keep the parameters alone.
std::string body_of_parameters(const JsonValue& parameters) {
    std::string body;
    for (const JsonValue& one : parameters.elements)
        body.append(body.empty() ? "" : "&").append(text_in(&one, "name")).append("=").append(text_in(&one, "value"));
    return body;
}

Read<std::string> request_body(const JsonValue& request) {
    const JsonValue* post = request.find("postData");
    const JsonValue* parameters = member(post, "params");
    auto body =
        !has_text(post, "text") && parameters ? Read<std::string>(body_of_parameters(*parameters)) : body_in(post);
    const auto size = number_in(&request, "bodySize");
    if (body && size && *size != body->size() && !(*size == 0 && body->empty()))
        return std::unexpected(
            fmt::format("its body is not whole in the archive: {} bytes of {}", body->size(), *size));
    return body;
}

// ---- heads

bool is_decoded_or_computed(const HeaderLine& line, const UrlParts& url, const std::string& body) {
    const auto is = [&](std::string_view name) { return equals_ignoring_case(line.first, name); };
    if (is("Host")) return line.second == url.authority;
    if (is("Content-Length")) return line.second != std::to_string(body.size());
    return is("Accept-Encoding") || is("Content-Encoding");
}

// HTTP/2's own fields begin with a colon. Several lines of one name may stand in one, apart by line feeds.
Read<std::vector<HeaderLine>> header_lines(const JsonValue& message) {
    std::vector<HeaderLine> lines;
    const JsonValue* headers = message.find("headers");
    if (!headers) return lines;
    for (const JsonValue& header : headers->elements) {
        const std::string name = text_in(&header, "name");
        std::string value = text_in(&header, "value");
        if (name.starts_with(':')) continue;
        if (!is_http_token(name)) return std::unexpected("a header line whose name can't be one");
        for (std::size_t end; (end = value.find('\n')) != std::string::npos; value.erase(0, end + 1))
            lines.emplace_back(name, value.substr(0, end));
        lines.emplace_back(name, std::move(value));
    }
    const auto breaks_line = [](const HeaderLine& line) {
        return line.second.find_first_of(std::string_view("\r\0", 2)) != std::string::npos;
    };
    if (std::ranges::any_of(lines, breaks_line)) return std::unexpected("a header line with a line end within");
    return lines;
}

Read<HttpRequest> request_of(const JsonValue& entry) {
    const JsonValue* request = entry.find("request");
    if (!request || !request->is(JsonKind::object)) return std::unexpected("an entry without a request");
    const auto url = parts_of_url(text_in(request, "url"));
    if (!url) return std::unexpected("its URL is none of http or https");
    const std::string method = text_in(request, "method");
    if (!is_http_token(method)) return std::unexpected("its method can't be one");
    auto headers = header_lines(*request);
    if (!headers) return std::unexpected(headers.error());
    auto body = request_body(*request);
    if (!body) return std::unexpected(body.error());
    std::erase_if(*headers, [&](const HeaderLine& line) { return is_decoded_or_computed(line, *url, *body); });
    return HttpRequest{method, url->target, *std::move(headers), *std::move(body)};
}

Read<HttpResponse> response_of(const JsonValue& entry) {
    const JsonValue* response = entry.find("response");
    const auto status = number_in(response, "status");
    if (!status || *status < 100 || *status > 599) return std::unexpected("no answer came");
    auto headers = header_lines(*response);
    if (!headers) return std::unexpected(headers.error());
    auto body = body_in(member(response, "content"));
    if (!body) return std::unexpected(body.error());
    std::erase_if(*headers,
                  [&](const HeaderLine& line) { return equals_ignoring_case(line.first, "Content-Encoding"); });
    return HttpResponse{static_cast<int>(*status), text_in(response, "statusText"), *std::move(headers),
                        *std::move(body)};
}

// Whether the archive has all of an answer's body.
bool has_whole_body(const JsonValue& entry, const std::string& body) {
    const JsonValue* content = member(entry.find("response"), "content");
    const auto size = number_in(content, "size");
    return has_text(content, "text") ? size.value_or(body.size()) == body.size() : size == 0u;
}

Read<RecordedExchange> exchange_of(const JsonValue& entry) {
    auto request = request_of(entry);
    if (!request) return std::unexpected(request.error());
    auto response = response_of(entry);
    if (!response) return std::unexpected(response.error());
    const bool is_whole = has_whole_body(entry, response->body);
    return RecordedExchange{*std::move(request), *std::move(response), is_whole};
}

}  // namespace

Read<Imported> read_har(std::string_view text, const ImportLimits& limits) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    const auto document = parse_json(text, {.bytes = limits.bytes, .values = most_values});
    if (!document) {
        const auto [line, column] = line_and_column(text, document.error().offset);
        return std::unexpected(fmt::format("line {}, column {}: {}", line, column, document.error().reason));
    }
    const JsonValue* entries = member(document->find("log"), "entries");
    if (!entries || !entries->is(JsonKind::array)) return std::unexpected("no HTTP archive: /log/entries is no array");
    if (entries->elements.size() > limits.exchanges)
        return std::unexpected(fmt::format("more than {} entries", limits.exchanges));
    Imported imported;
    for (std::size_t i = 0; i < entries->elements.size(); ++i) {
        auto exchange = exchange_of(entries->elements[i]);
        if (exchange)
            imported.exchanges.push_back(*std::move(exchange));
        else
            imported.left_out.push_back(fmt::format("/log/entries/{}: {}", i, exchange.error()));
    }
    return imported;
}

}  // namespace keyturn
