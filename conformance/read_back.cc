#include "conformance/read_back.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

constexpr std::string_view fields[] = {"admin_ids",
                                       "group_avatar_url",
                                       "group_name",
                                       "member_ids",
                                       "message_ttl_ms",
                                       "participant_ids",
                                       "screen_capture_blocking_enabled"};

const std::string& fields_query() {
    static const std::string query = fmt::format("?chat_conversation.fields={}", fmt::join(fields, ","));
    return query;
}

const User* reader_of(const Group& group, const Users& users) {
    for (const std::string& id : group.members)
        if (const User* user = find_user(users, id); user && user->token) return user;
    return nullptr;
}

// Ids stand in any order.
JsonValue in_one_order(JsonValue value) {
    std::ranges::sort(value.elements, {}, [](const JsonValue& element) { return to_json(element); });
    return value;
}

JsonValue value_at(const JsonValue& document, std::string_view pointer) {
    const JsonValue* value = resolve(document, pointer);
    return value ? *value : json_null();
}

void add_conversation(GroupView& view, const JsonValue& document) {
    for (const std::string_view field : fields) {
        const std::string pointer = fmt::format("/data/{}", field);
        view.facts[pointer] = in_one_order(value_at(document, pointer));
    }
}

void add_events(GroupView& view, const JsonValue& document) {
    JsonValue ids = json_array();
    for (const JsonValue& event : value_at(document, "/data").elements) ids.elements.push_back(value_at(event, "/id"));
    view.facts["/events/data/*/id"] = in_one_order(std::move(ids));
    const std::size_t key_events = value_at(document, "/meta/conversation_key_events").elements.size();
    view.facts["/events/meta/conversation_key_events (their number)"] = json_number(std::to_string(key_events));
}

// Says that its member can't see the group, other than a server that is busy or broken.
bool hides_the_group(int status) { return status == 403 || status == 404 || status == 410; }

std::vector<Difference> compare(const GroupView& before, const GroupView& after) {
    if (hides_the_group(after.status))
        return {
            {"GET " + before.path, "the group as before the refused request", fmt::format("status {}", after.status)}};
    std::vector<Difference> changes;
    for (const auto& [pointer, fact] : before.facts) {
        const auto now = after.facts.find(pointer);
        if (now == after.facts.end() || now->second == fact) continue;
        changes.push_back({fmt::format("GET {}, {}", before.path, pointer),
                           "as before the refused request: " + shown(&fact), shown(&now->second)});
    }
    return changes;
}

}  // namespace

GroupReader::GroupReader(Transport& server, const Given& given, std::vector<HeaderLine> headers,
                         std::vector<Confidential> confidential)
    : server_(server), headers_(std::move(headers)), confidential_(std::move(confidential)) {
    for (const Group& group : given.groups)
        if (const User* reader = reader_of(group, given.users))
            groups_.push_back({"/2/chat/conversations/" + group.id, *reader->token});
}

std::vector<GroupView> GroupReader::read() {
    std::vector<GroupView> views;
    for (const Watched& group : groups_)
        if (GroupView seen = view(group); seen.status == 200) views.push_back(std::move(seen));
    return views;
}

std::vector<Difference> GroupReader::changes_since(const std::vector<GroupView>& before) {
    std::vector<Difference> all;
    for (const GroupView& then : before) {
        const auto group = std::ranges::find(groups_, then.path, &Watched::path);
        const auto found = changes(then, view(*group));
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

std::vector<Difference> GroupReader::changes(const GroupView& before, const GroupView& after) const {
    const auto found = compare(before, after);
    const auto leaks_something = [&](const HttpResponse& answer) { return !leaks(answer, confidential_).empty(); };
    if (found.empty() ||
        !(std::ranges::any_of(before.answers, leaks_something) || std::ranges::any_of(after.answers, leaks_something)))
        return found;
    return {
        {"GET " + before.path, "as before the refused request", "otherwise; not shown, for an answer holds a secret"}};
}

GroupView GroupReader::view(const Watched& group) {
    const HttpResponse conversation = get(group.path + fields_query(), group.token);
    GroupView seen{group.path, conversation.status, {}, {conversation}};
    const auto document = parse_json(conversation.body);
    if (seen.status != 200 || !document) return seen;
    add_conversation(seen, *document);
    const HttpResponse events = get(group.path + "/events?max_results=100", group.token);
    if (const auto list = parse_json(events.body); events.status == 200 && list) add_events(seen, *list);
    seen.answers.push_back(events);
    return seen;
}

// A response of status 0 where there is none.
HttpResponse GroupReader::get(const std::string& target, const std::string& token) {
    HttpRequest request{"GET", target, headers_, ""};
    add_bearer(request.headers, token);
    auto received = server_.exchange(request);
    return received && *received ? **std::move(received) : HttpResponse{};
}

}  // namespace keyturn
