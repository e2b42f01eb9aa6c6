#include <fmt/format.h>

#include <algorithm>

#include "conformance/deviation_steps.h"
#include "protocol/request_fields.h"

namespace keyturn::deviate {
namespace {

struct Place {
    JsonValue* object;
    std::string key;
};

// The object that a pointer's last key belongs to, whether it has that key or not.
std::optional<Place> place_of(Draft& draft, std::string_view pointer) {
    const std::size_t slash = pointer.rfind('/');
    JsonValue* parent = slash == std::string_view::npos ? nullptr : resolve(draft.body, pointer.substr(0, slash));
    if (!parent || !parent->is(JsonKind::object)) return std::nullopt;
    return Place{parent, std::string(pointer.substr(slash + 1))};
}

// A list of objects that is unset gets one, for a pointer into its first.
void give_an_element(Draft& draft, std::string_view pointer) {
    constexpr std::string_view first = "/0/";
    const std::string_view list = pointer.substr(0, pointer.rfind(first));
    const RequestField* field = field_at(list);
    const auto place = place_of(draft, list);
    if (field && field->type == FieldType::objects && place && !place->object->find(place->key))
        place->object->set(place->key, json_array({json_object()}));
}

// The value at a pointer; a field that is unset is given one, to be overwritten.
Result<JsonValue*> value_at(Draft& draft, std::string_view pointer) {
    give_an_element(draft, pointer);
    if (JsonValue* value = resolve(draft.body, pointer)) return value;
    const auto place = place_of(draft, pointer);
    if (!place) return refuse(fmt::format("the body has no place for {}", pointer));
    place->object->set(place->key, json_null());
    return place->object->find(place->key);
}

Result<void> replace(Draft& draft, std::string_view pointer, JsonValue with) {
    const auto value = value_at(draft, pointer);
    if (!value) return std::unexpected(value.error());
    **value = std::move(with);
    return {};
}

Result<Place> member_at(Draft& draft, std::string_view pointer) {
    const auto place = place_of(draft, pointer);
    if (!place || !place->object->find(place->key)) return refuse(fmt::format("the body has no member at {}", pointer));
    return *place;
}

HttpRequest& http(Draft& draft) { return draft.http; }

// White space is no part of any value, so the body stays right.
Result<void> pad_body(Draft& draft, std::size_t bytes) {
    std::string& body = http(draft).body;
    body.insert(body.size() - 1, bytes - std::min(bytes, body.size()), ' ');
    return {};
}

Result<std::string> token_of_sender(const Draft& draft) {
    const User* sender = find_user(draft.given.users, draft.plan.sender);
    if (!sender || !sender->token) return refuse("the state has no token of the sender");
    return *sender->token;
}

}  // namespace

// ---- stage body

Result<void> drops(Draft& draft, std::string_view pointer) {
    const auto place = member_at(draft, pointer);
    if (!place) return std::unexpected(place.error());
    place->object->erase(place->key);
    return {};
}

Result<void> makes_null(Draft& draft, std::string_view pointer) { return replace(draft, pointer, json_null()); }

Result<void> makes_number(Draft& draft, std::string_view pointer) {
    const auto value = value_at(draft, pointer);
    if (!value) return std::unexpected(value.error());
    const std::string& text = (*value)->text;
    const bool is_number =
        !text.empty() && text.size() < 20 &&
        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }) && text.front() != '0';
    **value = json_number(is_number ? text : "1");
    return {};
}

Result<void> makes_text(Draft& draft, std::string_view pointer) { return replace(draft, pointer, json_string("text")); }
Result<void> makes_array(Draft& draft, std::string_view pointer) { return replace(draft, pointer, json_array()); }
Result<void> makes_object(Draft& draft, std::string_view pointer) { return replace(draft, pointer, json_object()); }
Result<void> empties(Draft& draft, std::string_view pointer) { return replace(draft, pointer, json_string("")); }

Result<void> doubles_key(Draft& draft, std::string_view pointer) {
    const auto place = member_at(draft, pointer);
    if (!place) return std::unexpected(place.error());
    place->object->members.push_back({place->key, *place->object->find(place->key)});
    return {};
}

Result<void> unknown_field(Draft& draft, std::string_view) {
    draft.body.set("keyturn_unknown_field", json_object({{"a", json_number("1")}}));
    return {};
}

Result<void> namesake_deeper(Draft& draft, std::string_view) {
    draft.body.set("keyturn_unknown_field",
                   json_object({{"user_ids", json_array()}, {"conversation_key_version", json_number("1")}}));
    return {};
}

Result<void> writes_key_in_capitals(Draft& draft, std::string_view pointer) {
    const auto place = member_at(draft, pointer);
    if (!place) return std::unexpected(place.error());
    const auto member = std::ranges::find(place->object->members, place->key, &JsonMember::key);
    for (char& c : member->key)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return {};
}

Result<void> breaks_pattern(Draft& draft, std::string_view pointer) {
    const auto value = value_at(draft, pointer);
    if (!value) return std::unexpected(value.error());
    (*value)->text += '!';
    return {};
}

Result<void> other_group_name(Draft& draft, std::string_view) {
    draft.body.set("group_name", json_string(draft.group_create.title.value_or("") + "?"));
    return {};
}

Result<void> other_group_avatar(Draft& draft, std::string_view) {
    draft.body.set("group_avatar_url",
                   json_string(draft.group_create.avatar_url.value_or("https://example.com/") + "?"));
    return {};
}

// ---- stage http

Result<void> cut_body(Draft& draft, std::string_view) {
    http(draft).body.resize(http(draft).body.size() / 2);
    return {};
}

Result<void> empty_body(Draft& draft, std::string_view) {
    http(draft).body.clear();
    return {};
}

Result<void> body_and_more(Draft& draft, std::string_view) {
    http(draft).body += " and more";
    return {};
}

Result<void> two_documents(Draft& draft, std::string_view) {
    http(draft).body += http(draft).body;
    return {};
}

Result<void> byte_order_mark(Draft& draft, std::string_view) {
    http(draft).body.insert(0, "\xef\xbb\xbf");
    return {};
}

Result<void> bad_utf8(Draft& draft, std::string_view) {
    http(draft).body.insert(http(draft).body.size() - 1, ",\"note\":\"\xff\"");
    return {};
}

Result<void> deep_body(Draft& draft, std::string_view) {
    constexpr std::size_t depth = 10'000;
    http(draft).body = std::string(depth, '[') + std::string(depth, ']');
    return {};
}

Result<void> white_space(Draft& draft, std::string_view) {
    http(draft).body = "\r\n\t " + to_pretty_json(draft.body) + " \n";
    return {};
}

Result<void> other_method(Draft& draft, std::string_view method) {
    http(draft).method = method;
    return {};
}

Result<void> other_media_type(Draft& draft, std::string_view type) {
    http(draft).headers = {{"Content-Type", std::string(type)}};
    return {};
}

Result<void> media_type_with_charset(Draft& draft, std::string_view) {
    return other_media_type(draft, "application/json; charset=utf-8");
}

Result<void> no_media_type(Draft& draft, std::string_view) {
    http(draft).headers.clear();
    return {};
}

Result<void> no_token(Draft& draft, std::string_view) {
    draft.anonymous = true;
    return {};
}

Result<void> other_authorization(Draft& draft, std::string_view value) {
    http(draft).headers.emplace_back("Authorization", value);
    return {};
}

Result<void> scheme_in_lower_case(Draft& draft, std::string_view) {
    const auto token = token_of_sender(draft);
    if (!token) return std::unexpected(token.error());
    return other_authorization(draft, "bearer " + *token);
}

Result<void> token_in_query(Draft& draft, std::string_view argument) {
    const auto token = token_of_sender(draft);
    if (!token) return std::unexpected(token.error());
    http(draft).target += "?access_token=" + *token;
    return no_token(draft, argument);
}

Result<void> headers_in_lower_case(Draft& draft, std::string_view) {
    http(draft).headers = {{"content-type", "application/json"}};
    return {};
}

Result<void> media_type_in_capitals(Draft& draft, std::string_view) {
    return other_media_type(draft, "APPLICATION/JSON");
}

Result<void> large_body(Draft& draft, std::string_view) { return pad_body(draft, 1'000'000); }

Result<void> huge_body(Draft& draft, std::string_view) { return pad_body(draft, 16'000'000); }

Result<void> other_path_id(Draft& draft, std::string_view id) {
    http(draft).target = fmt::format("/2/chat/conversations/{}/members", id);
    return {};
}

Result<void> same_again(Draft& draft, std::string_view) {
    if (draft.before.requests.empty()) return refuse("no request was composed before in this case");
    draft.http = draft.before.requests.back();
    draft.message_ids = draft.before.message_ids.back();
    return {};
}

Result<void> first_again(Draft& draft, std::string_view argument) {
    if (auto again = same_again(draft, argument); !again) return again;
    draft.http = draft.before.requests.front();
    draft.message_ids = draft.before.message_ids.front();
    return {};
}

Result<void> same_ids_other_body(Draft& draft, std::string_view argument) {
    if (auto again = same_again(draft, argument); !again) return again;
    auto body = parse_json(draft.http.body);
    if (!body) return std::unexpected(body.error());
    body->set("encrypted_title",
              *draft.body.find("conversation_participant_keys")->elements.front().find("encrypted_conversation_key"));
    draft.http.body = to_json(*body);
    return {};
}

}  // namespace keyturn::deviate
