#include "conformance/exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "conformance/file_format.h"
#include "conformance/message_parts.h"
#include "conformance/placeholders.h"
#include "conformance/response_reader.h"
#include "protocol/object_reader.h"

namespace keyturn {
namespace {

constexpr std::size_t most_in_parallel = 64;

void append(Problems& problems, const Problems& more) { problems.insert(problems.end(), more.begin(), more.end()); }

std::string names_of(const SharedStates& states) {
    std::vector<std::string> names;
    for (const auto& [name, given] : states) names.push_back(name);
    return names.empty() ? "an object, for there are no shared states"
                         : "an object or a shared state: " + one_of(names);
}

void read_state(ObjectReader& object, const SharedStates& states, Case& read, Problems& problems) {
    const JsonValue* value = object.value("given");
    if (!value) return;
    if (!value->is(JsonKind::string)) {
        if (auto given = read_given(*value, object.pointer("given")))
            read.given = std::move(*given);
        else
            append(problems, given.error());
    } else if (const auto state = states.find(value->text); state != states.end()) {
        if (const auto* given = std::get_if<Given>(&state->second)) read.given = *given;
        if (const auto* made = std::get_if<MadeState>(&state->second)) read.made = *made;
        read.shared_state = state->first;
    } else {
        object.complain("given", names_of(states), value);
    }
}

std::optional<std::uint64_t> read_seed(ObjectReader& object) {
    const JsonValue* value = object.value("seed");
    if (!value) return std::nullopt;
    std::uint64_t seed = 0;
    const char* const end = value->text.data() + value->text.size();
    const auto [stop, error] = std::from_chars(value->text.data(), end, seed);
    if (!value->is(JsonKind::number) || error != std::errc{} || stop != end)
        object.complain("seed", "an integer of 64 bits from 0", value);
    return seed;
}

ChangeOperation read_operation(ObjectReader& object) {
    const JsonValue* value = object.value("operation");
    const auto operation = value ? change_operation_named(object.text("operation")) : ChangeOperation::add;
    if (!operation && value->is(JsonKind::string)) object.complain("operation", "add, rotate or create", value);
    return operation.value_or(ChangeOperation::add);
}

// What an operation does not have is left to be told as a key too many.
ComposedRequest read_composed(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    ComposedRequest request;
    request.operation = read_operation(object);
    request.group = nonempty_text(object, "group");
    if (request.operation != ChangeOperation::rotate) {
        object.required_value("add");
        request.add = object.texts("add");
    }
    if (request.operation == ChangeOperation::add) request.is_stale = object.optional_boolean("stale").value_or(false);
    if (request.operation == ChangeOperation::create) {
        request.title = object.optional_text("title");
        request.avatar_url = object.optional_text("avatar_url");
    }
    if (object.value("deviate")) request.deviation = nonempty_text(object, "deviate");
    request.seed = read_seed(object);
    object.finish();
    return request;
}

void check_request_line(ObjectReader& object, const HttpRequest& request) {
    const JsonValue *method = object.value("method"), *path = object.value("path");
    if (method && method->is(JsonKind::string) && !is_token(request.method))
        object.complain("method", "a method", method);
    if (path && path->is(JsonKind::string) && (!request.target.starts_with('/') || breaks_a_line(request.target)))
        object.complain("path", "a path that starts with / and has no line ends", path);
}

HttpRequest read_verbatim(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    HttpRequest request;
    request.method = object.text("method");
    request.target = object.text("path");
    check_request_line(object, request);
    if (const JsonValue* headers = object.value("headers"))
        request.headers = read_header_lines(*headers, object.pointer("headers"), problems);
    if (const JsonValue* body = object.value("body")) {
        const BodyText text = read_body(*body, object.pointer("body"), problems);
        request.body = text.json ? to_json(*text.json) : text.bytes.value_or("");
    }
    object.finish();
    return request;
}

std::variant<HttpRequest, ComposedRequest> read_request(const JsonValue& value, const std::string& pointer,
                                                        Problems& problems) {
    if (!value.find("compose")) return read_verbatim(value, pointer, problems);
    ObjectReader object(value, pointer, problems);
    const JsonValue* compose = object.value("compose");
    object.finish();
    return read_composed(compose ? *compose : *value.find("compose"), object.pointer("compose"), problems);
}

Exchange read_exchange(const JsonValue& value, const std::string& pointer, Problems& problems, StatusNeed status) {
    ObjectReader object(value, pointer, problems);
    Exchange exchange;
    exchange.pointer = pointer;
    exchange.as = object.optional_text("as");
    if (const JsonValue* request = object.required_value("request"))
        exchange.request = read_request(*request, object.pointer("request"), problems);
    if (const JsonValue* response = object.required_value("response"))
        exchange.response = read_expected_response(*response, object.pointer("response"), problems, status);
    object.finish();
    return exchange;
}

SecretWhats read_secrets(ObjectReader& object, Problems& problems) {
    SecretWhats secrets;
    const JsonValue* value = object.value("secrets");
    if (!value) return secrets;
    ObjectReader names(*value, object.pointer("secrets"), problems);
    for (const JsonMember& member : value->members) {
        secrets[member.key] = nonempty_text(names, member.key);
        if (!is_secret_name(member.key))
            names.complain(member.key, "the name of an environment variable: letters, digits and _", &member.value);
    }
    names.finish();
    return secrets;
}

std::vector<int> read_outcome(const JsonValue& value, const std::string& pointer, std::size_t count,
                              Problems& problems) {
    std::vector<int> statuses;
    for (const JsonValue& status : value.elements)
        statuses.push_back(read_status(status, pointer_to(pointer, statuses.size()), problems));
    if (statuses.size() != count) problems.push_back({"", pointer, fmt::format("{} statuses", count), shown(&value)});
    return statuses;
}

// An exchange that names no status of its own may have those that the outcomes have at its place.
void fill_in_statuses(Exchange& exchange, std::size_t place, const std::vector<std::vector<int>>& outcomes) {
    if (!exchange.response.statuses.empty()) return;
    std::set<int> statuses;
    for (const std::vector<int>& outcome : outcomes)
        if (place < outcome.size()) statuses.insert(outcome[place]);
    exchange.response.statuses.assign(statuses.begin(), statuses.end());
}

void read_parallel(const JsonValue& value, const std::string& pointer, Case& read, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    ParallelExchanges parallel{.first = read.exchanges.size(), .count = 0, .outcomes = {}};
    const JsonValue* exchanges = object.value("parallel");
    for (const JsonValue& exchange : object.elements("parallel")) {
        const std::string place = pointer_to(object.pointer("parallel"), parallel.count++);
        read.exchanges.push_back(read_exchange(exchange, place, problems, StatusNeed::optional));
    }
    if (parallel.count < 2 || parallel.count > most_in_parallel)
        object.complain("parallel", fmt::format("2 to {} exchanges", most_in_parallel), exchanges);
    for (const JsonValue& outcome : object.elements("outcomes")) {
        const std::string place = pointer_to(object.pointer("outcomes"), parallel.outcomes.size());
        parallel.outcomes.push_back(read_outcome(outcome, place, parallel.count, problems));
    }
    if (parallel.outcomes.empty()) object.complain("outcomes", "at least one outcome", object.value("outcomes"));
    object.finish();
    for (std::size_t i = 0; i < parallel.count; ++i)
        fill_in_statuses(read.exchanges[parallel.first + i], i, parallel.outcomes);
    read.parallels.push_back(std::move(parallel));
}

void read_exchanges(ObjectReader& object, Case& read, Problems& problems) {
    const JsonValue* exchanges = object.required_value("exchanges");
    if (exchanges && exchanges->is(JsonKind::array) && exchanges->elements.empty())
        object.complain("exchanges", "at least one exchange", exchanges);
    std::size_t index = 0;
    for (const JsonValue& value : object.elements("exchanges")) {
        const std::string place = pointer_to(object.pointer("exchanges"), index++);
        if (value.find("parallel"))
            read_parallel(value, place, read, problems);
        else
            read.exchanges.push_back(read_exchange(value, place, problems, StatusNeed::required));
    }
}

std::string content_of(const JsonValue& document) {
    std::string content;
    for (const std::string_view key : {"given", "exchanges"})
        if (const JsonValue* value = document.find(key)) content += to_json(*value) + '\n';
    return content;
}

}  // namespace

Given Case::starting_state() const { return made ? make_state(*made) : given.value_or(Given{}); }

bool Case::is_verbatim() const {
    return std::ranges::any_of(
        exchanges, [](const Exchange& exchange) { return std::holds_alternative<HttpRequest>(exchange.request); });
}

const ParallelExchanges* Case::parallel_from(std::size_t exchange) const {
    const auto found = std::ranges::find(parallels, exchange, &ParallelExchanges::first);
    return found == parallels.end() ? nullptr : &*found;
}

bool expects_refusal(const Exchange& exchange) { return std::ranges::none_of(exchange.response.statuses, is_success); }

bool holds_refusal_for_load(const std::vector<int>& statuses) {
    return std::ranges::any_of(statuses, [](int status) { return status == 429 || status == 503; });
}

std::expected<Case, Problems> read_case(const JsonValue& document, std::string id, std::string file,
                                        const SharedStates& states) {
    Case read;
    read.id = std::move(id);
    read.file = std::move(file);
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    read.title = nonempty_text(object, "title");
    read.requirements = distinct_texts(object, "requirements");
    if (object.value("why")) read.why = nonempty_text(object, "why");
    read_state(object, states, read, problems);
    read.secrets = read_secrets(object, problems);
    read_exchanges(object, read, problems);
    object.finish();
    read.content = content_of(document);
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return read;
}

std::expected<SharedState, Problems> read_shared_state(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    const JsonValue* made = object.value("made");
    const JsonValue* value = made ? nullptr : object.required_value("given");
    object.finish();
    SharedState state;
    if (made) state = read_made_state(*made, object.pointer("made"), problems);
    auto given = value ? read_given(*value, object.pointer("given")) : Given{};
    if (!given)
        append(problems, given.error());
    else if (value)
        state = std::move(*given);
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return state;
}

}  // namespace keyturn
