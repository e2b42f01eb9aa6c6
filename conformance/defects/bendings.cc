#include "conformance/defects/bendings.h"

#include <algorithm>
#include <utility>

#include "conformance/defects/occasions.h"
#include "conformance/server/answer.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

bool has_name(const HeaderLine& line, std::string_view name) { return equals_ignoring_case(line.first, name); }

// Reads the body, edits it and writes it again; a body that is no JSON stays.
template <class EditBody>
Bending body_edited(EditBody edit) {
    return [edit = std::move(edit)](Turn& turn) {
        auto document = parse_json(turn.handled.response.body);
        if (!document) return;
        edit(*document);
        turn.handled.response.body = to_json(*document);
    };
}

std::pair<std::string, std::string> split_pointer(const std::string& pointer) {
    const std::size_t slash = pointer.rfind('/');
    return {pointer.substr(0, slash), pointer.substr(slash + 1)};
}

const Conversation* conversation_in(const ServerState& state, const Turn& turn) {
    return state.find(group_of(turn.request));
}

void put(ServerState& state, Conversation conversation) {
    const std::string id = conversation.group.id;
    state.conversations[id] = std::make_shared<const Conversation>(std::move(conversation));
}

LeftOut every_rule() {
    LeftOut all;
    for (const ServerRule& rule : server_rules()) all.emplace(rule.name);
    return all;
}

// The request handled by a server that leaves rules out; the next state keeps them again.
Handled handled_without(const LeftOut& rules, const Turn& turn, const HttpRequest& request) {
    ServerState careless = turn.before;
    careless.left_out = std::make_shared<const LeftOut>(rules);
    Handled handled = respond(careless, request, turn.now_msec);
    if (handled.next) handled.next->left_out = turn.before.left_out;
    return handled;
}

std::shared_ptr<const StoredEvent> edited(const StoredEvent& stored, const EventEdit& edit) {
    StoredEvent copy = stored;
    if (auto event = Event::read_base64(copy.encoded)) {
        edit(*event);
        copy.encoded = base64(event->write());
    }
    return std::make_shared<const StoredEvent>(std::move(copy));
}

template <class EditConversation>
Bending leaving(EditConversation edit) {
    return [edit = std::move(edit)](Turn& turn) {
        const Conversation* before = conversation_in(turn.before, turn);
        if (!before || !turn.handled.next) return;
        Conversation after = *conversation_in(*turn.handled.next, turn);
        edit(after, *before);
        put(*turn.handled.next, std::move(after));
    };
}

}  // namespace

Bending status(int code) {
    return [code](Turn& turn) { turn.handled.response.status = code; };
}

Bending header(std::string name, std::string value) {
    return both(no_header(name), one_more_header(name, std::move(value)));
}

Bending one_more_header(std::string name, std::string value) {
    return [line = HeaderLine(std::move(name), std::move(value))](Turn& turn) {
        turn.handled.response.headers.push_back(line);
    };
}

Bending no_header(std::string name) {
    return [name = std::move(name)](Turn& turn) {
        std::erase_if(turn.handled.response.headers, [&](const HeaderLine& line) { return has_name(line, name); });
    };
}

Bending body(std::string bytes) {
    return body_made([bytes = std::move(bytes)](const std::string&) { return bytes; });
}

Bending body_between(std::string before, std::string after) {
    return body_made([before = std::move(before), after = std::move(after)](const std::string& body) {
        return before + body + after;
    });
}

Bending body_made(std::function<std::string(const std::string& body)> make) {
    return [make = std::move(make)](Turn& turn) { turn.handled.response.body = make(turn.handled.response.body); };
}

Bending member(std::string pointer, std::string json) {
    return body_edited([pointer = std::move(pointer), json = std::move(json)](JsonValue& document) {
        const auto [parent, key] = split_pointer(pointer);
        if (JsonValue* object = resolve(document, parent)) object->set(key, parse_json(json).value());
    });
}

Bending no_member(std::string pointer) {
    return body_edited([pointer = std::move(pointer)](JsonValue& document) {
        const auto [parent, key] = split_pointer(pointer);
        if (JsonValue* object = resolve(document, parent)) object->erase(key);
    });
}

Bending each(std::string pointer, std::function<void(JsonValue& element)> bend) {
    return body_edited([pointer = std::move(pointer), bend = std::move(bend)](JsonValue& document) {
        if (JsonValue* array = resolve(document, pointer)) std::ranges::for_each(array->elements, bend);
    });
}

Bending problem(int code, std::string detail) {
    return [code, detail = std::move(detail)](Turn& turn) { turn.handled = refused(problem_answer(code, detail)); };
}

Bending status_of_problem(int code) { return both(status(code), member("/status", std::to_string(code))); }

Bending both(Bending first, Bending second) {
    return [first = std::move(first), second = std::move(second)](Turn& turn) {
        first(turn);
        second(turn);
    };
}

Bending bytes(std::string sent, AfterBytes then) {
    return [raw = RawAnswer{std::move(sent), then}](Turn& turn) { turn.raw = raw; };
}

Bending leaves(Edit edit) { return leaving(edit); }

Bending hands_on(EventEdit edit) {
    return leaving([edit = std::move(edit)](Conversation& after, const Conversation& before) {
        for (std::size_t i = before.events.size(); i < after.events.size(); ++i)
            after.events[i] = edited(*after.events[i], edit);
    });
}

Bending hands_on_keys(KeyChangeEdit edit) {
    return hands_on([edit](Event& event) {
        auto change = KeyChange::from_detail(event.detail);
        if (!change) return;
        edit(*change);
        event.detail = change->to_detail();
    });
}

Bending keeps_of_refused(Mixing mix) {
    static const LeftOut all = every_rule();
    return [mix](Turn& turn) {
        const Conversation* before = conversation_in(turn.before, turn);
        Handled forced = handled_without(all, turn, turn.request);
        if (!before || !forced.next) return;
        Conversation kept = *before;
        mix(kept, *conversation_in(*forced.next, turn));
        put(*forced.next, std::move(kept));
        turn.handled.next = std::move(forced.next);
    };
}

Bending without(LeftOut rules) {
    return [rules = std::move(rules)](Turn& turn) { turn.handled = handled_without(rules, turn, turn.request); };
}

Bending as_token(std::string (*token)(const Turn& turn)) {
    return [token](Turn& turn) {
        HttpRequest request = turn.request;
        std::erase_if(request.headers, [](const HeaderLine& line) { return has_name(line, "Authorization"); });
        add_bearer(request.headers, token(turn));
        turn.handled = handled_without(*turn.before.left_out, turn, request);
    };
}

}  // namespace keyturn
