#include "adapters/adapter_answer.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

NoValue no_value(const Answer<JsonValue>& answer) {
    EXPECT_FALSE(answer.has_value());
    return answer ? NoValue{} : answer.error();
}

std::string malformed_line(std::string_view line) {
    const NoValue found = no_value(read_adapter_answer(line, 7));
    EXPECT_EQ(found.kind, NoValueKind::malformed) << line;
    return found.reason;
}

// What stands under `ok`.
JsonValue ok(std::string_view json) { return *parse_json(json); }

template <class T>
std::string malformed_ok(const Answer<T>& answer) {
    EXPECT_FALSE(answer.has_value());
    if (answer) return "";
    EXPECT_EQ(answer.error().kind, NoValueKind::malformed);
    return answer.error().reason;
}

TEST(AdapterAnswer, is_one_of_four) {
    EXPECT_EQ(read_adapter_answer(R"({"id": 7, "ok": {"a": 1}})", 7), ok(R"({"a": 1})"));
    EXPECT_EQ(read_adapter_answer(R"({"ok": [], "id": 7})", 7), ok("[]"));
    EXPECT_EQ(no_value(read_adapter_answer(R"({"id": 7, "refused": "no"})", 7)), (NoValue{NoValueKind::refused, "no"}));
    EXPECT_EQ(no_value(read_adapter_answer(R"({"id": 7, "trapped": "why"})", 7)),
              (NoValue{NoValueKind::trapped, "why"}));
    EXPECT_EQ(no_value(read_adapter_answer(R"({"id": 7, "unimplemented": true})", 7)),
              (NoValue{NoValueKind::unimplemented, "the adapter has no such operation"}));
}

TEST(AdapterAnswer, is_malformed_when_it_is_no_json_object) {
    EXPECT_TRUE(malformed_line("").starts_with("the answer is no JSON: "));
    EXPECT_TRUE(malformed_line(R"({"id": 7, "ok": {})").starts_with("the answer is no JSON: "));
    EXPECT_TRUE(malformed_line("{\"id\": 7, \"ok\": \"\xff\"}").starts_with("the answer is no JSON: "));
    EXPECT_EQ(malformed_line("7"), "the answer is no JSON object: 7 (number)");
    EXPECT_TRUE(malformed_line(std::string(100, '[')).starts_with("the answer is no JSON: "));
}

TEST(AdapterAnswer, is_malformed_with_another_id) {
    EXPECT_EQ(malformed_line(R"({"id": 8, "ok": {}})"), "the answer has the id 8 (number) and should have 7");
    EXPECT_EQ(malformed_line(R"({"id": "7", "ok": {}})"), "the answer has the id \"7\" (string) and should have 7");
    EXPECT_EQ(malformed_line(R"({"ok": {}})"), "the answer has the id nothing and should have 7");
    EXPECT_EQ(malformed_line(R"({"id": 7.0, "ok": {}})"), "the answer has the id 7.0 (number) and should have 7");
}

TEST(AdapterAnswer, is_malformed_with_more_or_less_than_what_came_out) {
    const std::string two = "the answer should have two members, its id and what came out";
    EXPECT_EQ(malformed_line(R"({"id": 7})"), two);
    EXPECT_EQ(malformed_line(R"({"id": 7, "ok": {}, "refused": "no"})"), two);
    EXPECT_EQ(malformed_line(R"({"id": 7, "ok": {}, "ok": {}})"), two);
    EXPECT_EQ(malformed_line(R"({"id": 7, "id": 7})"), "the answer has none of ok, refused, unimplemented and trapped");
    EXPECT_EQ(malformed_line(R"({"id": 7, "refused": 5})"), "the answer has no text as refused: 5 (number)");
    EXPECT_EQ(malformed_line(R"({"id": 7, "trapped": null})"), "the answer has no text as trapped: null (null)");
    EXPECT_EQ(malformed_line(R"({"id": 7, "unimplemented": false})"),
              "the answer has something else than true as unimplemented");
}

TEST(AdapterAnswer, describes_a_library) {
    const auto description = read_description(ok(R"({"name": "n", "version": "v", "ops": ["sign", "later"]})"));
    EXPECT_EQ(description->name, "n");
    EXPECT_EQ(description->version, "v");
    EXPECT_EQ(description->ops, (std::vector<std::string>{"sign", "later"}));
    EXPECT_EQ(malformed_ok(read_description(ok(R"({"name": "n", "version": "v"})"))), "the answer lacks ops");
    EXPECT_EQ(malformed_ok(read_description(ok(R"({"name": 1, "version": "v", "ops": []})"))),
              "the answer has no text as name: 1 (number)");
    EXPECT_EQ(malformed_ok(read_description(ok(R"({"name": "n", "version": 1, "ops": []})"))),
              "the answer has no text as version: 1 (number)");
    EXPECT_EQ(malformed_ok(read_description(ok(R"({"name": "n", "version": "v", "ops": [1]})"))),
              "the answer has no list of texts as ops: [1] (array)");
    EXPECT_EQ(malformed_ok(read_description(ok(R"({"name": "n", "version": "v", "ops": "sign"})"))),
              "the answer has no list of texts as ops: \"sign\" (string)");
}

TEST(AdapterAnswer, gives_the_body_as_it_was_written) {
    const std::string line = R"({"id": 7, "ok": {"body": {"a":  1.0, "a": 2}, "conversation_key": "QUI="}})";
    const auto change = read_prepared_change(*read_adapter_answer(line, 7), line);
    EXPECT_EQ(change->body, R"({"a":  1.0, "a": 2})");
    EXPECT_EQ(change->conversation_key, (Bytes{'A', 'B'}));
    EXPECT_EQ(malformed_ok(read_prepared_change(ok(R"({"body": {}})"), "")), "the answer lacks conversation_key");
    EXPECT_TRUE(malformed_ok(read_prepared_change(ok(R"({"body": {}, "conversation_key": "-"})"), ""))
                    .starts_with("the answer has no base64 as conversation_key: "));
}

TEST(AdapterAnswer, gives_what_was_opened) {
    EXPECT_EQ(read_opened_keys(ok(R"({"latest_version": "5", "keys": {"5": "QUI="}, "errors": ["no"]})")),
              (OpenedKeys{"5", {{"5", {'A', 'B'}}}, {"no"}}));
    EXPECT_EQ(read_opened_keys(ok(R"({"latest_version": null, "keys": {}, "errors": []})")), OpenedKeys());
}

TEST(AdapterAnswer, opens_nothing_of_another_shape) {
    const auto malformed = [](std::string_view json) { return malformed_ok(read_opened_keys(ok(json))); };
    EXPECT_EQ(malformed(R"({"latest_version": "5", "keys": {}})"), "the answer lacks errors");
    EXPECT_EQ(malformed(R"({"latest_version": 5, "keys": {}, "errors": []})"),
              "the answer has no text as latest_version: 5 (number)");
    EXPECT_EQ(malformed(R"({"latest_version": "5", "keys": [], "errors": []})"),
              "the answer has no object as keys: [] (array)");
    EXPECT_EQ(malformed(R"({"latest_version": "5", "keys": {"5": 1}, "errors": []})"),
              "the answer has no base64 as 5: found 1 (number)");
    EXPECT_EQ(malformed(R"({"latest_version": "5", "keys": {"5": "", "5": ""}, "errors": []})"),
              "the answer has two keys of one version");
    EXPECT_EQ(malformed(R"({"latest_version": "5", "keys": {}, "errors": {}})"),
              "the answer has no list of texts as errors: {} (object)");
}

TEST(AdapterAnswer, gives_the_only_member_that_is_due) {
    EXPECT_EQ(read_only_bytes(ok(R"({"bytes": "QUI"})"), "bytes"), (Bytes{'A', 'B'}));
    EXPECT_EQ(read_only_text(ok(R"({"text": "a"})"), "text"), "a");
    EXPECT_EQ(read_only_boolean(ok(R"({"verified": false})"), "verified"), false);
    EXPECT_EQ(read_detail(ok(R"({"detail": [null]})")), ok("[null]"));
}

TEST(AdapterAnswer, has_no_other_member_and_no_other_type) {
    EXPECT_EQ(malformed_ok(read_only_text(ok("[]"), "text")), "the answer should hold an object, found [] (array)");
    EXPECT_EQ(malformed_ok(read_only_text(ok("{}"), "text")), "the answer lacks text");
    const std::string more = "the answer has members that don't belong there, or one twice";
    EXPECT_EQ(malformed_ok(read_only_text(ok(R"({"text": "a", "b": 1})"), "text")), more);
    EXPECT_EQ(malformed_ok(read_only_bytes(ok(R"({"bytes": "", "bytes": ""})"), "bytes")), more);
    EXPECT_EQ(malformed_ok(read_only_boolean(ok(R"({"verified": true, "b": 1})"), "verified")), more);
    EXPECT_EQ(malformed_ok(read_detail(ok(R"({"detail": 1, "b": 1})"))), more);
    EXPECT_EQ(malformed_ok(read_only_text(ok(R"({"text": 1})"), "text")), "the answer has no text as text: 1 (number)");
    EXPECT_EQ(malformed_ok(read_only_boolean(ok(R"({"verified": "yes"})"), "verified")),
              "the answer has no boolean as verified: \"yes\" (string)");
}

}  // namespace
}  // namespace keyturn
