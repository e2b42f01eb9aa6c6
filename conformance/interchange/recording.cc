#include "conformance/interchange/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "conformance/message_parts.h"
#include "conformance/response_contract.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

JsonValue text(std::string_view value) { return json_string(std::string(value)); }

// ---- what can't be looked into

// A body in a content coding, or in a form that is known to be packed, may hold secrets that nobody finds.
bool is_packed(const std::vector<HeaderLine>& headers, std::string_view body) {
    constexpr std::array<std::string_view, 4> packed_forms = {"\x1f\x8b", "PK\x03\x04", "\x28\xb5\x2f\xfd", "BZh"};
    const std::string* coding = find_header(headers, "Content-Encoding");
    const bool is_coded = coding && !coding->empty() && !equals_ignoring_case(*coding, "identity");
    return !body.empty() && (is_coded || std::ranges::any_of(packed_forms, [&](std::string_view form) {
                                 return body.starts_with(form);
                             }));
}

// ---- names

std::string slug_of(std::string_view target) {
    constexpr std::size_t longest = 60;
    std::string slug;
    for (const char c : target.substr(0, target.find('?'))) {
        if (c >= 'A' && c <= 'Z')
            slug += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug += c;
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    slug.resize(std::min(slug.size(), longest));
    while (slug.ends_with('-')) slug.pop_back();
    return slug;
}

std::string in_small_letters(std::string_view word) {
    std::string small;
    for (const char c : word)
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) small += static_cast<char>(c | 0x20);
    return small;
}

std::string file_name(std::size_t number, const HttpRequest& request) {
    std::string name = fmt::format("{:06}", number);
    for (const std::string& part : {in_small_letters(request.method), slug_of(request.target)})
        if (!part.empty()) name += "-" + part;
    return name;
}

// ---- the parts of a case

// A body that is JSON, and no deeper than a case file can be around it.
Result<JsonValue> document_within_case(std::string_view body) {
    constexpr std::size_t levels_of_a_case = 5;  // case, exchanges, exchange, request or response, body
    return parse_json(body, {.depth = JsonLimits{}.depth - levels_of_a_case});
}

// In the path of a case $name stands for what was captured, and $$ for a dollar sign.
std::string path_of_case(std::string_view target) {
    std::string path;
    for (const char c : target) path += c == '$' ? std::string("$$") : std::string(1, c);
    return path;
}

// JSON is compared as a document, however it is written.
JsonValue body_of_response(const std::string& body) {
    if (auto document = document_within_case(body)) return json_object({{"json", std::move(*document)}});
    return body_of_case(body);
}

JsonValue header_line(const HeaderLine& line) { return json_array({text(line.first), text(line.second)}); }

// How long the body is, is computed where that is not known until its secrets are filled in, or it came in chunks.
bool is_sent_again(const HeaderLine& line, bool has_own_length) {
    if (equals_ignoring_case(line.first, "Transfer-Encoding")) return false;
    if (equals_ignoring_case(line.first, "Content-Length")) return has_own_length;
    return is_utf8(line.second);
}

// Fields that say what an answer is, and don't change from one to the next.
bool is_compared(const HeaderLine& line) {
    constexpr std::array<std::string_view, 3> names = {"Content-Type", "Allow", "WWW-Authenticate"};
    return is_utf8(line.second) &&
           std::ranges::any_of(names, [&](std::string_view name) { return equals_ignoring_case(line.first, name); });
}

JsonValue json_of_request(const HttpRequest& recorded, const HttpRequest& redacted) {
    JsonValue headers = json_array();
    const bool has_own_length = recorded.body == redacted.body && !find_header(recorded.headers, "Transfer-Encoding");
    for (const HeaderLine& line : redacted.headers)
        if (is_sent_again(line, has_own_length)) headers.elements.push_back(header_line(line));
    JsonValue request = json_object({{"method", text(redacted.method)}, {"path", text(path_of_case(redacted.target))}});
    if (!headers.elements.empty()) request.set("headers", std::move(headers));
    if (!redacted.body.empty()) request.set("body", body_of_case(redacted.body));
    return request;
}

// What stands in the sensitive places of an answer is made anew each time: any value of that type.
JsonValue matchers_of(const HttpResponse& response, Redactor& redactor) {
    JsonValue matchers = json_object();
    const auto document = document_within_case(response.body);
    if (!document) return matchers;
    for (const SensitivePlace& place : sensitive_places_of_body(response.body, "")) {
        if (place.pointer.empty() || redactor.holds_a_secret(place.pointer)) continue;
        const JsonValue* value = resolve(*document, place.pointer);
        matchers.set(place.pointer, json_object({{"type", text(name_of(value->kind))}}));
    }
    return matchers;
}

bool knows_response_body(const RecordedExchange& exchange) {
    return exchange.has_response_body && exchange.request.method != "HEAD" &&
           !is_packed(exchange.response.headers, exchange.response.body);
}

// Without what is matched: nothing needs to be known of it.
std::string compared_body(const HttpResponse& recorded, const std::string& redacted, const JsonValue& matchers,
                          Redactor& redactor) {
    if (matchers.members.empty()) return redacted;
    JsonValue document = parse_json(recorded.body).value_or(json_null());
    for (const JsonMember& matcher : matchers.members) *resolve(document, matcher.key) = json_null();
    return redactor.redacted(HttpResponse{recorded.status, "", {}, to_json(document)}).message.body;
}

JsonValue json_of_response(const RecordedExchange& recorded, const HttpResponse& redacted, Redactor& redactor) {
    JsonValue headers = json_array();
    for (const HeaderLine& line : redacted.headers)
        if (is_compared(line)) headers.elements.push_back(header_line(line));
    JsonValue response = json_object({{"status", json_number(std::to_string(redacted.status))}});
    if (!headers.elements.empty()) response.set("headers", std::move(headers));
    if (!knows_response_body(recorded)) return response;
    JsonValue matchers = matchers_of(recorded.response, redactor);
    JsonValue body = body_of_response(compared_body(recorded.response, redacted.body, matchers, redactor));
    // A number that is a secret elsewhere has a placeholder, which is no JSON; then there is nothing to match within.
    if (!matchers.members.empty() && !body.find("json")) return response;
    response.set("body", std::move(body));
    if (!matchers.members.empty()) response.set("match", std::move(matchers));
    return response;
}

// That what was recorded comes again is no more than policy; that it has a form at all is the contract's.
JsonValue requirements_of(int status) {
    return json_array({text("AM-RSP-005"), text(is_success(status) ? always::success_form : always::failure_form)});
}

// ---- the secrets that a replay needs

bool mentions(std::string_view written, const std::string& name) {
    return written.contains("{{" + name + "}}") || written.contains("{{" + name + "|");
}

std::string text_of_body(const JsonValue& body) {
    const JsonMember& form = body.members.front();
    if (form.key != "base64") return to_json(form.value);
    return std::string(text_of(read_base64(form.value.text).value_or(Bytes())));
}

std::vector<std::string> texts_with_placeholders(const HttpRequest& request, const JsonValue& response) {
    std::vector<std::string> texts = {request.target, request.body};
    for (const HeaderLine& line : request.headers) texts.push_back(line.second);
    if (const JsonValue* headers = response.find("headers")) texts.push_back(to_json(*headers));
    if (const JsonValue* body = response.find("body")) texts.push_back(text_of_body(*body));
    return texts;
}

JsonValue secrets_of(const RedactedExchange& redacted, const JsonValue& response, const SecretBook& book) {
    SecretNames names = redacted.request.names;
    names.insert(redacted.response.names.begin(), redacted.response.names.end());
    const auto texts = texts_with_placeholders(redacted.request.message, response);
    JsonValue secrets = json_object();
    for (const std::string& name : names)
        if (std::ranges::any_of(texts, [&](const std::string& written) { return mentions(written, name); }))
            secrets.members.push_back({name, text(book.what_is(name))});
    return secrets;
}

// ---- the whole

RedactedExchange redacted(const RecordedExchange& exchange, Redactor& redactor) {
    if (!is_packed(exchange.request.headers, exchange.request.body))
        return redactor.redacted(exchange.request, exchange.response);
    HttpRequest request = exchange.request;
    request.body.clear();
    RedactedExchange both = redactor.redacted(request, exchange.response);
    const Placeholder body = redactor.placeholder_for_all_of(
        exchange.request.body, "a packed body, which may hold secrets that nobody finds and fits no variable");
    both.request.message.body = to_string(body);
    both.request.names.insert(body.name);
    return both;
}

std::string title_of(std::size_t number, const HttpRequest& request, int status) {
    constexpr std::size_t longest = 100;
    std::string path = request.target.substr(0, longest);
    path.resize(utf8_prefix(path));
    return fmt::format("{:06} {} {} answered {}", number, request.method, path, status);
}

// What a case file can't hold.
std::string why_not(const HttpRequest& request) {
    if (!request.target.starts_with('/')) return "the target of the request is no path";
    if (!is_utf8(request.target)) return "the path of the request is no UTF-8 text";
    const bool is_broken =
        breaks_a_line(request.target) || std::ranges::any_of(request.headers, breaks_a_line, &HeaderLine::second);
    return is_broken ? "a line of the request's head has a line end or a NUL within" : "";
}

}  // namespace

JsonValue body_of_case(const std::string& body) {
    if (auto document = document_within_case(body); document && to_json(*document) == body)
        return json_object({{"json", std::move(*document)}});
    if (is_utf8(body)) return json_object({{"text", text(body)}});
    return json_object({{"base64", text(base64(bytes_of(body)))}});
}

std::expected<RecordedCase, std::string> recorded_case(std::size_t number, const RecordedExchange& exchange,
                                                       Redactor& redactor) {
    if (std::string why = why_not(exchange.request); !why.empty()) return std::unexpected(std::move(why));
    const RedactedExchange both = redacted(exchange, redactor);
    const HttpRequest& request = both.request.message;
    const int status = exchange.response.status;
    JsonValue response = json_of_response(exchange, both.response.message, redactor);
    JsonValue document = json_object({{"schema", json_number("1")},
                                      {"title", text(title_of(number, request, status))},
                                      {"requirements", requirements_of(status)}});
    if (!is_success(status)) document.set("why", text(fmt::format("recorded as exchange {}: refused", number)));
    if (JsonValue secrets = secrets_of(both, response, redactor.book()); !secrets.members.empty())
        document.set("secrets", std::move(secrets));
    document.set("exchanges", json_array({json_object({{"request", json_of_request(exchange.request, request)},
                                                       {"response", std::move(response)}})}));
    return RecordedCase{file_name(number, request), std::move(document)};
}

}  // namespace keyturn
