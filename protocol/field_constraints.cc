#include "protocol/field_constraints.h"

#include <fmt/format.h>

#include <array>
#include <map>

#include "protocol/action_signature.h"
#include "protocol/base64.h"
#include "protocol/bytes.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/p256.h"
#include "protocol/signature_payload.h"
#include "protocol/thrift_binary.h"

namespace keyturn {
namespace {

bool is_key_version(std::string_view text) { return read_key_version(text).has_value(); }
bool is_signature_version(std::string_view text) { return signature_version(text).has_value(); }
bool is_signature(std::string_view text) { return read_signature(text).has_value(); }
bool is_base64(std::string_view text) { return read_base64(text).has_value(); }

bool is_wrapped_key(std::string_view text) {
    const auto bytes = read_base64(text);
    return bytes && bytes->size() == std::tuple_size_v<WrappedKey>;
}

bool is_public_key(std::string_view text) {
    const auto bytes = read_base64(text);
    return bytes && PublicKey::read(*bytes);
}

bool is_event_detail(std::string_view text) {
    const auto bytes = read_base64(text);
    return bytes && read_thrift(*bytes, message_event_detail_schema);
}

using ContentRule = bool (*)(std::string_view text);

// nullptr: any text will do.
ContentRule rule_of(FieldContent content) {
    switch (content) {
        case FieldContent::user_id:
            return is_user_id;
        case FieldContent::conversation_key_version:
            return is_key_version;
        case FieldContent::public_key_version:
            return is_decimal;
        case FieldContent::signature_version:
            return is_signature_version;
        case FieldContent::wrapped_key:
            return is_wrapped_key;
        case FieldContent::event_detail:
            return is_event_detail;
        case FieldContent::signature:
            return is_signature;
        case FieldContent::public_key:
            return is_public_key;
        case FieldContent::sealed_text:
            return is_base64;
        case FieldContent::fields:
        case FieldContent::message_id:
        case FieldContent::payload:
            return nullptr;
    }
    return nullptr;
}

bool has(const RequestField& field, FieldConstraint constraint) {
    switch (constraint) {
        case FieldConstraint::required:
            return field.required_from.has_value();
        case FieldConstraint::type:
            return true;
        case FieldConstraint::min_length:
            return field.min_length != 0;
        case FieldConstraint::pattern:
            return field.pattern != TextPattern::any;
        case FieldConstraint::content:
            return rule_of(field.content) != nullptr;
    }
    return false;
}

class FieldJudge {
  public:
    void judge_members(const JsonValue& object, std::span<const RequestField> fields) {
        for (const RequestField& field : fields) {
            const JsonValue* const value = object.find(field.name());
            note(field, FieldConstraint::required, value != nullptr);
            if (value != nullptr) judge_value(field, field.type, *value);
        }
    }

    std::vector<JudgedConstraint> judged() const {
        std::vector<JudgedConstraint> all;
        for (const ConstrainedField& constrained : field_constraints())
            if (const auto found = kept_.find({constrained.field, constrained.constraint}); found != kept_.end())
                all.push_back({constrained, found->second});
        return all;
    }

  private:
    void judge_value(const RequestField& field, FieldType type, const JsonValue& value) {
        const bool has_its_type = value.is(kind_of(type));
        note(field, FieldConstraint::type, has_its_type);
        if (!has_its_type) return;
        switch (type) {
            case FieldType::text:
                return judge_text(field, value.text);
            case FieldType::object:
                return judge_members(value, fields_below(field));
            case FieldType::texts:
            case FieldType::objects:
                for (const JsonValue& element : value.elements) judge_value(field, element_type(type), element);
        }
    }

    void judge_text(const RequestField& field, const std::string& text) {
        note(field, FieldConstraint::min_length, count_characters(text) >= field.min_length);
        note(field, FieldConstraint::pattern, fits(text, field.pattern));
        note(field, FieldConstraint::content, fits(text, field.content));
    }

    void note(const RequestField& field, FieldConstraint constraint, bool is_kept) {
        if (!has(field, constraint)) return;
        const auto [kept, is_new] = kept_.try_emplace({&field, constraint}, is_kept);
        kept->second = kept->second && is_kept;
    }

    std::map<std::pair<const RequestField*, FieldConstraint>, bool> kept_;
};

constexpr FieldConstraint constraints[] = {FieldConstraint::required, FieldConstraint::type,
                                           FieldConstraint::min_length, FieldConstraint::pattern,
                                           FieldConstraint::content};

}  // namespace

std::string_view name_of(FieldConstraint constraint) {
    constexpr std::string_view names[] = {"required", "type", "min_length", "pattern", "content"};
    return names[static_cast<std::size_t>(constraint)];
}

bool fits(std::string_view text, FieldContent content) {
    const ContentRule rule = rule_of(content);
    return rule == nullptr || rule(text);
}

std::string name_of(const ConstrainedField& constrained) {
    return fmt::format("{} {}", constrained.field->pointer, name_of(constrained.constraint));
}

std::vector<ConstrainedField> field_constraints() {
    std::vector<ConstrainedField> all;
    for (const RequestField& field : request_fields())
        for (const FieldConstraint constraint : constraints)
            if (has(field, constraint)) all.push_back({&field, constraint});
    return all;
}

std::vector<JudgedConstraint> judge_fields(const JsonValue& body) {
    FieldJudge judge;
    if (body.is(JsonKind::object)) judge.judge_members(body, body_fields());
    return judge.judged();
}

}  // namespace keyturn
