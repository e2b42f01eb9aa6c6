// HTTP archives, version 1.2. A body that is no UTF-8 text stands as base64: of a response as the format has it, of a
// request, where it has nothing for that, under _encoding.
#include <fmt/format.h>

#include <chrono>

#include "conformance/interchange/export.h"
#include "conformance/interchange/export_parts.h"
#include "protocol/base64.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

JsonValue text(std::string_view value) { return json_string(std::string(value)); }
JsonValue number(std::size_t value) { return json_number(std::to_string(value)); }
JsonValue not_known() { return json_number("-1"); }

// Header lines may hold bytes that are no UTF-8; they are ISO 8859-1 then, as browsers have it.
std::string as_utf8(std::string_view value) {
    if (is_utf8(value)) return std::string(value);
    std::string utf8;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            utf8 += c;
        else
            utf8 += {static_cast<char>(0xc0 | byte >> 6), static_cast<char>(0x80 | (byte & 0x3f))};
    }
    return utf8;
}

JsonValue name_and_value(std::string_view name, std::string_view value) {
    return json_object({{"name", text(as_utf8(name))}, {"value", text(as_utf8(value))}});
}

JsonValue headers_of(const std::vector<HeaderLine>& lines) {
    JsonValue headers = json_array();
    for (const auto& [name, value] : lines) headers.elements.push_back(name_and_value(name, value));
    return headers;
}

JsonValue query_of(std::string_view target) {
    JsonValue query = json_array();
    const std::size_t mark = target.find('?');
    std::string_view rest = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find('&'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        const std::string name(pair.substr(0, equals)), value(pair.substr(std::min(equals + 1, pair.size())));
        query.elements.push_back(
            name_and_value(percent_decoded(name).value_or(name), percent_decoded(value).value_or(value)));
    }
    return query;
}

std::string_view media_type_of(const std::vector<HeaderLine>& headers) {
    const std::string* type = find_header(headers, "Content-Type");
    return type ? std::string_view(*type) : std::string_view();
}

void set_body(JsonValue& holder, const std::string& body, const char* encoding_key) {
    holder.set("text", text(is_utf8(body) ? body : base64(bytes_of(body))));
    if (!is_utf8(body)) holder.set(encoding_key, text("base64"));
}

JsonValue request_of(const OutgoingRequest& outgoing) {
    const HttpRequest& request = outgoing.request;
    JsonValue made = json_object({{"method", text(request.method)},
                                  {"url", text(as_utf8(outgoing.url + request.target))},
                                  {"httpVersion", text("HTTP/1.1")},
                                  {"cookies", json_array()},
                                  {"headers", headers_of(request.headers)},
                                  {"queryString", query_of(request.target)},
                                  {"headersSize", not_known()},
                                  {"bodySize", number(request.body.size())}});
    if (request.body.empty()) return made;
    JsonValue post = json_object({{"mimeType", text(as_utf8(media_type_of(request.headers)))}});
    set_body(post, request.body, "_encoding");
    made.set("postData", std::move(post));
    return made;
}

// Status 0, as browsers have it where no response came.
JsonValue response_of(const HttpResponse& response) {
    JsonValue content = json_object(
        {{"size", number(response.body.size())}, {"mimeType", text(as_utf8(media_type_of(response.headers)))}});
    if (!response.body.empty()) set_body(content, response.body, "encoding");
    const std::string* location = find_header(response.headers, "Location");
    return json_object({{"status", json_number(std::to_string(response.status))},
                        {"statusText", text(as_utf8(response.reason))},
                        {"httpVersion", text("HTTP/1.1")},
                        {"cookies", json_array()},
                        {"headers", headers_of(response.headers)},
                        {"content", std::move(content)},
                        {"redirectURL", text(location ? as_utf8(*location) : "")},
                        {"headersSize", not_known()},
                        {"bodySize", number(response.body.size())}});
}

std::string timestamp(std::uint64_t msec) {
    using namespace std::chrono;
    constexpr std::uint64_t latest = 253'402'300'799'999;  // the end of the year 9999, the last that RFC 3339 writes
    const sys_time<milliseconds> time{milliseconds(std::min(msec, latest))};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

JsonValue entry_of(const OutgoingRequest& outgoing) {
    return json_object({{"startedDateTime", text(timestamp(outgoing.at_msec))},
                        {"time", number(0)},
                        {"request", request_of(outgoing)},
                        {"response", response_of(outgoing.response.value_or(HttpResponse()))},
                        {"cache", json_object()},
                        {"timings", json_object({{"send", number(0)}, {"wait", number(0)}, {"receive", number(0)}})},
                        {"comment", text(as_utf8(outgoing.name))}});
}

}  // namespace

std::expected<std::string, std::string> as_har(const std::vector<OutgoingRequest>& requests) {
    JsonValue entries = json_array();
    for (const OutgoingRequest& outgoing : requests) entries.elements.push_back(entry_of(outgoing));
    const JsonValue creator = json_object({{"name", text("keyturn")}, {"version", text(KEYTURN_VERSION)}});
    return to_pretty_json(json_object(
               {{"log",
                 json_object({{"version", text("1.2")}, {"creator", creator}, {"entries", std::move(entries)}})}})) +
           "\n";
}

}  // namespace keyturn
