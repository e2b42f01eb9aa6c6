#include "conformance/group_view.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn {
namespace {

constexpr int most_pages = 32;

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

// A page may bring all key changes of the conversation again.
void add_key_events(GroupView& view, const JsonValue& page) {
    const std::vector<JsonValue> known = view.key_events;
    for (JsonValue& event : value_at(page, "/meta/conversation_key_events").elements)
        if (std::ranges::find(known, event) == known.end()) view.key_events.push_back(std::move(event));
}

void add_events(GroupView& view, const JsonValue& page) {
    const JsonValue data = value_at(page, "/data");
    view.events.insert(view.events.end(), data.elements.begin(), data.elements.end());
    add_key_events(view, page);
}

// Other silences are the server's own doing: what it does not show is not judged.
bool is_of_our_making(SilenceKind kind) { return kind == SilenceKind::overloaded || kind == SilenceKind::out_of_time; }

bool says_nothing_is_there(int status) { return status == 403 || status == 404 || status == 410; }

// The token of the page that follows; "" after the last one.
std::string next_token(const JsonValue& page) {
    const JsonValue *has_more = resolve(page, "/meta/has_more"), *token = resolve(page, "/meta/next_token");
    return has_more && has_more->boolean && token ? token->text : "";
}

}  // namespace

bool GroupView::is_hidden() const { return says_nothing_is_there(status); }

bool GroupView::hides_events() const { return says_nothing_is_there(events_status); }

std::string conversation_path(std::string_view group) { return fmt::format("/2/chat/conversations/{}", group); }

bool gives_away(const GroupView& view, const std::vector<Confidential>& confidential) {
    return std::ranges::any_of(view.answers,
                               [&](const HttpResponse& answer) { return !leaks(answer, confidential).empty(); });
}

GroupReader::GroupReader(Transport& server, const Given& given, std::vector<HeaderLine> headers)
    : server_(server), headers_(std::move(headers)) {
    for (const Group& group : given.groups)
        if (const User* reader = reader_of(group, given.users)) groups_.push_back({group.id, *reader->token});
}

std::vector<GroupView> GroupReader::read() {
    std::vector<GroupView> views;
    for (const Watched& watched : groups_) views.push_back(view(watched));
    return views;
}

GroupView GroupReader::view(const Watched& watched) {
    const HttpResponse conversation = get(conversation_path(watched.group) + fields_query(), watched.token);
    GroupView seen{.group = watched.group, .answers = {conversation}};
    const auto document = parse_json(conversation.body);
    if (conversation.status == 200 && !document) return seen;
    seen.status = conversation.status;
    if (!seen.is_shown()) return seen;
    add_conversation(seen, *document);
    read_events(seen, watched.token);
    return seen;
}

void GroupReader::read_events(GroupView& view, const std::string& token) {
    std::string more;
    for (int page = 0; page < most_pages; ++page) {
        view.answers.push_back(get(conversation_path(view.group) + "/events?max_results=100" + more, token));
        const HttpResponse& answer = view.answers.back();
        const auto list = parse_json(answer.body);
        view.events_status = answer.status;
        view.shows_events = answer.status == 200 && list;
        if (!view.shows_events) return;
        add_events(view, *list);
        const std::string next = next_token(*list);
        if (next.empty()) return;
        more = "&pagination_token=" + percent_encoded(next);
    }
}

// A response of status 0 where there is none.
HttpResponse GroupReader::get(const std::string& target, const std::string& token) {
    HttpRequest request{"GET", target, headers_, ""};
    add_bearer(request.headers, token);
    auto received = server_.exchange(request);
    if (!received && is_of_our_making(received.error().kind)) cut_off_ = received.error().reason;
    return received && *received ? **std::move(received) : HttpResponse{};
}

}  // namespace keyturn
