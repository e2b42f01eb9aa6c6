// Signature payloads.
#include <fmt/format.h>

#include <algorithm>

#include "conformance/explain/words.h"
#include "protocol/base64.h"
#include "protocol/secret.h"

namespace keyturn {
namespace {

constexpr std::string_view key_change_name = "ConversationKeyChangeEvent";
constexpr const char* key_remark = "(a conversation key, not shown)";
constexpr std::size_t least_with_key = 5, most_with_key = 6;  // components

constexpr std::string_view action_prefixes[] = {"MessageCreateEvent",        "ConversationKeyChangeEvent",
                                                "GroupChangeEvent.",         "MessageDeleteEvent",
                                                "MarkConversationReadEvent", "MarkConversationUnreadEvent",
                                                "ConversationDeleteEvent",   "ConversationMetadataChangeEvent."};

std::vector<std::string> split(std::string_view payload) {
    std::vector<std::string> components;
    for (;;) {
        const std::size_t comma = payload.find(',');
        components.emplace_back(payload.substr(0, comma));
        if (comma == payload.npos) return components;
        payload.remove_prefix(comma + 1);
    }
}

bool is_key(std::string_view component) {
    const auto bytes = read_base64(component);
    return bytes && bytes->size() == ConversationKey::size;
}

JsonValue as_json(const std::vector<std::string>& components) {
    JsonValue array = json_array();
    for (const std::string& component : components) array.elements.push_back(json_string(component));
    return array;
}

}  // namespace

bool is_like_payload(std::string_view text) {
    const std::string_view name = text.substr(0, text.find(','));
    if (name.size() == text.size()) return false;
    for (const std::string_view prefix : action_prefixes)
        if (prefix.ends_with('.') ? name.starts_with(prefix) : name == prefix) return true;
    return false;
}

// From version 6 a key change ends with the key, the sixth component or without a conversation id the fifth: hidden by
// its place, however damaged. By its form it is hidden wherever it stands.
std::vector<std::string> payload_components(std::string_view payload) {
    std::vector<std::string> components = split(payload);
    const bool may_end_with_key = components.size() >= least_with_key && components.size() <= most_with_key;
    if (components.front() == key_change_name && may_end_with_key) components.back() = key_remark;
    for (std::string& component : components)
        if (is_key(component)) component = key_remark;
    return components;
}

Explanation explain_payload(std::string_view payload) {
    constexpr std::size_t most_shown = 100;
    constexpr std::string_view names[] = {"action", "message id", "sender"};
    const std::vector<std::string> components = payload_components(payload);
    Explanation explanation{.kind = "signature payload",
                            .lines = {},
                            .oddities = {},
                            .sender = components.size() > 2 ? components[2] : "",
                            .decoded = as_json(components)};
    Words words(explanation);
    for (std::size_t i = 0; i < components.size() && i < most_shown; ++i)
        words.say(fmt::format("{}: {}", i < std::size(names) ? names[i] : "component", quoted(components[i])));
    if (components.size() > most_shown) words.say(fmt::format("and {} more", components.size() - most_shown));
    words.find_odd_if(std::ranges::find(components, key_remark) != components.end(),
                      "it holds a conversation key, which must not leave its maker");
    return explanation;
}

}  // namespace keyturn
