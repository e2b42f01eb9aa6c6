#include "protocol/add_members_request.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/request_fields.h"

namespace keyturn {
namespace {

// Every field there is, in the order of the table.
constexpr std::string_view whole =
    R"({"user_ids":["3333","4444"],"conversation_key_version":"1700000000123",)"
    R"("conversation_participant_keys":[{"user_id":"1111","encrypted_conversation_key":"BAAA","public_key_version":"1600000000001"},{"user_id":"3333"}],)"
    R"("encrypted_title":"dGl0bGU=","encrypted_avatar_url":"",)"
    R"("action_signatures":[{"message_id":"m1","encoded_message_event_detail":"CAAE","signature_payload":"a,b","message_event_signature":)"
    R"({"signature":"c2ln","public_key_version":"1600000000002","signature_version":"7","signing_public_key":"MFkw",)"
    R"("message_signing_key_info_list":[{"member_id":"1111","public_key_version":"1","signing_public_key":"BAAB"}]}}]})";

constexpr std::string_view signature_fields = "/action_signatures/0/message_event_signature";

JsonValue whole_body() { return *parse_json(whole); }

ReadRequest read(std::string_view body) { return AddMembersRequest::read(*parse_json(body)); }

// The whole body with one value replaced.
Problems problems_with(std::string_view pointer, std::string_view value) {
    JsonValue body = whole_body();
    *resolve(body, pointer) = *parse_json(value);
    return AddMembersRequest::read(body).problems;
}

Problems problems_without(std::string_view pointer) {
    JsonValue body = whole_body();
    const std::size_t slash = pointer.rfind('/');
    EXPECT_TRUE(resolve(body, pointer.substr(0, slash))->erase(pointer.substr(slash + 1))) << pointer;
    return AddMembersRequest::read(body).problems;
}

Problems one(std::string requirement, std::string_view pointer, std::string expected, std::string actual) {
    return {{std::move(requirement), std::string(pointer), std::move(expected), std::move(actual)}};
}

std::string concrete(const RequestField& field) {
    std::string pointer(field.pointer);
    std::ranges::replace(pointer, '*', '0');
    return pointer;
}

TEST(AddMembersRequest, a_whole_body_is_read_without_a_problem) {
    const auto [request, problems] = read(whole);
    EXPECT_EQ(problems, Problems{});
    EXPECT_EQ(request.user_ids, (std::vector<std::string>{"3333", "4444"}));
    EXPECT_EQ(request.conversation_key_version, "1700000000123");
    EXPECT_EQ(request.conversation_participant_keys,
              (std::vector<ParticipantKey>{{"1111", "BAAA", "1600000000001"}, {"3333", std::nullopt, std::nullopt}}));
    EXPECT_EQ(request.encrypted_title, "dGl0bGU=");
    EXPECT_EQ(request.encrypted_avatar_url, "");
    const SigningKeyInfo info = {"1111", "1", "BAAB"};
    const RequestSignature signature = {"c2ln", "1600000000002", "7", "MFkw", std::vector{info}};
    EXPECT_EQ(request.action_signatures, (std::vector<ActionSignature>{{"m1", "CAAE", "a,b", signature}}));
}

TEST(AddMembersRequest, what_is_read_is_written_again_in_the_order_of_the_table) {
    EXPECT_EQ(to_json(read(whole).request.to_json()), whole);
    EXPECT_EQ(to_json(AddMembersRequest{}.to_json()), "{}");
    for (const std::string_view body :
         {R"({})", R"({"user_ids":[]})", R"({"user_ids":["",""],"action_signatures":[]})",
          R"({"conversation_participant_keys":[{},{}]})", R"({"action_signatures":[{"message_event_signature":{}}]})",
          R"({"encrypted_title":"\u0000\ud83d\udd11"})"}) {
        const AddMembersRequest request = read(body).request;
        EXPECT_EQ(request.to_json(), *parse_json(body));
        EXPECT_EQ(AddMembersRequest::read(request.to_json()).request, request);
    }
}

TEST(AddMembersRequest, every_field_of_the_table_is_read_and_written) {
    const JsonValue body = AddMembersRequest::read(whole_body()).request.to_json();
    for (const RequestField& field : request_fields()) EXPECT_TRUE(resolve(body, concrete(field))) << field.pointer;
}

TEST(AddMembersRequest, the_order_of_fields_in_the_body_means_nothing) {
    JsonValue body = whole_body();
    std::ranges::reverse(body.members);
    EXPECT_EQ(AddMembersRequest::read(body).request, read(whole).request);
    EXPECT_EQ(AddMembersRequest::read(body).problems, Problems{});
}

TEST(AddMembersRequest, a_body_is_one_json_object) {
    for (const auto& [body, actual] : {std::pair{"null", "null (null)"},
                                       {"[]", "[] (array)"},
                                       {"\"x\"", "\"x\" (string)"},
                                       {"1", "1 (number)"},
                                       {"true", "true (boolean)"}}) {
        EXPECT_EQ(read(body).problems, one("AM-REQ-001", "", "a JSON object", actual));
        EXPECT_EQ(read(body).request, AddMembersRequest{});
    }
}

TEST(AddMembersRequest, user_ids_are_there_and_are_an_array_of_text) {
    EXPECT_EQ(read("{}").problems, one("AM-REQ-002", "/user_ids", "an array of text", "nothing"));
    EXPECT_EQ(problems_with("/user_ids", "null"), one("AM-REQ-002", "/user_ids", "an array of text", "null (null)"));
    EXPECT_EQ(problems_with("/user_ids", "\"3333\""),
              one("AM-REQ-002", "/user_ids", "an array of text", "\"3333\" (string)"));
    EXPECT_EQ(problems_with("/user_ids", "3333"), one("AM-REQ-002", "/user_ids", "an array of text", "3333 (number)"));
    EXPECT_EQ(problems_with("/user_ids/1", "null"), one("AM-REQ-002", "/user_ids/1", "text", "null (null)"));
    EXPECT_EQ(problems_with("/user_ids/0", "[\"3333\"]"),
              one("AM-REQ-002", "/user_ids/0", "text", "[\"3333\"] (array)"));
    EXPECT_EQ(read(R"({"user_ids":[]})").problems, Problems{});
}

TEST(AddMembersRequest, every_other_field_has_its_declared_type) {
    for (const RequestField& field : request_fields()) {
        if (field.name() == "user_ids") continue;
        const std::string pointer = concrete(field), words(words_for(field.type));
        EXPECT_EQ(problems_with(pointer, "null"), one("AM-REQ-003", pointer, words, "null (null)"));
        EXPECT_EQ(problems_with(pointer, "true"), one("AM-REQ-003", pointer, words, "true (boolean)"));
        if (field.type != FieldType::text) {
            EXPECT_EQ(problems_with(pointer, "\"x\""), one("AM-REQ-003", pointer, words, "\"x\" (string)"));
            EXPECT_EQ(problems_with(pointer, "1"), one("AM-REQ-003", pointer, words, "1 (number)"));
        }
        if (field.type != FieldType::object) {
            EXPECT_EQ(problems_with(pointer, "{}"), one("AM-REQ-003", pointer, words, "{} (object)"));
        }
        if (field.type == FieldType::text || field.type == FieldType::object) {
            EXPECT_EQ(problems_with(pointer, "[]"), one("AM-REQ-003", pointer, words, "[] (array)"));
        }
        if (field.type == FieldType::objects) {
            EXPECT_EQ(problems_with(pointer + "/0", "\"x\""),
                      one("AM-REQ-003", pointer + "/0", "an object", "\"x\" (string)"));
            EXPECT_EQ(problems_with(pointer + "/0", "5"), one("AM-REQ-003", pointer + "/0", "an object", "5 (number)"));
        }
    }
}

TEST(AddMembersRequest, a_number_where_text_belongs_is_refused_as_such) {
    for (const RequestField& field : request_fields()) {
        if (field.type != FieldType::text) continue;
        const std::string pointer = concrete(field);
        EXPECT_EQ(problems_with(pointer, "9007199254740993"),
                  one("AM-REQ-008", pointer, "text", "9007199254740993 (number)"));
    }
    EXPECT_EQ(problems_with("/user_ids/1", "-0"), one("AM-REQ-008", "/user_ids/1", "text", "-0 (number)"));
}

TEST(AddMembersRequest, a_number_is_read_as_its_own_text_and_never_rounded) {
    const AddMembersRequest request =
        read(R"({"user_ids":[9007199254740993,1e999,"5"],"conversation_key_version":1700000000123.0})").request;
    EXPECT_EQ(request.user_ids, (std::vector<std::string>{"9007199254740993", "1e999", "5"}));
    EXPECT_EQ(request.conversation_key_version, "1700000000123.0");
}

TEST(AddMembersRequest, a_value_of_the_wrong_type_counts_as_absent_and_an_element_keeps_its_place) {
    const AddMembersRequest request =
        read(
            R"({"user_ids":["1",null,"2"],"conversation_key_version":null,"encrypted_title":["x"],"action_signatures":{},)"
            R"("conversation_participant_keys":[true,{"user_id":"7","public_key_version":false}]})")
            .request;
    EXPECT_EQ(request.user_ids, (std::vector<std::string>{"1", "", "2"}));
    EXPECT_EQ(request.conversation_key_version, std::nullopt);
    EXPECT_EQ(request.encrypted_title, std::nullopt);
    EXPECT_EQ(request.action_signatures, std::nullopt);
    EXPECT_EQ(request.conversation_participant_keys,
              (std::vector<ParticipantKey>{{}, {"7", std::nullopt, std::nullopt}}));
}

TEST(AddMembersRequest, an_action_signature_has_the_fields_that_openapi_requires) {
    for (const RequestField& field : request_fields()) {
        if (field.name() == "user_ids") continue;
        const std::string pointer = concrete(field);
        const bool is_required =
            field.object().starts_with("/action_signatures") && field.is_required(Profile::openapi);
        const Problems expected =
            is_required ? one("AM-REQ-009", pointer, std::string(words_for(field.type)), "nothing") : Problems{};
        EXPECT_EQ(problems_without(pointer), expected) << pointer;
    }
}

TEST(AddMembersRequest, texts_keep_the_lengths_and_patterns_of_openapi) {
    const auto in_signature = [](std::string_view name) { return pointer_to(signature_fields, name); };
    EXPECT_EQ(problems_with("/action_signatures/0/message_id", "\"\""),
              one("AM-REQ-011", "/action_signatures/0/message_id", "at least 1 character", "\"\" (string)"));
    EXPECT_EQ(problems_with("/action_signatures/0/message_id", "\" \""), Problems{});
    for (const std::string& pointer :
         {std::string("/action_signatures/0/encoded_message_event_detail"), in_signature("signature")}) {
        EXPECT_EQ(problems_with(pointer, "\"\""), one("AM-REQ-011", pointer, "at least 1 character", "\"\" (string)"));
        EXPECT_EQ(problems_with(pointer, "\"a b\""),
                  one("AM-REQ-011", pointer, "only letters, digits and + / = _ -", "\"a b\" (string)"));
        EXPECT_EQ(problems_with(pointer, "\"aZ0+/=_-\""), Problems{});
    }
    for (const char* name : {"public_key_version", "signature_version"}) {
        const std::string pointer = in_signature(name);
        EXPECT_EQ(problems_with(pointer, "\"\""), one("AM-REQ-011", pointer, "only digits", "\"\" (string)"));
        EXPECT_EQ(problems_with(pointer, "\"7\\n\""), one("AM-REQ-011", pointer, "only digits", "\"7\\n\" (string)"));
        EXPECT_EQ(problems_with(pointer, "\"+7\""), one("AM-REQ-011", pointer, "only digits", "\"+7\" (string)"));
        EXPECT_EQ(problems_with(pointer, "\"007\""), Problems{});
    }
    EXPECT_EQ(problems_with("/conversation_participant_keys/0/public_key_version", "\"x\""), Problems{});
    EXPECT_EQ(problems_with("/encrypted_title", "\"\""), Problems{});
}

TEST(AddMembersRequest, doubled_keys_are_found_at_any_depth) {
    EXPECT_EQ(read(R"({"user_ids":[],"user_ids":[]})").problems,
              one("AM-REQ-004", "/user_ids", "the key once", "2 times"));
    EXPECT_EQ(read(R"({"user_ids":[],"x":1,"x":2,"\u0078":3})").problems,
              one("AM-REQ-004", "/x", "the key once", "3 times"));
    EXPECT_EQ(read(R"({"user_ids":[],"conversation_participant_keys":[{},{"user_id":"1","user_id":"1"}]})").problems,
              one("AM-REQ-004", "/conversation_participant_keys/1/user_id", "the key once", "2 times"));
    EXPECT_EQ(read(R"({"user_ids":[],"x":[[{"y":{"a/b":1,"a/b":1}}]]})").problems,
              one("AM-REQ-004", "/x/0/0/y/a~1b", "the key once", "2 times"));
    EXPECT_EQ(read(R"({"user_ids":[],"x":{"a":1},"y":{"a":1}})").problems, Problems{});
    EXPECT_EQ(read(R"([{"a":1,"a":1}])").problems,
              (Problems{{"AM-REQ-001", "", "a JSON object", R"([{"a":1,"a":1}] (array))"},
                        {"AM-REQ-004", "/0/a", "the key once", "2 times"}}));
}

TEST(AddMembersRequest, of_a_doubled_key_the_first_value_is_read) {
    EXPECT_EQ(read(R"({"user_ids":["1"],"user_ids":["2"]})").request.user_ids, std::vector<std::string>{"1"});
}

TEST(AddMembersRequest, unknown_fields_are_ignored) {
    JsonValue body = whole_body();
    body.set("more", json_null());
    resolve(body, signature_fields)->set("user_ids", json_number("1"));
    EXPECT_EQ(AddMembersRequest::read(body).problems, Problems{});
    EXPECT_EQ(AddMembersRequest::read(body).request, read(whole).request);
}

TEST(AddMembersRequest, every_problem_is_told_at_once_in_the_order_of_the_table) {
    const Problems problems =
        read(R"({"z":1,"action_signatures":[{"message_event_signature":{"signature":"!","signature_version":7}}],)"
             R"("conversation_key_version":5,"z":2,"user_ids":["1",2,null]})")
            .problems;
    EXPECT_EQ(
        problems,
        (Problems{
            {"AM-REQ-008", "/user_ids/1", "text", "2 (number)"},
            {"AM-REQ-002", "/user_ids/2", "text", "null (null)"},
            {"AM-REQ-008", "/conversation_key_version", "text", "5 (number)"},
            {"AM-REQ-009", "/action_signatures/0/message_id", "text", "nothing"},
            {"AM-REQ-009", "/action_signatures/0/encoded_message_event_detail", "text", "nothing"},
            {"AM-REQ-011", "/action_signatures/0/message_event_signature/signature",
             "only letters, digits and + / = _ -", "\"!\" (string)"},
            {"AM-REQ-009", "/action_signatures/0/message_event_signature/public_key_version", "text", "nothing"},
            {"AM-REQ-008", "/action_signatures/0/message_event_signature/signature_version", "text", "7 (number)"},
            {"AM-REQ-004", "/z", "the key once", "2 times"}}));
}

TEST(AddMembersRequest, a_long_value_is_cut_in_a_problem) {
    const Problems problems = problems_with("/action_signatures", "\"" + std::string(100'000, 'x') + "\"");
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].actual, "\"" + std::string(79, 'x') + "… (string)");
}

TEST(AddMembersRequest, of_a_list_no_more_than_a_thousand_problems_are_told) {
    JsonValue body = whole_body();
    const auto problems_of = [&body](std::size_t numbers) {
        body.find("user_ids")->elements.assign(numbers, json_number("1"));
        body.set("encrypted_title", json_null());
        return AddMembersRequest::read(body).problems;
    };
    EXPECT_EQ(problems_of(1000).size(), 1001u);
    EXPECT_EQ(problems_of(5000).size(), 1001u);
    EXPECT_EQ(problems_of(5000).back().pointer, "/encrypted_title");
    EXPECT_EQ(problems_of(5000)[999].pointer, "/user_ids/999");
}

TEST(AddMembersRequest, no_more_than_a_thousand_doubled_keys_are_told) {
    const auto doubled = [](int keys) {
        JsonValue body = json_object({{"user_ids", json_array(), 0}});
        for (int i = 0; i < keys * 2; ++i) body.members.push_back({std::to_string(i / 2), json_null(), 0});
        return AddMembersRequest::read(body).problems.size();
    };
    EXPECT_EQ(doubled(1000), 1000u);
    EXPECT_EQ(doubled(1001), 1000u);
}

}  // namespace
}  // namespace keyturn
