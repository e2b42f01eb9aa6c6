#include "protocol/signature_payload.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "protocol/base64.h"
#include "protocol/event_detail.h"

namespace keyturn {
namespace {

// How a field that is unset stands in the payload.
enum class Unset { refused, null, empty, left_out };

enum class Part { none, conversation_id, conversation_key, field };

// One component of a payload; for a list, one per element. A field has its name in the schema; `within` names the
// struct of the action that holds it, and an unset struct leaves out what it would hold.
struct Component {
    Part part = Part::none;
    std::string_view field = {};
    Unset unset = Unset::refused;
    std::string_view within = {};
};

constexpr Component must(std::string_view field) { return {Part::field, field, Unset::refused}; }
constexpr Component or_null(std::string_view field) { return {Part::field, field, Unset::null}; }
constexpr Component or_empty(std::string_view field) { return {Part::field, field, Unset::empty}; }
constexpr Component if_set(std::string_view field) { return {Part::field, field, Unset::left_out}; }
constexpr Component within(std::string_view structure, Component component) {
    component.within = structure;
    return component;
}

constexpr Component cid = {Part::conversation_id};
constexpr Component key = {Part::conversation_key};
constexpr Component ckv = must("conversation_key_version");

constexpr Component added = must("member_ids");
constexpr Component current = must("current_member_ids");
constexpr Component admins = must("current_admin_ids");
constexpr Component pending = if_set("current_pending_member_ids");
constexpr Component title = or_null("current_title");
constexpr Component avatar = or_null("current_avatar_url");
constexpr Component ttl = or_null("current_ttl_msec");
constexpr Component blocking = or_null("screen_capture_blocking_enabled");
constexpr Component invite_url = within("group_invite_enable", or_null("invite_url"));
constexpr Component invite_affiliate = within("group_invite_enable", or_null("affiliate_id"));
constexpr Component invite_expires = within("group_invite_enable", or_null("expires_at_msec"));

struct Versions {
    int oldest, newest;
    constexpr bool include(int version) const { return version >= oldest && version <= newest; }
};

constexpr Versions any = {2, newest_signature_version};

struct Layout {
    std::string_view action;
    Versions versions;
    std::array<Component, 12> components;  // behind the action, the message id and the sender id
};

constexpr std::string_view key_change = "ConversationKeyChangeEvent";
constexpr std::string_view member_add = "GroupChangeEvent.GroupMemberAddChange";
constexpr std::string_view group_create = "GroupChangeEvent.GroupCreate";

// The table of section 4. Where the sheet is silent about an unset field, the row says what the official verifier does:
// it refuses an event without a list or a text that is a component (`must`), but reads a mute or unmute without its
// list.
constexpr Layout layouts[] = {
    {"MessageCreateEvent", any, {cid, ckv, must("contents")}},

    {key_change, {2, 5}, {cid, ckv, must("conversation_participant_keys")}},
    {key_change, {6, 7}, {cid, ckv, key}},

    {member_add, {2, 2}, {cid, added, current, admins, title, avatar, ttl, ckv}},
    {member_add, {3, 4}, {cid, added, current, admins, pending, title, avatar, ttl, ckv}},
    {member_add, {5, 6}, {cid, added, current, admins, pending, title, avatar, ttl, ckv, blocking}},
    {member_add,
     {7, 7},
     {cid, added, current, admins, title, avatar, ttl, ckv, blocking, invite_url, invite_affiliate, invite_expires}},

    {group_create, {2, 3}, {ckv, must("member_ids")}},
    {group_create,
     {4, 7},
     {ckv, must("member_ids"), or_null("is_legacy_group_upgrade"), or_null("title"), or_null("avatar_url")}},

    {"GroupChangeEvent.GroupMemberRemoveChange", any, {cid, must("member_ids")}},
    {"GroupChangeEvent.GroupAdminAddChange", any, {cid, must("admin_ids")}},
    {"GroupChangeEvent.GroupAdminRemoveChange", any, {cid, must("admin_ids")}},
    {"GroupChangeEvent.GroupTitleChange", any, {cid, ckv, or_empty("title")}},
    {"GroupChangeEvent.GroupAvatarUrlChange", any, {cid, ckv, or_empty("avatar_url")}},
    {"GroupChangeEvent.GroupInviteEnable",
     any,
     {cid, must("invite_url"), or_null("expires_at_msec"), or_null("affiliate_id")}},
    {"GroupChangeEvent.GroupInviteDisable", any, {cid, must("disabled_by_member_id")}},
    {"GroupChangeEvent.GroupJoinRequest", any, {cid, must("user_id")}},
    {"GroupChangeEvent.GroupJoinReject", any, {cid, must("user_ids")}},

    {"MessageDeleteEvent", any, {cid, must("action"), must("sequence_ids")}},
    {"MarkConversationReadEvent", any, {cid, must("seen_until_sequence_id"), if_set("seen_at_millis")}},
    {"MarkConversationUnreadEvent", any, {cid, if_set("seen_until_sequence_id")}},
    {"ConversationDeleteEvent",
     any,
     {cid, within("options", if_set("clear_all")), within("options", if_set("sort_order_msec"))}},

    {"ConversationMetadataChangeEvent.MessageDurationChange", any, {cid, must("ttl_msec")}},
    {"ConversationMetadataChangeEvent.MessageDurationRemove", any, {cid}},
    {"ConversationMetadataChangeEvent.EnableScreenCaptureDetection", any, {cid}},
    {"ConversationMetadataChangeEvent.DisableScreenCaptureDetection", any, {cid}},
    {"ConversationMetadataChangeEvent.EnableScreenCaptureBlocking", any, {cid}},
    {"ConversationMetadataChangeEvent.DisableScreenCaptureBlocking", any, {cid}},
    {"ConversationMetadataChangeEvent.MuteConversation", any, {cid, if_set("muted_conversation_ids")}},
    {"ConversationMetadataChangeEvent.UnmuteConversation", any, {cid, if_set("unmuted_conversation_ids")}},
};

constexpr bool has_one_layout(std::string_view action, int version) {
    return std::ranges::count_if(layouts, [&](const Layout& layout) {
               return layout.action == action && layout.versions.include(version);
           }) == 1;
}

constexpr bool has_one_layout_at_every_version(const Layout& layout) {
    for (int version = any.oldest; version <= any.newest; ++version)
        if (!has_one_layout(layout.action, version)) return false;
    return true;
}

static_assert(std::ranges::all_of(layouts, has_one_layout_at_every_version));

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
