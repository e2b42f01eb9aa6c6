#include "protocol/add_members_request.h"

#include <fmt/format.h>

#include <concepts>
#include <map>
#include <span>
#include <utility>
#include <variant>

#include "protocol/bytes.h"
#include "protocol/request_fields.h"

namespace keyturn {
namespace {

template <class T, class Struct>
concept maybe_const = std::same_as<std::remove_const_t<T>, Struct>;

// The members under their names in the field table; a test holds the two together.
void visit_members(maybe_const<ParticipantKey> auto& key, auto visit) {
    visit("user_id", key.user_id);
    visit("encrypted_conversation_key", key.encrypted_conversation_key);
    visit("public_key_version", key.public_key_version);
}

void visit_members(maybe_const<SigningKeyInfo> auto& info, auto visit) {
    visit("member_id", info.member_id);
    visit("public_key_version", info.public_key_version);
    visit("signing_public_key", info.signing_public_key);
}

void visit_members(maybe_const<RequestSignature> auto& signature, auto visit) {
    visit("signature", signature.signature);
    visit("public_key_version", signature.public_key_version);
    visit("signature_version", signature.signature_version);
    visit("signing_public_key", signature.signing_public_key);
    visit("message_signing_key_info_list", signature.message_signing_key_info_list);
}

void visit_members(maybe_const<ActionSignature> auto& action, auto visit) {
    visit("message_id", action.message_id);
    visit("encoded_message_event_detail", action.encoded_message_event_detail);
    visit("signature_payload", action.signature_payload);
    visit("message_event_signature", action.message_event_signature);
}

void visit_members(maybe_const<AddMembersRequest> auto& request, auto visit) {
    visit("user_ids", request.user_ids);
    visit("conversation_key_version", request.conversation_key_version);
    visit("conversation_participant_keys", request.conversation_participant_keys);
    visit("encrypted_title", request.encrypted_title);
    visit("encrypted_avatar_url", request.encrypted_avatar_url);
    visit("action_signatures", request.action_signatures);
}

template <class T>
concept list = requires { typename T::allocator_type; } && !std::same_as<T, std::string>;

template <class T>
std::optional<T> read_as(const JsonValue& value);

std::optional<std::string> read_text(const JsonValue& value) {
    if (value.is(JsonKind::string) || value.is(JsonKind::number)) return value.text;
    return std::nullopt;
}

template <list T>
std::optional<T> read_list(const JsonValue& value) {
    using Element = typename T::value_type;
    if (!value.is(JsonKind::array)) return std::nullopt;
    T elements;
    elements.reserve(value.elements.size());
    for (const JsonValue& element : value.elements) elements.push_back(read_as<Element>(element).value_or(Element{}));
    return elements;
}

template <class T>
std::optional<T> read_object(const JsonValue& value) {
    if (!value.is(JsonKind::object)) return std::nullopt;
    T object;
    visit_members(object, [&value]<class Member>(std::string_view name, std::optional<Member>& member) {
        if (const JsonValue* const found = value.find(name)) member = read_as<Member>(*found);
    });
    return object;
}

template <class T>
std::optional<T> read_as(const JsonValue& value) {
    if constexpr (std::same_as<T, std::string>) {
        return read_text(value);
    } else if constexpr (list<T>) {
        return read_list<T>(value);
    } else {
        return read_object<T>(value);
    }
}

template <class T>
JsonValue as_json(const T& made) {
    if constexpr (std::same_as<T, std::string>) {
        return json_string(made);
    } else if constexpr (list<T>) {
        JsonValue array = json_array();
        for (const auto& element : made) array.elements.push_back(as_json(element));
        return array;
    } else {
        JsonValue object = json_object();
        visit_members(made, [&object](std::string_view name, const auto& member) {
            if (member) object.set(name, as_json(*member));
        });
        return object;
    }
}

// The way to a value, on the stack: most values have no problem and need no pointer.
struct Place {
    const Place* parent = nullptr;
    std::variant<std::string_view, std::size_t> step = {};
};

std::string pointer_of(const Place& place) {
    if (place.parent == nullptr) return "";
    return std::visit([&](auto step) { return pointer_to(pointer_of(*place.parent), step); }, place.step);
}

// Walks a body along the field table, then once more for doubled keys, which can be anywhere.
class Inspection {
  public:
    Problems inspect(const JsonValue& body) && {
        const Place root;
        if (body.is(JsonKind::object))
            inspect_members(root, body, body_fields());
        else
            add("AM-REQ-001", root, "a JSON object", shown(&body));
        inspect_keys(root, body);
        return std::move(problems_);
    }

  private:
    void inspect_members(const Place& place, const JsonValue& object, std::span<const RequestField> fields) {
        for (const RequestField& field : fields)
            inspect_field({&place, field.name()}, field, object.find(field.name()));
    }

    void inspect_field(const Place& place, const RequestField& field, const JsonValue* value) {
        if (value != nullptr) return inspect_value(place, field, field.type, *value);
        if (field.is_required(Profile::openapi))
            add(requirement_of_presence(field), place, words_for(field.type), "nothing");
    }

    void inspect_value(const Place& place, const RequestField& field, FieldType type, const JsonValue& value) {
        if (!value.is(kind_of(type)))
            return add(requirement_of_type(field, type, value), place, words_for(type), shown(&value));
        switch (type) {
            case FieldType::text:
                return inspect_text(place, field, value);
            case FieldType::object:
                return inspect_members(place, value, fields_below(field));
            case FieldType::texts:
            case FieldType::objects:
                return inspect_elements(place, field, value);
        }
    }

    void inspect_elements(const Place& place, const RequestField& field, const JsonValue& list) {
        const std::size_t most = problems_.size() + ReadRequest::most_problems_of_a_list;
        for (std::size_t i = 0; i < list.elements.size() && problems_.size() < most; ++i)
            inspect_value({&place, i}, field, element_type(field.type), list.elements[i]);
    }

    void inspect_text(const Place& place, const RequestField& field, const JsonValue& value) {
        const std::size_t enough_bytes = 4 * field.min_length;  // of a text that is long enough
        if (count_characters(std::string_view(value.text).substr(0, enough_bytes)) < field.min_length)
            add("AM-REQ-011", place, fmt::format("at least {} character", field.min_length), shown(&value));
        else if (!fits(value.text, field.pattern))
            add("AM-REQ-011", place, words_for(field.pattern), shown(&value));
    }

    void inspect_keys(const Place& place, const JsonValue& value) {
        for (std::size_t i = 0; i < value.elements.size(); ++i) inspect_keys({&place, i}, value.elements[i]);
        if (are_few_and_differ(value.members)) {
            for (const JsonMember& member : value.members) inspect_keys({&place, member.key}, member.value);
            return;
        }
        std::map<std::string_view, std::size_t> occurrences;
        for (const JsonMember& member : value.members) ++occurrences[member.key];
        for (const JsonMember& member : value.members) {
            const Place here{&place, member.key};
            add_if_doubled(here, std::exchange(occurrences[member.key], 1));
            inspect_keys(here, member.value);
        }
    }

    // Pair by pair: for most objects that costs a tenth of counting in a map.
    static bool are_few_and_differ(std::span<const JsonMember> members) {
        constexpr std::size_t few = 16;
        if (members.size() > few) return false;
        for (std::size_t i = 1; i < members.size(); ++i)
            for (std::size_t before = 0; before < i; ++before)
                if (members[before].key == members[i].key) return false;
        return true;
    }

    void add_if_doubled(const Place& place, std::size_t occurrences) {
        if (occurrences == 1 || doubled_keys_ == ReadRequest::most_doubled_keys) return;
        add("AM-REQ-004", place, "the key once", fmt::format("{} times", occurrences));
        ++doubled_keys_;
    }

    // What every source requires is user_ids, which has a requirement of its own.
    static std::string_view requirement_of_presence(const RequestField& field) {
        return field.is_required(Profile::documented) ? "AM-REQ-002" : "AM-REQ-009";
    }

    static std::string_view requirement_of_type(const RequestField& field, FieldType type, const JsonValue& value) {
        if (type == FieldType::text && value.is(JsonKind::number)) return "AM-REQ-008";
        return field.is_required(Profile::documented) ? "AM-REQ-002" : "AM-REQ-003";
    }

    void add(std::string_view requirement, const Place& place, std::string_view expected, std::string actual) {
        problems_.push_back({std::string(requirement), pointer_of(place), std::string(expected), std::move(actual)});
    }

    Problems problems_;
    std::size_t doubled_keys_ = 0;
};

}  // namespace

ReadRequest AddMembersRequest::read(const JsonValue& body) {
    return {read_as<AddMembersRequest>(body).value_or(AddMembersRequest{}), Inspection().inspect(body)};
}

JsonValue AddMembersRequest::to_json() const { return as_json(*this); }

}  // namespace keyturn
