#include "conformance/response_contract.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "conformance/media_type.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

using Breaches = std::vector<ContractBreach>;

void add(Breaches& breaches, std::string_view requirement, std::string place, std::string expected, std::string actual) {
    breaches.push_back({std::string(requirement), {std::move(place), std::move(expected), std::move(actual)}});
}

constexpr std::string_view problem_prefixes[] = {"https://api.x.com/2/problems/", "https://api.twitter.com/2/problems/"};

struct ProblemType {
    std::string_view name;
    std::string_view needs;  // a member besides type, title and detail
};

constexpr ProblemType problem_types[] = {
    {"resource-not-found", "resource_type"},     {"invalid-request", ""},       {"not-authorized-for-resource", "resource_type"},
    {"not-authorized-for-field", "field"},       {"field-unauthorized", "field"}, {"field-hydration-failure", "field"},
    {"resource-unavailable", "resource_type"},   {"disallowed-resource", ""},   {"internal-error", ""},
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
    if (!type->needs.empty() && !value.find(type->needs)) return fmt::format("a problem of type {} needs {}", type->name, type->needs);
    return {};
}

bool is_error(const JsonValue& value) { return is_int32(value.find("code")) && is_text(value.find("message")); }

void judge_success(const JsonValue& body, Breaches& breaches) {
    constexpr std::string_view requirement = "AM-RSP-001";
    if (!body.is(JsonKind::object)) return add(breaches, requirement, "", "an object", shown(&body));
    if (const JsonValue* data = body.find("data"); data && !data->is(JsonKind::object)) add(breaches, requirement, "/data", "an object or nothing", shown(data));
    const JsonValue* errors = body.find("errors");
    if (!errors) return;
    if (!errors->is(JsonKind::array)) return add(breaches, requirement, "/errors", "an array or nothing", shown(errors));
    std::size_t index = 0;
    for (const JsonValue& error : errors->elements) {
        if (const std::string why = not_a_problem(error); !why.empty()) add(breaches, requirement, pointer_to("/errors", index), "a problem", why);
        ++index;
    }
}

void judge_failure(const JsonValue& body, int status, std::string_view media_type, Breaches& breaches) {
    constexpr std::string_view requirement = "AM-RSP-002";
    if (is_error(body) && media_type == "application/json") return;
    if (const std::string why = not_a_problem(body); !why.empty())
        return add(breaches, requirement, "", "an error {code, message} or problem details {type, title, detail}", why + ": " + shown(&body));
    const JsonValue* stated = body.find("status");
    if (stated && stated->text != std::to_string(status)) add(breaches, requirement, "/status", std::to_string(status), shown(stated));
}

void judge_media_type(const HttpResponse& response, std::string_view name, std::string_view requirement, Breaches& breaches) {
    const bool problem_allowed = response.status != 200;
    if (name == "application/json" || (problem_allowed && name == "application/problem+json")) return;
    const std::string* field = find_header(response.headers, "Content-Type");
    const JsonValue value = field ? json_string(*field) : json_null();
    add(breaches, requirement, "header Content-Type", problem_allowed ? "application/problem+json or application/json" : "application/json",
        shown(field ? &value : nullptr));
}

bool has_doubled_keys(const JsonValue& value) {
    std::vector<std::string_view> keys;
    for (const JsonMember& member : value.members) {
        keys.push_back(member.key);
        if (has_doubled_keys(member.value)) return true;
    }
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) != keys.end() || std::ranges::any_of(value.elements, has_doubled_keys);
}

}  // namespace

std::vector<ContractBreach> contract_breaches(const HttpResponse& response) {
    Breaches breaches;
    const std::string_view requirement = response.status == 200 ? "AM-RSP-001" : "AM-RSP-002";
    const std::string* field = find_header(response.headers, "Content-Type");
    const auto media_type = field ? read_media_type(*field) : std::nullopt;
    const std::string name = media_type ? media_type->name : std::string();
    judge_media_type(response, name, requirement, breaches);
    const auto body = parse_json(response.body);
    if (!body) {
        add(breaches, requirement, "body", "a JSON document", fmt::format("{} at byte {}", body.error().reason, body.error().offset));
        return breaches;
    }
    if (has_doubled_keys(*body)) add(breaches, "AM-HTTP-007", "body", "each key once in its object", "a doubled key");
    if (response.status == 200)
        judge_success(*body, breaches);
    else
        judge_failure(*body, response.status, name, breaches);
    return breaches;
}

}  // namespace keyturn
