#include "conformance/response_reader.h"

#include <charconv>

#include "conformance/matcher_reader.h"
#include "conformance/message_parts.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

std::vector<int> read_statuses(ObjectReader& object, Problems& problems) {
    const JsonValue* status = object.value("status");
    if (!status) return {};
    if (!status->is(JsonKind::array)) return {read_status(*status, object.pointer("status"), problems)};
    if (status->elements.empty()) object.complain("status", "at least one status", status);
    std::vector<int> statuses;
    for (const JsonValue& element : status->elements)
        statuses.push_back(read_status(element, pointer_to(object.pointer("status"), statuses.size()), problems));
    return statuses;
}

ExpectedResponse read_any_of(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    ExpectedResponse response;
    for (const JsonValue& alternative : object.elements("any_of")) {
        const std::string place = pointer_to(object.pointer("any_of"), response.any_of.size());
        response.any_of.push_back(read_expected_response(alternative, place, problems));
        const auto& statuses = response.any_of.back().statuses;
        response.statuses.insert(response.statuses.end(), statuses.begin(), statuses.end());
    }
    if (response.any_of.size() < 2) object.complain("any_of", "at least two responses", object.value("any_of"));
    object.finish();
    return response;
}

}  // namespace

int read_status(const JsonValue& value, const std::string& pointer, Problems& problems) {
    int status = 0;
    const char* const end = value.text.data() + value.text.size();
    const auto [stop, error] = std::from_chars(value.text.data(), end, status);
    const bool is_integer = value.is(JsonKind::number) && error == std::errc{} && stop == end;
    if (is_integer && status >= 100 && status <= 599) return status;
    problems.push_back({"", pointer, "a status from 100 to 599", shown(&value)});
    return 0;
}

ExpectedResponse read_expected_response(const JsonValue& value, const std::string& pointer, Problems& problems,
                                        StatusNeed status) {
    if (value.find("any_of")) return read_any_of(value, pointer, problems);
    ObjectReader object(value, pointer, problems);
    ExpectedResponse response;
    if (status == StatusNeed::required) object.required_value("status");
    response.statuses = read_statuses(object, problems);
    if (const JsonValue* headers = object.value("headers"))
        response.headers = read_header_lines(*headers, object.pointer("headers"), problems);
    if (const JsonValue* body = object.value("body")) {
        BodyText text = read_body(*body, object.pointer("body"), problems);
        response.json = std::move(text.json);
        response.bytes = std::move(text.bytes);
    }
    if (const JsonValue* match = object.value("match")) {
        response.matchers = read_matchers(*match, object.pointer("match"), problems);
        if (response.bytes) object.complain("match", "no matchers beside a body that is no JSON", match);
    }
    object.finish();
    return response;
}

}  // namespace keyturn
