#include "conformance/case_names.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include "conformance/captured_text.h"
#include "conformance/http_message.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

std::string as_given(const std::string& id, const User& user) {
    return to_json(given_to_json(Given{{}, {{id, user}}}, PrivateParts::stripped));
}

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Letters and digits that stand together.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (auto at = text.begin(); at != text.end();) {
        const auto begin = std::find_if(at, text.end(), is_letter_or_digit);
        at = std::find_if_not(begin, text.end(), is_letter_or_digit);
        if (begin != at) words.emplace_back(begin, at);
    }
    return words;
}

std::string decoded(std::string_view text) { return percent_decoded(text).value_or(std::string(text)); }

// The segment of a target that follows `part`; "" where there is none, and where it stands for what was captured.
std::string segment_behind(std::string_view part, std::string_view target) {
    const std::size_t at = target.find(part);
    if (at == std::string_view::npos) return {};
    std::string_view segment = target.substr(at + part.size());
    segment = segment.substr(0, segment.find_first_of("/?"));
    return names_in_path(segment).empty() ? decoded(segment) : "";
}

class Names {
  public:
    Names(const Case& test, const Given& state, const KnownIds& known) : known_(known) {
        for (const auto& [id, user] : state.users) names_.users.emplace(id, as_given(id, user));
        for (const Group& group : state.groups) names_.conversations.insert(group.id);
        for (const Exchange& exchange : test.exchanges) add(exchange);
    }

    CaseNames take() && { return std::move(names_); }

  private:
    void add(const Exchange& exchange) {
        if (exchange.as) add_user(*exchange.as);
        if (const auto* composed = std::get_if<ComposedRequest>(&exchange.request))
            add(*composed);
        else
            add(std::get<HttpRequest>(exchange.request), exchange.as.value_or(""));
    }

    void add(const ComposedRequest& request) {
        if (captured_name(request.group).empty()) names_.conversations.insert(request.group);
        for (const std::string& id : request.add) add_user(id);
    }

    void add(const HttpRequest& request, const std::string& sender) {
        add_conversation_of_path(segment_behind("/conversations/", request.target), sender);
        if (const std::string id = segment_behind("/users/", request.target); !id.empty() && request.method != "GET") {
            names_.changed_users.insert(id);
            add_user(id);
        }
        add_text(decoded(request.target));
        add_text(request.body);
        for (const auto& [name, value] : request.headers) add_text(value);
    }

    // Two users can name their conversation each by the other's id. A path to all groups names none.
    void add_conversation_of_path(const std::string& id, const std::string& sender) {
        if (!id.empty() && id != "group") names_.conversations.insert(canonical_conversation_id(id, sender));
    }

    void add_text(std::string_view text) {
        for (const std::string_view word : words_of(text)) {
            if (is_group_id(word) || known_.conversations.contains(word)) names_.conversations.emplace(word);
            if (is_user_id(word) || known_.users.contains(word)) add_user(word);
        }
        for (const std::string& id : known_.conversations)
            if (!std::ranges::all_of(id, is_letter_or_digit) && text.contains(id)) names_.conversations.insert(id);
    }

    void add_user(std::string_view id) { names_.users.try_emplace(std::string(id)); }

    const KnownIds& known_;
    CaseNames names_;
};

}  // namespace

KnownIds known_ids(const std::vector<Given>& states) {
    KnownIds known;
    for (const Given& state : states) {
        for (const Group& group : state.groups) known.conversations.insert(group.id);
        for (const auto& [id, user] : state.users) known.users.insert(id);
    }
    return known;
}

CaseNames names_in(const Case& test, const Given& state, const KnownIds& known) {
    return Names(test, state, known).take();
}

}  // namespace keyturn
