#include "tools/fresh_request.h"

#include <algorithm>

#include "conformance/explain/secret_texts.h"
#include "conformance/verify_input.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

JsonValue texts(const auto& all) {
    JsonValue array = json_array();
    for (const std::string& text : all) array.elements.push_back(json_string(text));
    return array;
}

JsonValue numbers(const std::vector<int>& all) {
    JsonValue array = json_array();
    for (const int number : all) array.elements.push_back(json_number(std::to_string(number)));
    return array;
}

JsonValue number(std::uint64_t value) { return json_number(std::to_string(value)); }

JsonValue exchange_of(const FreshRequest& request) {
    JsonValue compose = json_object({{"group", json_string(request.group().id)}, {"add", texts(request.add)}});
    if (!request.deviation.empty()) compose.set("deviate", json_string(request.deviation));
    compose.set("seed", number(request.seed));
    return json_object({{"as", json_string(request.sender)},
                        {"request", json_object({{"compose", std::move(compose)}})},
                        {"response", json_object({{"status", numbers(expected_statuses(request))}})}});
}

std::string title_of(const FreshRequest& request) {
    const Deviation* row = find_deviation(request.deviation);
    return row ? std::string(row->summary) : "members are added";
}

// What right requests are good for.
RequirementIds kept_by_right_ones() { return {"AM-SIG-001", "AM-ROT-001", "AM-KEY-001", "AM-RSP-001"}; }

void set_body(JsonValue& object, const std::string& body) {
    if (is_utf8(body))
        object.set("body", json_string(body));
    else
        object.set("body_base64", json_string(base64(bytes_of(body))));
}

}  // namespace

std::string FreshRequest::token() const {
    const User* user = find_user(given.users, sender);
    return user ? user->token.value_or("") : "";
}

std::string FreshRequest::target() const {
    SecretTexts secrets;
    secrets.add_text(token());
    return secrets.without_secrets(composed.request.target);
}

RequirementIds broken_by(const FreshRequest& request) {
    const VerifyInput input{
        request.given, request.sender, request.group().id, request.composed.request.body, request.now_msec, {}};
    const std::vector<RuleResult> results = judge(input).value();
    RequirementIds broken;
    for (const RuleResult& result : results)
        if (result.finding.broken()) broken.emplace(result.rule->requirement);
    const Deviation* row = find_deviation(request.deviation);
    if (broken.empty() && row && row->stage == Stage::http && !row->requirement.empty())
        broken.emplace(row->requirement);
    return broken;
}

std::vector<int> expected_statuses(const FreshRequest& request) {
    static const std::pair<std::string_view, std::vector<int>> rows[] = {
        {"AM-SEC-003", {401}},       {"AM-HTTP-001", {405, 400}},
        {"AM-HTTP-002", {415, 400}}, {"AM-HTTP-004", {404, 400, 403}},
        {"AM-HTTP-005", {413, 400}}, {"AM-REQ-001", {400, 413}},
        {"AM-REQ-012", {400, 404}},  {"AM-KEY-005", {400, 403, 404, 409}}};
    const RequirementIds broken = broken_by(request);
    if (broken.empty()) return {200};
    const Deviation* row = find_deviation(request.deviation);
    for (const auto& [requirement, statuses] : rows)
        if (broken.contains(requirement) || (row && row->requirement == requirement)) return statuses;
    return {400, 403, 409};
}

JsonValue case_of(const FreshRequest& request) {
    const RequirementIds broken = broken_by(request);
    JsonValue file = json_object({{"schema", json_number("1")},
                                  {"title", json_string(title_of(request))},
                                  {"requirements", texts(broken.empty() ? kept_by_right_ones() : broken)}});
    if (!broken.empty()) file.set("why", json_string(title_of(request)));
    file.set("given", given_to_json(request.given, PrivateParts::kept));
    file.set("exchanges", json_array({exchange_of(request)}));
    return file;
}

JsonValue to_json(const FreshRequest& request) {
    const HttpRequest& http = request.composed.request;
    JsonValue headers = json_array();
    for (const auto& [name, value] : http.headers)
        headers.elements.push_back(json_array({json_string(name), json_string(value)}));
    JsonValue object = json_object({{"method", json_string(http.method)},
                                    {"path", json_string(request.target())},
                                    {"headers", std::move(headers)}});
    set_body(object, http.body);
    object.set("sender", json_string(request.sender));
    object.set("conversation_id", json_string(request.group().id));
    object.set("message_ids", texts(request.composed.message_ids));
    object.set("conversation_key_version", json_string(request.composed.conversation_key_version));
    object.set("deviation", request.deviation.empty() ? json_null() : json_string(request.deviation));
    object.set("breaks", texts(broken_by(request)));
    object.set("seed", number(request.seed));
    object.set("now_msec", number(request.now_msec));
    return object;
}

}  // namespace keyturn
