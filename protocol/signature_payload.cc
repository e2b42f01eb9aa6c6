#include "protocol/signature_payload.h"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/payload_layouts.h"

namespace keyturn {

using namespace payload_layout;

namespace {

// Nothing that could be signed makes the official verifier accept one of these.
constexpr std::string_view never_verifiable[] = {
    "GroupChangeEvent.GroupAdminSettingsChange",
    "GroupChangeEvent",                 // without a change inside
    "ConversationMetadataChangeEvent",  // likewise
};

using Refused = std::optional<PayloadRefusal>;

std::unexpected<PayloadRefusal> refused(PayloadObstacle obstacle, std::string reason) {
    return std::unexpected(PayloadRefusal{obstacle, std::move(reason)});
}

std::expected<const Layout*, PayloadRefusal> layout_of(std::string_view action, int version) {
    if (std::ranges::find(never_verifiable, action) != std::end(never_verifiable))
        return refused(PayloadObstacle::never_verifiable, fmt::format("{} can't be verified", action));
    bool is_signed = false;
    for (const Layout& layout : layouts) {
        if (layout.action != action) continue;
        is_signed = true;
        if (layout.versions.include(version)) return &layout;
    }
    if (is_signed)
        return refused(PayloadObstacle::version_not_accepted,
                       fmt::format("signature version {} is not one of {} to {}", version, any.oldest, any.newest));
    return refused(PayloadObstacle::unsigned_by_design,
                   fmt::format("{} is not signed", action.empty() ? "a detail without an action" : action));
}

// A struct of the detail and its schema.
struct Structure {
    const ThriftValue& value;
    const ThriftStructSchema& schema;

    Structure only_arm() const {
        const auto& [id, arm] = value.fields.front();
        return {arm, *schema.find(id)->of};
    }
};

// The struct that a layout's fields belong to; the detail is one that has a layout.
Structure action_in(const ThriftValue& detail) {
    const Structure event = Structure{detail, message_event_detail_schema}.only_arm();
    const std::int16_t id = detail.fields.front().first;
    const bool has_change_inside = id == arm::group_change || id == arm::metadata_change;
    return has_change_inside ? event.only_arm().only_arm() : event;
}

std::string component_text(const ThriftValue& value) {
    switch (value.kind) {
        case ThriftKind::boolean:
            return value.number != 0 ? "true" : "false";
        case ThriftKind::i32:
        case ThriftKind::i64:
            return std::to_string(value.number);
        case ThriftKind::binary:
            return base64_unpadded(bytes_of(value.text));
        default:
            return value.text;
    }
}

class Payload {
  public:
    Payload(const PayloadSource& source, std::string_view action)
        : source_(source), action_(action_in(source.detail)), text_(action) {
        append("message_id", source.message_id);
        append("sender_id", source.sender_id);
    }

    Refused append(const Component& component) {
        switch (component.part) {
            case Part::none:
                return std::nullopt;
            case Part::conversation_id:
                return append_conversation_id();
            case Part::conversation_key:
                return append_conversation_key();
            case Part::field:
                break;
        }
        return append_field(component);
    }

    std::string_view component_with_comma() const { return with_comma_; }
    std::string_view component_spelling_null() const { return spelling_null_; }
    std::string text() const { return text_; }

  private:
    void append(std::string_view name, std::string_view component) {
        if (component.find(',') != component.npos) with_comma_ = name;
        text_ += ',';
        text_ += component;
    }

    Refused append_conversation_id() {
        if (source_.conversation_id) append("conversation_id", *source_.conversation_id);
        return std::nullopt;
    }

    Refused append_conversation_key() {
        if (!source_.conversation_key)
            return PayloadRefusal{
                PayloadObstacle::needs_conversation_key,
                "from version 6 a key change signs the conversation key, which the event does not hold"};
        append("conversation_key", base64_unpadded(source_.conversation_key->reveal()));
        return std::nullopt;
    }

    Refused append_field(const Component& component) {
        if (component.within.empty()) return append_field_of(action_, component);
        const ThriftFieldSchema& field = *action_.schema.find(component.within);
        const ThriftValue* structure = action_.value.find(field.id);
        return structure ? append_field_of({*structure, *field.of}, component) : std::nullopt;
    }

    Refused append_field_of(const Structure& structure, const Component& component) {
        const ThriftFieldSchema& field = *structure.schema.find(component.field);
        const ThriftValue* value = structure.value.find(field.id);
        if (!value) return append_unset(component);
        if (component.unset == Unset::null && value->text == "null") spelling_null_ = component.field;
        if (field.kind == ThriftKind::list)
            append_list(*value, field);
        else
            append(field.name, component_text(*value));
        return std::nullopt;
    }

    Refused append_unset(const Component& component) {
        switch (component.unset) {
            case Unset::left_out:
                break;
            case Unset::null:
                append(component.field, "null");
                break;
            case Unset::empty:
                append(component.field, "");
                break;
            case Unset::refused:
                return PayloadRefusal{PayloadObstacle::missing_part, fmt::format("{} is not set", component.field)};
        }
        return std::nullopt;
    }

    // Of a list of structs every field is a component; the official verifier takes an unset one for empty.
    void append_list(const ThriftValue& list, const ThriftFieldSchema& field) {
        for (const ThriftValue& element : list.elements)
            if (field.element == ThriftKind::structure)
                for (const ThriftFieldSchema& part : field.of->fields)
                    append(part.name, element.text_at(part.id).value_or(""));
            else
                append(field.name, element.text);
    }

    const PayloadSource& source_;
    Structure action_;
    std::string text_;
    std::string_view with_comma_;
    std::string_view spelling_null_;
};

std::expected<Payload, PayloadRefusal> build(const PayloadSource& source, int version) {
    const std::string_view action = action_name(source.detail);
    const auto layout = layout_of(action, version);
    if (!layout) return std::unexpected(layout.error());
    Payload payload(source, action);
    for (const Component& component : (*layout)->components)
        if (auto refusal = payload.append(component)) return std::unexpected(std::move(*refusal));
    if (!payload.component_with_comma().empty())
        return refused(PayloadObstacle::comma_in_component,
                       fmt::format("{} contains a comma, which separates components and can't be escaped",
                                   payload.component_with_comma()));
    return payload;
}

}  // namespace

std::optional<int> signature_version(std::string_view text) {
    if (text.size() != 1 || text[0] < '0' + any.oldest || text[0] > '0' + any.newest) return std::nullopt;
    return text[0] - '0';
}

std::expected<std::string, PayloadRefusal> signature_payload(const PayloadSource& source, int version) {
    const auto payload = build(source, version);
    if (!payload) return std::unexpected(payload.error());
    return payload->text();
}

std::expected<std::string, PayloadRefusal> payload_to_sign(const PayloadSource& source, int version) {
    const auto payload = build(source, version);
    if (!payload) return std::unexpected(payload.error());
    if (!payload->component_spelling_null().empty())
        return refused(
            PayloadObstacle::text_spells_null,
            fmt::format("{} is the text null, which is signed like an unset one", payload->component_spelling_null()));
    return payload->text();
}

}  // namespace keyturn
