#include "fuzz/mutators/sample_values.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "fuzz/cast/cast.h"
#include "protocol/action_signature.h"
#include "protocol/add_members_request.h"
#include "protocol/base64.h"
#include "protocol/event_detail.h"
#include "protocol/identifiers.h"
#include "protocol/key_wrap.h"
#include "protocol/signature_payload.h"

namespace keyturn::fuzz {
namespace {

bool has(std::span<const std::string> texts, std::string_view text) {
    return std::ranges::find(texts, text) != texts.end();
}

TEST(SampleValues, right_texts_are_read_as_what_they_stand_for) {
    for (const std::string& id : right_texts(FieldContent::user_id)) EXPECT_TRUE(find_user(cast().users, id)) << id;
    EXPECT_EQ(right_texts(FieldContent::user_id).size(), 6u);
    for (const std::string& version : right_texts(FieldContent::conversation_key_version))
        EXPECT_EQ(read_key_version(version), now_msec);
    for (const std::string& version : right_texts(FieldContent::signature_version))
        EXPECT_TRUE(signature_version(version)) << version;
    EXPECT_EQ(right_texts(FieldContent::signature_version).size(), 6u);
    for (const std::string& id : right_texts(FieldContent::message_id)) EXPECT_EQ(id.size(), 36u);
    for (const std::string& signature : right_texts(FieldContent::signature))
        EXPECT_TRUE(read_signature(signature)) << signature;
    for (const std::string& key : right_texts(FieldContent::public_key)) {
        EXPECT_EQ(read_base64(key)->size(), 91u);
        EXPECT_TRUE(PublicKey::read(*read_base64(key)));
    }
    for (const std::string& sealed : right_texts(FieldContent::sealed_text))
        EXPECT_GE(read_base64(sealed)->size(), 40u);
    EXPECT_FALSE(right_texts(FieldContent::payload).empty());
}

TEST(SampleValues, public_key_versions_are_registered_ones) {
    for (const std::string& version : right_texts(FieldContent::public_key_version))
        EXPECT_TRUE(std::ranges::any_of(cast().users, [&](const auto& user) { return user.second.key_at(version); }))
            << version;
}

TEST(SampleValues, a_right_wrap_is_a_point_and_48_bytes) {
    const Bytes wrap = *read_base64(right_texts(FieldContent::wrapped_key).front());
    ASSERT_EQ(wrap.size(), std::tuple_size_v<WrappedKey>);
    EXPECT_TRUE(PublicKey::read(ByteView(wrap).first(65)));
}

TEST(SampleValues, right_details_are_a_key_change_and_a_member_add) {
    const auto details = right_texts(FieldContent::event_detail);
    ASSERT_EQ(details.size(), 2u);
    const auto detail = [&](std::size_t i) {
        return read_thrift(*read_base64(details[i]), message_event_detail_schema).value();
    };
    EXPECT_EQ(KeyChange::from_detail(detail(0))->participant_keys.size(), 1u);
    EXPECT_EQ(MemberAdd::from_detail(detail(1))->title, "Team");
}

TEST(SampleValues, boundaries_of_numbers_surround_powers_of_two) {
    for (const FieldContent content : {FieldContent::user_id, FieldContent::public_key_version,
                                       FieldContent::conversation_key_version, FieldContent::signature_version})
        for (const char* text :
             {"9007199254740991", "9007199254740993", "9223372036854775807", "9223372036854775808",
              "18446744073709551615", "18446744073709551616", "01", "-0", "1.0", "11111111111111111111"})
            EXPECT_TRUE(has(boundary_texts(content), text)) << text;
    EXPECT_TRUE(has(boundary_texts(FieldContent::fields), "01"));
    EXPECT_TRUE(has(boundary_texts(FieldContent::fields), "A==="));
}

TEST(SampleValues, boundaries_of_key_versions_surround_the_groups_and_a_day_ahead) {
    const auto texts = boundary_texts(FieldContent::conversation_key_version);
    const std::uint64_t current = *read_key_version(*cast_group().conversation_key_version);
    for (const std::uint64_t version : {current, now_msec + 24u * 60 * 60 * 1000})
        for (const std::uint64_t near : {version - 1, version, version + 1})
            EXPECT_TRUE(has(texts, std::to_string(near))) << near;
}

TEST(SampleValues, boundaries_of_signature_versions_and_message_ids) {
    for (const char* text : {"1", "2", "7", "8", "07", "+7"})
        EXPECT_TRUE(has(boundary_texts(FieldContent::signature_version), text)) << text;
    std::set<std::size_t> sizes;
    for (const std::string& id : boundary_texts(FieldContent::message_id)) sizes.insert(id.size());
    EXPECT_EQ(sizes, (std::set<std::size_t>{1, 35, 36, 37, 1000}));
    EXPECT_TRUE(has(boundary_texts(FieldContent::payload), "null"));
}

TEST(SampleValues, boundaries_of_base64_are_of_lengths_around_the_right_ones) {
    const std::pair<FieldContent, std::vector<std::size_t>> lengths[] = {{FieldContent::wrapped_key, {112, 113, 114}},
                                                                         {FieldContent::signature, {63, 64, 65}},
                                                                         {FieldContent::public_key, {33, 65, 91, 92}},
                                                                         {FieldContent::sealed_text, {39, 40, 41}}};
    for (const auto& [content, wanted] : lengths) {
        std::set<std::size_t> sizes;
        std::set<int> firsts;
        for (const std::string& text : boundary_texts(content))
            if (const auto bytes = read_base64(text); bytes && !bytes->empty()) {
                sizes.insert(bytes->size());
                firsts.insert(bytes->front());
            }
        for (const std::size_t size : wanted) EXPECT_TRUE(sizes.contains(size)) << size;
        for (const int first : {0, 2, 4, 0xff}) EXPECT_TRUE(firsts.contains(first)) << first;
        EXPECT_TRUE(has(boundary_texts(content), "AB"));
        EXPECT_TRUE(has(boundary_texts(content), "AA-_"));
    }
    EXPECT_TRUE(has(boundary_texts(FieldContent::event_detail), "AA=="));
    EXPECT_TRUE(has(boundary_texts(FieldContent::event_detail), "DAAEAAA="));
    EXPECT_TRUE(has(boundary_texts(FieldContent::signature), base64(Bytes(64))));
    EXPECT_TRUE(has(boundary_texts(FieldContent::signature), base64(Bytes(64, 0xff))));
}

TEST(SampleValues, texts_can_stand_in_json) {
    const auto stands = [](const std::string& text) {
        const auto read = parse_json(to_json(json_string(text)));
        EXPECT_TRUE(read && read->text == text) << text;
    };
    for (std::size_t i = 0; i <= static_cast<std::size_t>(FieldContent::payload); ++i) {
        for (const std::string& text : boundary_texts(static_cast<FieldContent>(i))) stands(text);
        for (const std::string& text : right_texts(static_cast<FieldContent>(i))) stands(text);
    }
    for (const std::string& text : odd_texts()) stands(text);
    for (const char* text : {"", "null", "\x7f", "\xf0\x9f\x98\x80"}) EXPECT_TRUE(has(odd_texts(), text)) << text;
    EXPECT_TRUE(has(odd_texts(), std::string(1, '\0')));
}

TEST(SampleValues, number_literals_are_json) {
    for (const std::string_view literal : number_literals()) {
        const auto number = parse_json(literal);
        EXPECT_TRUE(number && number->is(JsonKind::number)) << literal;
    }
    for (const char* literal : {"-0", "1.0", "1e999", "9007199254740993"})
        EXPECT_NE(std::ranges::find(number_literals(), literal), number_literals().end()) << literal;
}

TEST(SampleValues, words_are_those_of_every_format_each_once) {
    const std::set<std::string_view> all(words().begin(), words().end());
    EXPECT_EQ(all.size(), words().size());
    for (const char* word : {"user_ids", "message_signing_key_info_list", "exchanges", "requirements",
                             "current_ttl_msec", "secretstream", "latest_version", "verdict", "given"})
        EXPECT_TRUE(all.contains(word)) << word;
}

TEST(SampleValues, a_right_request_has_no_problem_of_shape) {
    Draws draws(1);
    JsonValue body = json_object();
    for (const RequestField& field : body_fields()) body.set(field.name(), right_value(field, draws));
    const ReadRequest read = AddMembersRequest::read(body);
    EXPECT_EQ(read.problems, Problems{});
    const auto& infos = *read.request.action_signatures->front().message_event_signature->message_signing_key_info_list;
    EXPECT_TRUE(infos.front().signing_public_key);
}

TEST(SampleValues, elements_are_texts_or_objects) {
    Draws draws(1);
    EXPECT_TRUE(right_element(*field_at("/user_ids"), draws).is(JsonKind::string));
    EXPECT_EQ(right_element(*field_at("/conversation_participant_keys"), draws).members.size(), 3u);
    EXPECT_EQ(right_value(*field_at("/action_signatures"), draws).elements.size(), 1u);
}

}  // namespace
}  // namespace keyturn::fuzz
