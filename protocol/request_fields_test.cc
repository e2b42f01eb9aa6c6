#include "protocol/request_fields.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <vector>

namespace keyturn {
namespace {

std::vector<std::string_view> names(std::span<const RequestField> fields) {
    std::vector<std::string_view> found;
    for (const RequestField& field : fields) found.push_back(field.name());
    return found;
}

using Names = std::vector<std::string_view>;

std::vector<std::string_view> required(Profile profile) {
    std::vector<std::string_view> pointers;
    for (const RequestField& field : request_fields())
        if (field.is_required(profile)) pointers.push_back(field.pointer);
    return pointers;
}

TEST(RequestFields, the_fields_of_every_object_are_found) {
    EXPECT_EQ(names(body_fields()), (Names{"user_ids", "conversation_key_version", "conversation_participant_keys",
                                           "encrypted_title", "encrypted_avatar_url", "action_signatures"}));
    const auto below = [](std::string_view pointer) { return names(fields_below(*field_at(pointer))); };
    EXPECT_EQ(below("/conversation_participant_keys"),
              (Names{"user_id", "encrypted_conversation_key", "public_key_version"}));
    EXPECT_EQ(below("/action_signatures"),
              (Names{"message_id", "encoded_message_event_detail", "signature_payload", "message_event_signature"}));
    EXPECT_EQ(below("/action_signatures/*/message_event_signature"),
              (Names{"signature", "public_key_version", "signature_version", "signing_public_key",
                     "message_signing_key_info_list"}));
    EXPECT_EQ(below("/action_signatures/*/message_event_signature/message_signing_key_info_list"),
              (Names{"member_id", "public_key_version", "signing_public_key"}));
    EXPECT_EQ(below("/user_ids"), Names{});
    EXPECT_EQ(below("/encrypted_title"), Names{});
    EXPECT_EQ(request_fields().size(), 21u);
}

TEST(RequestFields, a_field_knows_its_name_and_the_object_it_stands_in) {
    const RequestField& field = *field_at("/action_signatures/*/message_event_signature/signature");
    EXPECT_EQ(field.name(), "signature");
    EXPECT_EQ(field.object(), "/action_signatures/*/message_event_signature");
    EXPECT_EQ(field_at("/user_ids")->name(), "user_ids");
    EXPECT_EQ(field_at("/user_ids")->object(), "");
}

TEST(RequestFields, every_field_is_found_at_its_own_pointer_and_at_one_with_indices) {
    for (const RequestField& field : request_fields()) {
        EXPECT_EQ(field_at(field.pointer), &field);
        const std::string concrete = std::regex_replace(std::string(field.pointer), std::regex("\\*"), "120");
        EXPECT_EQ(field_at(concrete), &field) << concrete;
    }
}

TEST(RequestFields, an_element_belongs_to_the_field_of_its_list) {
    EXPECT_EQ(field_at("/user_ids/0"), field_at("/user_ids"));
    EXPECT_EQ(field_at("/user_ids/19"), field_at("/user_ids"));
    EXPECT_EQ(field_at("/user_ids/*"), field_at("/user_ids"));
    EXPECT_EQ(field_at("/action_signatures/1"), field_at("/action_signatures"));
}

TEST(RequestFields, what_is_no_field_is_not_found) {
    for (const char* pointer :
         {"", "/", "/user_id", "/user_idss", "/user_ids/", "/user_ids/-", "/user_ids/01", "/user_ids/1x", "/user_ids/x",
          "/user_ids/0/0", "/user_ids/**", "/encrypted_title/0", "/action_signatures/message_id",
          "/action_signatures/0/", "/action_signatures/0/signature", "/message_id",
          "/action_signatures/0/message_event_signature/0", "/action_signatures/0/message_event_signature/0/signature"})
        EXPECT_EQ(field_at(pointer), nullptr) << pointer;
}

TEST(RequestFields, a_stricter_profile_requires_more) {
    const Names documented = {"/user_ids"};
    const Names openapi = {"/user_ids",
                           "/action_signatures/*/message_id",
                           "/action_signatures/*/encoded_message_event_detail",
                           "/action_signatures/*/message_event_signature",
                           "/action_signatures/*/message_event_signature/signature",
                           "/action_signatures/*/message_event_signature/public_key_version",
                           "/action_signatures/*/message_event_signature/signature_version"};
    Names guide = openapi;
    guide.insert(guide.begin() + 1, "/action_signatures");
    EXPECT_EQ(required(Profile::documented), documented);
    EXPECT_EQ(required(Profile::openapi), openapi);
    EXPECT_EQ(required(Profile::guide), guide);
}

TEST(RequestFields, lengths_and_patterns_are_those_of_openapi) {
    for (const RequestField& field : request_fields()) {
        const std::string_view name = field.name();
        const bool in_signature = field.object() == "/action_signatures/*/message_event_signature";
        const bool is_base64 = name == "encoded_message_event_detail" || name == "signature";
        const bool is_decimal = in_signature && (name == "public_key_version" || name == "signature_version");
        EXPECT_EQ(field.min_length, is_base64 || name == "message_id" ? 1u : 0u) << field.pointer;
        EXPECT_EQ(field.pattern, is_base64    ? TextPattern::base64_letters
                                 : is_decimal ? TextPattern::digits
                                              : TextPattern::any)
            << field.pointer;
    }
}

TEST(RequestFields, content_is_named_for_every_text_and_for_nothing_else) {
    std::set<FieldContent> seen;
    for (const RequestField& field : request_fields()) {
        const bool holds_text = field.type == FieldType::text || field.type == FieldType::texts;
        EXPECT_EQ(field.content != FieldContent::fields, holds_text) << field.pointer;
        EXPECT_FALSE(field.description.empty());
        seen.insert(field.content);
        if (field.name().ends_with("public_key_version")) {
            EXPECT_EQ(field.content, FieldContent::public_key_version);
        }
        if (field.name().starts_with("encrypted_") && field.object().empty()) {
            EXPECT_EQ(field.content, FieldContent::sealed_text);
        }
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(FieldContent::payload) + 1);
    EXPECT_EQ(field_at("/user_ids")->content, FieldContent::user_id);
    EXPECT_EQ(field_at("/conversation_key_version")->content, FieldContent::conversation_key_version);
    EXPECT_EQ(field_at("/conversation_participant_keys/*/user_id")->content, FieldContent::user_id);
    EXPECT_EQ(field_at("/conversation_participant_keys/*/encrypted_conversation_key")->content,
              FieldContent::wrapped_key);
}

TEST(RequestFields, types_are_json_kinds_with_a_name) {
    EXPECT_EQ(kind_of(FieldType::text), JsonKind::string);
    EXPECT_EQ(kind_of(FieldType::texts), JsonKind::array);
    EXPECT_EQ(kind_of(FieldType::object), JsonKind::object);
    EXPECT_EQ(kind_of(FieldType::objects), JsonKind::array);
    EXPECT_EQ(words_for(FieldType::text), "text");
    EXPECT_EQ(words_for(FieldType::texts), "an array of text");
    EXPECT_EQ(words_for(FieldType::object), "an object");
    EXPECT_EQ(words_for(FieldType::objects), "an array of objects");
    EXPECT_EQ(element_type(FieldType::texts), FieldType::text);
    EXPECT_EQ(element_type(FieldType::objects), FieldType::object);
}

TEST(RequestFields, a_pattern_is_matched_as_its_regular_expression_says) {
    std::vector<std::string> texts = {"", "12", "1a", "a1", "aZ09+/=_-", "a b", "1\n", "\n1", "\xc3\xa9", "==="};
    for (int c = 0; c < 256; ++c) texts.push_back(std::string(1, static_cast<char>(c)));
    for (const TextPattern pattern : {TextPattern::base64_letters, TextPattern::digits})
        for (const std::string& text : texts)
            EXPECT_EQ(fits(text, pattern), std::regex_match(text, std::regex(std::string(expression_of(pattern)))))
                << text;
    EXPECT_TRUE(fits("", TextPattern::any));
    EXPECT_TRUE(fits("\n", TextPattern::any));
    EXPECT_EQ(expression_of(TextPattern::any), "");
    EXPECT_EQ(expression_of(TextPattern::base64_letters), "^[A-Za-z0-9+/=_-]+$");
    EXPECT_EQ(expression_of(TextPattern::digits), "^[0-9]+$");
    EXPECT_EQ(words_for(TextPattern::any), "");
    EXPECT_EQ(words_for(TextPattern::base64_letters), "only letters, digits and + / = _ -");
    EXPECT_EQ(words_for(TextPattern::digits), "only digits");
}

TEST(RequestFields, the_manual_shows_this_table) {
    std::ifstream page(KEYTURN_SOURCE_DIR "/docs/request-fields.md");
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    const std::string begin = "<!-- table: begin -->\n", end = "<!-- table: end -->";
    const std::size_t from = text.find(begin), to = text.find(end);
    ASSERT_NE(from, text.npos);
    ASSERT_NE(to, text.npos);
    EXPECT_EQ(text.substr(from + begin.size(), to - from - begin.size()), field_table_markdown());
}

}  // namespace
}  // namespace keyturn
