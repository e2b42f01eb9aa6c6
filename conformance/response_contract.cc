#include "conformance/response_contract.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "conformance/difference_list.h"
#include "conformance/json_comparison.h"
#include "conformance/look_alike.h"
#include "conformance/media_type.h"
#include "conformance/shown_text.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

constexpr std::string_view all_always[] = {
    always::success_form,     always::failure_form,     always::stable_messages,
    always::expected_refusal, always::nothing_more,     always::number_text,
    always::own_request,      always::framing,          always::answered_in_time,
    always::well_formed_json, always::content_coding,   always::not_redirected,
    always::own_token,        always::private_material, always::refusal_changes_nothing,
    always::takes_effect,     always::handed_on};

constexpr std::string_view of_refusals[] = {
    "AM-RSP-003",  // 400 with problem details
    "AM-RSP-004",  // the stable messages
    "AM-RSP-005",  // the recorded response
    "AM-SEC-003",  // 401
    "AM-HTTP-001"  // 405
};

constexpr std::string_view stable_messages[] = {
    "Too many members: adding these members would exceed the allowed group size.",
    "Cannot add all members: one or more of the requested members cannot be added to this conversation."};

using Breaches = std::vector<ContractBreach>;

void add(Breaches& breaches, std::string_view requirement, std::string place, std::string expected,
         std::string actual) {
    breaches.push_back({std::string(requirement), {std::move(place), std::move(expected), std::move(actual)}});
}

constexpr std::string_view problem_prefixes[] = {"https://api.x.com/2/problems/",
                                                 "https://api.twitter.com/2/problems/"};

struct ProblemType {
    std::string_view name;
    std::string_view needs;  // a member besides type, title and detail
};

constexpr ProblemType problem_types[] = {
    {"resource-not-found", "resource_type"},
    {"invalid-request", ""},
    {"not-authorized-for-resource", "resource_type"},
    {"not-authorized-for-field", "field"},
    {"field-unauthorized", "field"},
    {"field-hydration-failure", "field"},
    {"resource-unavailable", "resource_type"},
    {"disallowed-resource", ""},
    {"internal-error", ""},
};

// The row of a problem's type; about:blank is seen in the wild and needs nothing more.
const ProblemType* problem_type(std::string_view uri) {
    static constexpr ProblemType blank = {"about:blank", ""};
    if (uri == blank.name) return &blank;
    for (const std::string_view prefix : problem_prefixes)
        if (uri.starts_with(prefix))
            for (const ProblemType& type : problem_types)
                if (uri.substr(prefix.size()) == type.name) return &type;
    return nullptr;
}

bool is_text(const JsonValue* value) { return value && value->is(JsonKind::string); }

bool is_int32(const JsonValue* value) {
    if (!value || !value->is(JsonKind::number)) return false;
    std::int32_t number = 0;
    const char* end = value->text.data() + value->text.size();
    const auto [stop, error] = std::from_chars(value->text.data(), end, number);
    return error == std::errc{} && stop == end;
}

// Why a value is no Problem; empty when it is one.
std::string not_a_problem(const JsonValue& value) {
    if (!value.is(JsonKind::object)) return "no object";
    for (const char* member : {"type", "title", "detail"})
        if (!is_text(value.find(member))) return fmt::format("{} is {}", member, shown(value.find(member)));
    const ProblemType* type = problem_type(value.find("type")->text);
    if (!type) return fmt::format("its type is {}", shown(value.find("type")));
    if (!type->needs.empty() && !value.find(type->needs))
        return fmt::format("a problem of type {} needs {}", type->name, type->needs);
    return {};
}

bool is_error(const JsonValue& value) { return is_int32(value.find("code")) && is_text(value.find("message")); }

void judge_errors(const JsonValue& errors, Breaches& breaches) {
    if (!errors.is(JsonKind::array))
        return add(breaches, always::success_form, "/errors", "an array or nothing", shown(&errors));
    std::size_t index = 0;
    for (const JsonValue& error : errors.elements) {
        const std::string why = not_a_problem(error);
        if (!why.empty() && breaches.size() < most_differences)
            add(breaches, always::success_form, pointer_to("/errors", index), "a problem", why);
        ++index;
    }
}

bool adds_members(const HttpRequest& request) {
    const std::string_view target = request.target;
    return target.substr(0, target.find('?')).ends_with("/members");
}

bool succeeded(const HttpRequest& request, int status) {
    return status == 200 || (status == 201 && !adds_members(request));
}

void judge_success(const JsonValue& body, bool may_be_a_list, Breaches& breaches) {
    if (!body.is(JsonKind::object)) return add(breaches, always::success_form, "body", "an object", shown(&body));
    const JsonValue* data = body.find("data");
    const bool is_list = data && data->is(JsonKind::array) && may_be_a_list;
    if (data && !data->is(JsonKind::object) && !is_list)
        add(breaches, always::success_form, "/data", "an object or nothing", shown(data));
    if (const JsonValue* errors = body.find("errors")) judge_errors(*errors, breaches);
}

void judge_failure(const JsonValue& body, int status, std::string_view media_type, Breaches& breaches) {
    if (is_error(body) && media_type == "application/json") return;
    if (const std::string why = not_a_problem(body); !why.empty())
        return add(breaches, always::failure_form, "body",
                   "an error {code, message} or problem details {type, title, detail}", why + ": " + shown(&body));
    const JsonValue expected = json_number(std::to_string(status));
    const JsonValue* stated = body.find("status");
    if (stated && *stated != expected) add(breaches, always::failure_form, "/status", shown(&expected), shown(stated));
}

// Programs look for a stable message as it stands: one that only a person takes for it does not count as it.
void judge_messages(const JsonValue& body, Breaches& breaches) {
    for (const char* member : {"title", "detail", "message"}) {
        const JsonValue* text = body.find(member);
        if (!is_text(text)) continue;
        for (const std::string_view message : stable_messages)
            if (text->text != message && reads_alike(text->text, message)) {
                const auto [wanted, found] = shown_apart(json_string(std::string(message)), *text);
                add(breaches, always::stable_messages, pointer_to("", member), wanted, found);
            }
    }
}

void judge_media_type(const HttpResponse& response, bool success, std::string_view name, Breaches& breaches) {
    if (name == "application/json" || (!success && name == "application/problem+json")) return;
    const std::string* field = find_header(response.headers, "Content-Type");
    add(breaches, success ? always::success_form : always::failure_form, "header Content-Type",
        success ? "application/json" : "application/problem+json or application/json",
        field ? shown_bytes(*field) : "nothing");
}

// A body that is said to be JSON, but for an empty one, breaks the rules of JSON as well.
void judge_unreadable(const HttpResponse& response, bool success, bool is_said_to_be_json, const Refusal& why,
                      Breaches& breaches) {
    const std::string found = fmt::format("{} at byte {} of {}", why.reason, why.offset, response.body.size());
    add(breaches, success ? always::success_form : always::failure_form, "body", "a JSON document", found);
    if (is_said_to_be_json && !response.body.empty())
        add(breaches, always::well_formed_json, "body", "a JSON document", found);
}

void judge_keys(const JsonValue& body, Breaches& breaches) {
    const std::vector<std::string> doubled = doubled_keys(body);
    if (!doubled.empty())
        add(breaches, always::well_formed_json, doubled.front(), "each key once in its object", "the key again");
}

}  // namespace

std::span<const std::string_view> always_judged() { return all_always; }

bool is_always_judged(std::string_view requirement) {
    return std::ranges::find(all_always, requirement) != std::end(all_always);
}

bool says_how_to_refuse(std::string_view requirement) {
    return std::ranges::find(of_refusals, requirement) != std::end(of_refusals);
}

std::vector<ContractBreach> contract_breaches(const HttpRequest& request, const HttpResponse& response) {
    Breaches breaches;
    const std::string* field = find_header(response.headers, "Content-Type");
    const auto media_type = field ? read_media_type(*field) : std::nullopt;
    const std::string name = media_type ? media_type->name : std::string();
    const bool success = succeeded(request, response.status);
    if (request.method == "HEAD") return breaches;
    judge_media_type(response, success, name, breaches);
    const auto body = parse_json(response.body);
    if (!body) {
        judge_unreadable(response, success, media_type && is_json(*media_type), body.error(), breaches);
        return breaches;
    }
    judge_keys(*body, breaches);
    if (success) {
        judge_success(*body, !adds_members(request), breaches);
    } else {
        judge_failure(*body, response.status, name, breaches);
        judge_messages(*body, breaches);
    }
    return breaches;
}

}  // namespace keyturn
