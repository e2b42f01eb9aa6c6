// Workflows of HTTP tasks as SimWorkflow's published pages define them: in the URL, the header values and the body
// ${…} is an expression, ${$.NAME} an input of the task, and $${ a literal ${.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "conformance/interchange/export.h"
#include "conformance/interchange/export_parts.h"
#include "conformance/json_comparison.h"
#include "protocol/bytes.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

constexpr std::array<std::string_view, 7> methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
constexpr std::size_t longest_task_name = 80;  // in characters

template <class T>
using Made = std::expected<T, std::string>;

std::string escaped(const std::string& literal) {
    std::string text;
    for (std::size_t at = 0; at < literal.size(); ++at) {
        if (literal.compare(at, 2, "${") == 0) text += '$';
        text += literal[at];
    }
    return text;
}

std::string input(const std::string& variable) { return "${$." + variable + "}"; }

std::string with_expressions(std::string_view text, const SecretNames& secrets) {
    return rewritten(text, secrets, escaped, input);
}

void rewrite_texts(JsonValue& value, const SecretNames& secrets) {
    if (value.is(JsonKind::string)) value.text = with_expressions(value.text, secrets);
    for (JsonValue& element : value.elements) rewrite_texts(element, secrets);
    for (JsonMember& member : value.members) {
        member.key = with_expressions(member.key, secrets);
        rewrite_texts(member.value, secrets);
    }
}

// A JSON object or array stands as such, where nothing is lost by that; any other text as a text.
JsonValue body_of(const OutgoingRequest& outgoing) {
    const std::string& body = outgoing.request.body;
    if (body.empty()) return json_null();
    auto document = parse_json(body);
    const bool is_structured = document && (document->is(JsonKind::object) || document->is(JsonKind::array));
    if (!is_structured || !doubled_keys(*document).empty())
        return json_string(with_expressions(body, outgoing.secrets));
    rewrite_texts(*document, outgoing.secrets);
    return std::move(*document);
}

// Lines of one name become one, as RFC 9110 (5.3) has it.
JsonValue headers_of(const OutgoingRequest& outgoing, bool without_authorization) {
    JsonValue headers = json_object();
    for (const auto& [name, value] : headers_to_name(outgoing)) {
        if (without_authorization && equals_ignoring_case(name, "Authorization")) continue;
        const std::string text = with_expressions(value, outgoing.secrets);
        const auto same = std::ranges::find_if(
            headers.members, [&](const JsonMember& member) { return equals_ignoring_case(member.key, name); });
        if (same == headers.members.end())
            headers.members.push_back({name, json_string(text)});
        else
            same->value.text += ", " + text;
    }
    return headers;
}

std::string what_a_task_cannot_hold(const HttpRequest& request) {
    if (std::ranges::find(methods, request.method) == methods.end())
        return fmt::format("an HTTP task has no method {}", request.method);
    if (!is_utf8(request.body)) return "the body is no UTF-8 text, and an HTTP task holds no other";
    for (const auto& [name, value] : request.headers)
        if (!is_utf8(value))
            return fmt::format("the header {} is no UTF-8 text, and an HTTP task holds no other", name);
    return is_utf8(request.target) ? "" : "the path is no UTF-8 text, and an HTTP task holds no other";
}

std::string description_of(const OutgoingRequest& outgoing, bool uses_credentials) {
    const auto variables = variables_of(outgoing);
    std::string text = fmt::format("{} {}", outgoing.request.method, outgoing.name);
    if (uses_credentials)
        text += "; the saved credentials authorize it";
    else if (!variables.empty())
        text += fmt::format("; inputs: {}", fmt::join(variables, ", "));
    return text;
}

JsonValue retry() {
    return json_object({{"intervalSeconds", json_number("1")},
                        {"maxAttempts", json_number("3")},
                        {"backoffRate", json_number("2.0")}});
}

JsonValue task_of(const OutgoingRequest& outgoing, const std::string& credentials) {
    const bool uses_credentials = !credentials.empty();
    JsonValue task = json_object(
        {{"type", json_string("Http")}, {"description", json_string(description_of(outgoing, uses_credentials))}});
    if (uses_credentials) task.set("credentials", json_string(credentials));
    const std::string url = outgoing.url + outgoing.request.target;
    task.set("httpRequest", json_object({{"url", json_string(with_expressions(url, outgoing.secrets))},
                                         {"method", json_string(outgoing.request.method)},
                                         {"headers", headers_of(outgoing, uses_credentials)},
                                         {"body", body_of(outgoing)}}));
    task.set("retry", retry());
    task.set("connectionTimeoutSeconds", json_number("5"));
    task.set("readTimeoutSeconds", json_number("10"));
    return task;
}

std::string cut_to_characters(std::string text, std::size_t most) {
    while (count_characters(text) > most) {
        text.pop_back();
        text.resize(utf8_prefix(text));
    }
    return text;
}

// Names of tasks are unique and not too long.
std::string task_name(const OutgoingRequest& outgoing, const JsonValue& tasks) {
    std::string name = cut_to_characters(outgoing.name, longest_task_name);
    for (std::size_t number = 2; tasks.find(name); ++number) {
        const std::string ending = fmt::format(" {}", number);
        name = cut_to_characters(outgoing.name, longest_task_name - ending.size()) + ending;
    }
    return name;
}

}  // namespace

Made<std::string> as_http_tasks(const std::vector<OutgoingRequest>& requests, const std::string& credentials) {
    JsonValue tasks = json_object();
    for (const OutgoingRequest& outgoing : requests) {
        if (std::string why_not = what_a_task_cannot_hold(outgoing.request); !why_not.empty())
            return std::unexpected(fmt::format("{}: {}", outgoing.name, why_not));
        const std::string name = task_name(outgoing, tasks);
        if (!tasks.members.empty()) tasks.members.back().value.set("nextTask", json_string(name));
        tasks.members.push_back({name, task_of(outgoing, credentials)});
    }
    if (tasks.members.empty()) return std::unexpected("a workflow without a task");
    tasks.members.back().value.set("end", json_bool(true));
    const std::string first = tasks.members.front().key;
    return to_pretty_json(json_object(
               {{"name", json_string(first)}, {"startTask", json_string(first)}, {"tasks", std::move(tasks)}})) +
           "\n";
}

}  // namespace keyturn
