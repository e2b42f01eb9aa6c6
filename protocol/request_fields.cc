#include "protocol/request_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace keyturn {
namespace {

using enum FieldType;
using Content = FieldContent;
constexpr auto any = TextPattern::any, base64_letters = TextPattern::base64_letters, digits = TextPattern::digits;
constexpr std::optional<Profile> always = Profile::documented, by_openapi = Profile::openapi, by_guide = Profile::guide,
                                 no;

// clang-format off
constexpr RequestField table[] = {
    {"/user_ids", texts, Content::user_id, always, 0, any, "Ids of the users to add."},
    {"/conversation_key_version", text, Content::conversation_key_version, no, 0, any, "Version of the fresh conversation key: milliseconds since 1970, in decimal."},
    {"/conversation_participant_keys", objects, Content::fields, no, 0, any, "The fresh conversation key, wrapped once for each member."},
    {"/encrypted_title", text, Content::sealed_text, no, 0, any, "The group's title, sealed under the fresh key, in base64."},
    {"/encrypted_avatar_url", text, Content::sealed_text, no, 0, any, "The group's avatar URL, sealed under the fresh key, in base64."},
    {"/action_signatures", objects, Content::fields, by_guide, 0, any, "The signed actions: one key change and one member add."},

    {"/conversation_participant_keys/*/user_id", text, Content::user_id, no, 0, any, "The member whose wrapped key this is."},
    {"/conversation_participant_keys/*/encrypted_conversation_key", text, Content::wrapped_key, no, 0, any, "The wrapped key: 113 bytes in base64."},
    {"/conversation_participant_keys/*/public_key_version", text, Content::public_key_version, no, 0, any, "Version of the member's public key that it is wrapped for."},

    {"/action_signatures/*/message_id", text, Content::message_id, by_openapi, 1, any, "Id of the signed message."},
    {"/action_signatures/*/encoded_message_event_detail", text, Content::event_detail, by_openapi, 1, base64_letters, "What the action does: an event detail in Thrift binary, in base64."},
    {"/action_signatures/*/signature_payload", text, Content::payload, no, 0, any, "The signed text, for failure logs; never trusted."},
    {"/action_signatures/*/message_event_signature", object, Content::fields, by_openapi, 0, any, "The signature over the action."},

    {"/action_signatures/*/message_event_signature/signature", text, Content::signature, by_openapi, 1, base64_letters, "ECDSA signature: r and s, 64 bytes in base64."},
    {"/action_signatures/*/message_event_signature/public_key_version", text, Content::public_key_version, by_openapi, 0, digits, "Version of the sender's registered key that signed."},
    {"/action_signatures/*/message_event_signature/signature_version", text, Content::signature_version, by_openapi, 0, digits, "Version of the layout of the signed text."},
    {"/action_signatures/*/message_event_signature/signing_public_key", text, Content::public_key, no, 0, any, "The key that signed, in base64: a hint, the registered one counts."},
    {"/action_signatures/*/message_event_signature/message_signing_key_info_list", objects, Content::fields, no, 0, any, "Signing keys of members: hints."},

    {"/action_signatures/*/message_event_signature/message_signing_key_info_list/*/member_id", text, Content::user_id, no, 0, any, "The member whose signing key this is."},
    {"/action_signatures/*/message_event_signature/message_signing_key_info_list/*/public_key_version", text, Content::public_key_version, no, 0, any, "Version of that key."},
    {"/action_signatures/*/message_event_signature/message_signing_key_info_list/*/signing_public_key", text, Content::public_key, no, 0, any, "The key, in base64."},
};
// clang-format on

constexpr bool is_list(FieldType type) { return type == texts || type == objects; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A table, because engines that trace comparisons slow down every one of them.
constexpr auto base64_letter_table = [] {
    constexpr std::string_view all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-";
    std::array<bool, 256> letters{};
    for (const char letter : all) letters[static_cast<unsigned char>(letter)] = true;
    return letters;
}();
bool is_base64_letter(char c) { return base64_letter_table[static_cast<unsigned char>(c)]; }

bool is_index(std::string_view token) {
    return token == "*" || token == "0" || (!token.empty() && token[0] != '0' && std::ranges::all_of(token, is_digit));
}

template <class Belongs>
constexpr std::span<const RequestField> fields_where(Belongs belongs) {
    const auto first = std::ranges::find_if(table, belongs);
    return {first, std::find_if_not(first, std::end(table), belongs)};
}

constexpr std::span<const RequestField> children_of(const RequestField& parent) {
    const std::string_view below = is_list(parent.type) ? "/*" : "";
    return fields_where([&](const RequestField& field) {
        return field.object().starts_with(parent.pointer) && field.object().substr(parent.pointer.size()) == below;
    });
}

// Row by row; the reader asks for every object of a body.
constexpr auto children = [] {
    std::array<std::span<const RequestField>, std::size(table)> by_row;
    std::ranges::transform(table, by_row.begin(), children_of);
    return by_row;
}();

// Splits the first token off a pointer that is not empty.
std::string_view take_token(std::string_view& pointer) {
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    return token;
}

std::string constraint_of(const RequestField& field) {
    std::string text;
    if (field.min_length != 0) text = fmt::format("at least {} character", field.min_length);
    if (field.pattern == TextPattern::any) return text;
    return fmt::format("{}{}`{}`", text, text.empty() ? "" : ", ", expression_of(field.pattern));
}

}  // namespace

JsonKind kind_of(FieldType type) {
    constexpr JsonKind kinds[] = {JsonKind::string, JsonKind::array, JsonKind::object, JsonKind::array};
    return kinds[static_cast<std::size_t>(type)];
}

std::string_view words_for(FieldType type) {
    constexpr std::string_view words[] = {"text", "an array of text", "an object", "an array of objects"};
    return words[static_cast<std::size_t>(type)];
}

FieldType element_type(FieldType list) { return list == texts ? text : object; }

std::string_view expression_of(TextPattern pattern) {
    constexpr std::string_view expressions[] = {"", "^[A-Za-z0-9+/=_-]+$", "^[0-9]+$"};
    return expressions[static_cast<std::size_t>(pattern)];
}

std::string_view words_for(TextPattern pattern) {
    constexpr std::string_view words[] = {"", "only letters, digits and + / = _ -", "only digits"};
    return words[static_cast<std::size_t>(pattern)];
}

bool fits(std::string_view text, TextPattern pattern) {
    if (pattern == TextPattern::any) return true;
    if (text.empty()) return false;
    return pattern == TextPattern::digits ? std::ranges::all_of(text, is_digit)
                                          : std::ranges::all_of(text, is_base64_letter);
}

std::span<const RequestField> request_fields() { return table; }

std::span<const RequestField> body_fields() {
    static constexpr auto fields = fields_where([](const RequestField& field) { return field.object().empty(); });
    return fields;
}

std::span<const RequestField> fields_below(const RequestField& field) {
    return children[static_cast<std::size_t>(&field - table)];
}

const RequestField* field_at(std::string_view pointer) {
    const RequestField* field = nullptr;
    while (!pointer.empty()) {
        const auto fields = field == nullptr ? body_fields() : fields_below(*field);
        const auto found = std::ranges::find(fields, take_token(pointer), &RequestField::name);
        if (found == fields.end()) return nullptr;
        field = &*found;
        if (is_list(field->type) && !pointer.empty() && !is_index(take_token(pointer))) return nullptr;
    }
    return field;
}

std::string field_table_markdown() {
    std::string markdown =
        "| field | type | documented | openapi | guide | constraint | what it is |\n"
        "|---|---|---|---|---|---|---|\n";
    for (const RequestField& field : table) {
        fmt::format_to(std::back_inserter(markdown), "| `{}` | {} |", field.pointer, words_for(field.type));
        for (const Profile profile : profiles) markdown += field.is_required(profile) ? " required |" : " |";
        fmt::format_to(std::back_inserter(markdown), " {} | {} |\n", constraint_of(field), field.description);
    }
    return markdown;
}

}  // namespace keyturn
