#include "protocol/field_constraints.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "protocol/add_members_request.h"
#include "protocol/base64.h"
#include "protocol/test_support.h"
#include "protocol/thrift_samples.h"

namespace keyturn {
namespace {

using Lines = std::vector<std::string>;

// "+/user_ids type" for a constraint that is kept, "-/user_ids type" for a broken one.
Lines judged(std::string_view body) {
    Lines lines;
    for (const auto& [constrained, kept] : judge_fields(*parse_json(body)))
        lines.push_back((kept ? "+" : "-") + name_of(constrained));
    return lines;
}

// Of the fields of the one action's signature object.
Lines judged_of_signature(const std::string& members) {
    const std::string place = "/action_signatures/*/message_event_signature/";
    Lines lines;
    for (const std::string& line : judged(R"({"action_signatures": [{"message_event_signature": {)" + members + "}}]}"))
        if (const auto at = line.find(place); at != std::string::npos)
            lines.push_back(line.substr(0, 1) + line.substr(at + place.size()));
    return lines;
}

TEST(FieldConstraints, every_constraint_of_the_field_table_is_listed) {
    Lines listed;
    for (const ConstrainedField& constrained : field_constraints()) listed.push_back(name_of(constrained));
    const std::string keys = "/conversation_participant_keys", actions = "/action_signatures",
                      signature = actions + "/*/message_event_signature",
                      infos = signature + "/message_signing_key_info_list";
    EXPECT_EQ(listed, (Lines{"/user_ids required",
                             "/user_ids type",
                             "/user_ids content",
                             "/conversation_key_version type",
                             "/conversation_key_version content",
                             keys + " type",
                             "/encrypted_title type",
                             "/encrypted_title content",
                             "/encrypted_avatar_url type",
                             "/encrypted_avatar_url content",
                             actions + " required",
                             actions + " type",
                             keys + "/*/user_id type",
                             keys + "/*/user_id content",
                             keys + "/*/encrypted_conversation_key type",
                             keys + "/*/encrypted_conversation_key content",
                             keys + "/*/public_key_version type",
                             keys + "/*/public_key_version content",
                             actions + "/*/message_id required",
                             actions + "/*/message_id type",
                             actions + "/*/message_id min_length",
                             actions + "/*/encoded_message_event_detail required",
                             actions + "/*/encoded_message_event_detail type",
                             actions + "/*/encoded_message_event_detail min_length",
                             actions + "/*/encoded_message_event_detail pattern",
                             actions + "/*/encoded_message_event_detail content",
                             actions + "/*/signature_payload type",
                             signature + " required",
                             signature + " type",
                             signature + "/signature required",
                             signature + "/signature type",
                             signature + "/signature min_length",
                             signature + "/signature pattern",
                             signature + "/signature content",
                             signature + "/public_key_version required",
                             signature + "/public_key_version type",
                             signature + "/public_key_version pattern",
                             signature + "/public_key_version content",
                             signature + "/signature_version required",
                             signature + "/signature_version type",
                             signature + "/signature_version pattern",
                             signature + "/signature_version content",
                             signature + "/signing_public_key type",
                             signature + "/signing_public_key content",
                             infos + " type",
                             infos + "/*/member_id type",
                             infos + "/*/member_id content",
                             infos + "/*/public_key_version type",
                             infos + "/*/public_key_version content",
                             infos + "/*/signing_public_key type",
                             infos + "/*/signing_public_key content"}));
}

TEST(FieldConstraints, what_is_absent_breaks_no_more_than_that_it_is_required) {
    EXPECT_EQ(judged("{}"), (Lines{"-/user_ids required", "-/action_signatures required"}));
    EXPECT_EQ(
        judged(R"({"user_ids": [], "action_signatures": []})"),
        (Lines{"+/user_ids required", "+/user_ids type", "+/action_signatures required", "+/action_signatures type"}));
    for (const std::string_view no_object : {"[]", "null", "\"{}\"", "1"}) EXPECT_EQ(judged(no_object), Lines{});
}

TEST(FieldConstraints, wrong_type_is_held_to_nothing_else) {
    EXPECT_EQ(judged(R"({"user_ids": "3333", "encrypted_title": 1, "action_signatures": {}})"),
              (Lines{"+/user_ids required", "-/user_ids type", "-/encrypted_title type", "+/action_signatures required",
                     "-/action_signatures type"}));
    EXPECT_EQ(judged(R"({"user_ids": [3333], "conversation_participant_keys": ["x"], "action_signatures": [[]]})"),
              (Lines{"+/user_ids required", "-/user_ids type", "-/conversation_participant_keys type",
                     "+/action_signatures required", "-/action_signatures type"}));
}

TEST(FieldConstraints, one_value_that_breaks_it_outweighs_those_that_keep_it) {
    for (const std::string_view ids : {R"(["3333", "03"])", R"(["03", "3333"])"})
        EXPECT_EQ(judged(R"({"action_signatures": [], "user_ids": )" + std::string(ids) + "}"),
                  (Lines{"+/user_ids required", "+/user_ids type", "-/user_ids content", "+/action_signatures required",
                         "+/action_signatures type"}));
}

TEST(FieldConstraints, lengths_and_patterns_are_those_of_the_table) {
    EXPECT_EQ(judged_of_signature(R"("signature": "", "public_key_version": "", "signature_version": "7")"),
              (Lines{"+signature required", "+signature type", "-signature min_length", "-signature pattern",
                     "-signature content", "+public_key_version required", "+public_key_version type",
                     "-public_key_version pattern", "-public_key_version content", "+signature_version required",
                     "+signature_version type", "+signature_version pattern", "+signature_version content"}));
    EXPECT_EQ(judged_of_signature(R"("signature": "ab", "public_key_version": "1")"),
              (Lines{"+signature required", "+signature type", "+signature min_length", "+signature pattern",
                     "-signature content", "+public_key_version required", "+public_key_version type",
                     "+public_key_version pattern", "+public_key_version content", "-signature_version required"}));
}

TEST(FieldConstraints, a_text_fits_what_it_stands_for) {
    const auto blob = [](std::size_t size) { return base64(Bytes(size, 0xff)); };
    const std::string detail =
        base64(write_thrift(detail_of(R"({"conversation_key_change_event": {}})"), message_event_detail_schema));
    const std::string key = base64(scalar_key(7).public_key().spki());
    const std::tuple<FieldContent, std::vector<std::string>, std::vector<std::string>> rows[] = {
        {FieldContent::user_id, {"1", "9223372036854775807"}, {"", "0", "01", "9223372036854775808"}},
        {FieldContent::conversation_key_version, {"1", "18446744073709551615"}, {"", "01", "18446744073709551616"}},
        {FieldContent::public_key_version, {"0", "007"}, {"", "v1"}},
        {FieldContent::signature_version, {"2", "7"}, {"", "1", "8", "07"}},
        {FieldContent::message_id, {"", "anything"}, {}},
        {FieldContent::wrapped_key, {blob(113)}, {"", blob(112), blob(114), "_" + blob(113).substr(1)}},
        {FieldContent::event_detail, {detail}, {"", detail.substr(4), "*" + detail}},
        {FieldContent::signature, {base64_unpadded(Bytes(64, 1))}, {"", base64_unpadded(Bytes(63, 1)), blob(64)}},
        {FieldContent::public_key, {key}, {"", key.substr(4), "*" + key}},
        {FieldContent::sealed_text, {"", blob(40)}, {"*", "A"}},
        {FieldContent::payload, {"", "anything"}, {}},
        {FieldContent::fields, {"", "anything"}, {}},
    };
    for (const auto& [content, good, bad] : rows) {
        const int row = static_cast<int>(content);
        for (const std::string& text : good) EXPECT_TRUE(fits(text, content)) << row << ": " << text;
        for (const std::string& text : bad) EXPECT_FALSE(fits(text, content)) << row << ": " << text;
    }
}

// The reader finds the same fields wrong, but for what their texts stand for.
TEST(FieldConstraints, agree_with_the_reader_of_requests) {
    for (
        const std::string_view body :
        {"{}", R"({"user_ids": 1})", R"({"user_ids": [1]})", R"({"user_ids": [], "action_signatures": [{}]})",
         R"({"user_ids": [], "action_signatures": [{"message_id": "", "message_event_signature": {"signature": "*"}}]})",
         R"({"user_ids": ["1"], "encrypted_title": null, "conversation_participant_keys": [{"user_id": {}}]})"}) {
        const JsonValue document = *parse_json(body);
        std::vector<const RequestField*> broken, told;
        for (const auto& [constrained, kept] : judge_fields(document))
            if (!kept && constrained.constraint != FieldConstraint::content &&
                constrained.field != field_at("/action_signatures"))
                broken.push_back(constrained.field);
        for (const Problem& problem : AddMembersRequest::read(document).problems)
            told.push_back(field_at(problem.pointer));
        const auto as_set = [](const auto& fields) { return std::set(fields.begin(), fields.end()); };
        EXPECT_EQ(as_set(broken), as_set(told)) << body;
    }
}

}  // namespace
}  // namespace keyturn
