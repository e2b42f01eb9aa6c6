#include "fuzz/mutators/node_mutations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "fuzz/mutators/sample_values.h"
#include "protocol/add_members_request.h"
#include "protocol/bytes.h"

namespace keyturn::fuzz {
namespace {

using Texts = std::set<std::string>;

constexpr std::size_t ample = 1u << 20;

struct Scene {
    std::string_view document;
    std::string_view pointer;
    Steering steering = Steering::any_json;
    std::size_t room = ample;
};

// Applies the row once; nothing when it can't be applied. Then the document must be as it was.
std::optional<std::string> once(std::string_view name, const Scene& scene, Draws& draws) {
    const auto row = std::ranges::find(node_mutations(), name, &NodeMutation::name);
    JsonValue document = *parse_json(scene.document);
    Mutant mutant{document, scene.steering, sites_of(document, scene.steering), draws, scene.room};
    const JsonValue* const value = resolve(document, scene.pointer);
    const auto site = std::ranges::find(mutant.sites, value, &Site::value);
    if (row->apply(mutant, static_cast<std::size_t>(site - mutant.sites.begin()))) return to_json(document);
    EXPECT_EQ(document, *parse_json(scene.document)) << name;
    return std::nullopt;
}

Texts outcomes(std::string_view name, const Scene& scene, int runs = 3000) {
    Texts seen;
    Draws draws(1);
    for (int i = 0; i < runs; ++i)
        if (const auto out = once(name, scene, draws)) seen.insert(*out);
    return seen;
}

bool contains_all(const Texts& seen, const Texts& wanted) { return std::ranges::includes(seen, wanted); }

// Whether a word of our formats stands between those two parts in one of the texts.
bool has_word_between(const Texts& seen, std::string_view before, std::string_view after) {
    return std::ranges::any_of(
        words(), [&](std::string_view word) { return seen.contains(std::string(before).append(word).append(after)); });
}

TEST(NodeMutations, members_are_inserted_anywhere_in_an_object) {
    Texts keys, values;
    for (const std::string& out : outcomes("insert", {R"({"a":1})", ""}, 20'000)) {
        const JsonValue document = *parse_json(out);
        ASSERT_EQ(document.members.size(), 2u);
        const std::size_t made = document.members.back().key == "a" ? 0 : 1;
        keys.insert(std::to_string(made) + document.members[made].key);
        values.insert(to_json(document.members[made].value));
    }
    EXPECT_TRUE(has_word_between(keys, "0", ""));
    EXPECT_TRUE(has_word_between(keys, "1", ""));
    EXPECT_TRUE(contains_all(values, {"null", "true", "false", "-0", "1e999", "[]", "{}"}));
    EXPECT_TRUE(has_word_between(values, "\"", "\""));
}

TEST(NodeMutations, members_of_a_request_are_mostly_its_fields_with_right_values) {
    Draws draws(1);
    int with_problems = 0, ids = 0;
    for (int i = 0; i < 1000; ++i) {
        const JsonValue body = *parse_json(*once("insert", {"{}", "", Steering::request}, draws));
        ids += body.find("user_ids") != nullptr;
        with_problems += body.members.front().key.size() < 3 || !field_at("/" + body.members.front().key);
    }
    EXPECT_NEAR(with_problems, 250, 60);
    EXPECT_NEAR(ids, 125, 40);
    EXPECT_TRUE(contains_all(outcomes("insert", {"{}", "", Steering::request}),
                             {R"({"user_ids":["4444"]})", R"({"conversation_key_version":"1790000000000"})"}));
}

TEST(NodeMutations, elements_are_inserted_anywhere_in_a_list) {
    EXPECT_TRUE(contains_all(outcomes("insert", {"[1]", ""}), {"[[],1]", "[1,[]]", "[1,{}]", "[1,null]"}));
    const Texts ids = outcomes("insert", {R"({"user_ids":["x"]})", "/user_ids", Steering::request});
    EXPECT_TRUE(contains_all(
        ids, {R"({"user_ids":["4444","x"]})", R"({"user_ids":["x","1111"]})", R"({"user_ids":["x",{}]})"}));
    EXPECT_EQ(outcomes("insert", {R"({"user_ids":["x"]})", "/user_ids"}).contains(R"({"user_ids":["x","1111"]})"),
              false);
    const Texts keys = outcomes(
        "insert", {R"({"conversation_participant_keys":[]})", "/conversation_participant_keys", Steering::request});
    EXPECT_TRUE(std::ranges::any_of(keys, [](const auto& body) {
        const auto read = AddMembersRequest::read(*parse_json(body)).request.conversation_participant_keys;
        return read && read->front().user_id && read->front().public_key_version;
    }));
}

TEST(NodeMutations, nothing_is_inserted_in_a_text) { EXPECT_EQ(outcomes("insert", {"\"a\"", ""}), Texts{}); }

TEST(NodeMutations, parts_are_dropped_but_not_the_document) {
    EXPECT_EQ(outcomes("drop", {"[1,2]", "/0"}), Texts{"[2]"});
    EXPECT_EQ(outcomes("drop", {R"({"a":1,"b":2})", "/b"}), Texts{R"({"a":1})"});
    EXPECT_EQ(outcomes("drop", {"[]", ""}), Texts{});
}

TEST(NodeMutations, parts_stand_twice_as_they_are_or_with_another_value) {
    const Texts elements = outcomes("duplicate", {"[5,6]", "/0"}),
                members = outcomes("duplicate", {R"({"a":5,"b":6})", "/a"});
    EXPECT_TRUE(contains_all(elements, {"[5,5,6]", "[5,6,5]", "[5,null,6]", "[5,6,null]"}));
    EXPECT_TRUE(
        contains_all(members, {R"({"a":5,"a":5,"b":6})", R"({"a":5,"b":6,"a":5})", R"({"a":5,"b":6,"a":null})"}));
    EXPECT_EQ(outcomes("duplicate", {"5", ""}), Texts{});
}

TEST(NodeMutations, elements_are_repeated_up_to_a_thousand_times_if_there_is_room) {
    std::set<std::size_t> counts;
    for (const std::string& out : outcomes("repeat", {"[7]", "/0"})) counts.insert(parse_json(out)->elements.size());
    EXPECT_EQ(counts, (std::set<std::size_t>{3, 17, 102, 1002}));
    EXPECT_EQ(outcomes("repeat", {"[77]", "/0", Steering::any_json, 32}).size(), 2u);
    EXPECT_EQ(outcomes("repeat", {"[77]", "/0", Steering::any_json, 31}), Texts{"[77,77,77]"});
    EXPECT_EQ(outcomes("repeat", {R"({"a":1})", "/a"}), Texts{});
    EXPECT_EQ(outcomes("repeat", {"1", ""}), Texts{});
}

TEST(NodeMutations, containers_are_emptied) {
    EXPECT_EQ(outcomes("empty", {"[[1]]", "/0"}), Texts{"[[]]"});
    EXPECT_EQ(outcomes("empty", {R"({"a":1})", ""}), Texts{"{}"});
    EXPECT_EQ(outcomes("empty", {"[[]]", "/0"}), Texts{});
    EXPECT_EQ(outcomes("empty", {"[1]", "/0"}), Texts{});
}

TEST(NodeMutations, values_get_another_type) {
    EXPECT_TRUE(contains_all(outcomes("retype", {"[\"12\"]", "/0"}, 10'000),
                             {"[12]", "[[\"12\"]]", "[null]", "[true]", "[[]]", "[{}]"}));
    EXPECT_TRUE(has_word_between(outcomes("retype", {"[\"12\"]", "/0"}), "[{\"", R"(":"12"}])"));
    EXPECT_TRUE(contains_all(outcomes("retype", {"[12]", "/0"}), {"[\"12\"]", "[[12]]", "[null]"}));
    EXPECT_TRUE(contains_all(outcomes("retype", {"[[1]]", "/0"}), {"[\"[1]\"]", "[{}]", "[null]"}));
    const Texts of_word = outcomes("retype", {"[\"word\"]", "/0"}, 10'000);
    EXPECT_FALSE(of_word.contains("[word]"));
    EXPECT_FALSE(of_word.contains("[\"word\"]"));
}

TEST(NodeMutations, values_go_to_their_bounds) {
    EXPECT_EQ(outcomes("boundary", {"[true]", "/0"}), Texts{"[false]"});
    EXPECT_TRUE(contains_all(outcomes("boundary", {"[5]", "/0"}), {"[-0]", "[1e999]", "[9007199254740993]"}));
    EXPECT_TRUE(contains_all(outcomes("boundary", {"[\"x\"]", "/0"}), {"[\"\"]", "[\"null\"]"}));
    EXPECT_TRUE(has_word_between(outcomes("boundary", {"[\"x\"]", "/0"}), "[\"", "\"]"));
    EXPECT_EQ(outcomes("boundary", {"[[]]", "/0"}), Texts{});
    EXPECT_EQ(outcomes("boundary", {"[null]", "/0"}), Texts{});
    const Texts small = outcomes("boundary", {"[\"x\"]", "/0", Steering::any_json, 1});
    EXPECT_TRUE(contains_all(small, {"[\"\"]", "[\"/\"]"}));
    EXPECT_FALSE(small.contains("[\"null\"]"));
}

TEST(NodeMutations, bounds_of_a_field_are_those_of_what_it_stands_for) {
    const Texts version = outcomes(
        "boundary", {R"({"conversation_key_version":"1"})", "/conversation_key_version", Steering::request}, 10'000);
    for (const char* text : {"18446744073709551616", "1790086400001", "1790000000000", "null"})
        EXPECT_TRUE(version.contains(R"({"conversation_key_version":")" + std::string(text) + "\"}")) << text;
    EXPECT_TRUE(has_word_between(version, R"({"conversation_key_version":")", "\"}"));
    const Texts id = outcomes("boundary", {R"({"user_ids":["1"]})", "/user_ids/0", Steering::request}, 10'000);
    EXPECT_TRUE(contains_all(id, {R"({"user_ids":["9223372036854775808"]})", R"({"user_ids":["4444"]})"}));
    EXPECT_FALSE(id.contains(R"({"user_ids":["1790086400001"]})"));
}

TEST(NodeMutations, texts_and_numbers_are_edited_as_far_as_they_stay_that) {
    const Texts texts = outcomes("edit", {"[\"18\"]", "/0"}, 10'000);
    EXPECT_TRUE(contains_all(texts, {"[\"08\"]", "[\"19\"]", "[\"1\"]", "[\"\"]", "[\"118\"]"}));
    for (const std::string& text : texts) EXPECT_TRUE(parse_json(text)) << text;
    const Texts numbers = outcomes("edit", {"[18]", "/0"}, 10'000);
    EXPECT_TRUE(contains_all(numbers, {"[28]", "[19]", "[1]", "[118]"}));
    EXPECT_FALSE(numbers.contains("[08]"));
    for (const std::string& number : numbers)
        EXPECT_TRUE(parse_json(number)->elements[0].is(JsonKind::number)) << number;
    EXPECT_EQ(outcomes("edit", {"[true]", "/0"}), Texts{});
}

TEST(NodeMutations, what_a_text_encodes_is_edited) {
    const Texts texts = outcomes("edit_encoded", {"[\"AAAA\"]", "/0"}, 10'000);
    EXPECT_TRUE(contains_all(texts, {"[\"AQAA\"]", "[\"AAAB\"]", "[\"AAA=\"]"}));
    EXPECT_EQ(outcomes("edit_encoded", {"[\"no base64\"]", "/0"}), Texts{});
    EXPECT_EQ(outcomes("edit_encoded", {"[4444]", "/0"}), Texts{});
}

TEST(NodeMutations, values_are_nested_up_to_past_the_limit_of_readers) {
    const Texts seen = outcomes("deepen", {"[5]", "/0"});
    EXPECT_EQ(seen.size(), 16u);
    EXPECT_TRUE(contains_all(seen, {"[[5]]", "[[[5]]]", R"([{"a":5}])"}));
    for (const int depth : {16, 60, 62, 63, 64, 65})
        EXPECT_TRUE(seen.contains("[" + std::string(static_cast<std::size_t>(depth), '[') + "5" +
                                  std::string(static_cast<std::size_t>(depth), ']') + "]"))
            << depth;
}

TEST(NodeMutations, keys_are_renamed_to_those_beside_or_edited) {
    const Texts seen = outcomes("rename", {R"({"a":1,"bc":2})", "/a"}, 10'000);
    EXPECT_TRUE(contains_all(seen, {R"({"bc":1,"bc":2})", R"({"b":1,"bc":2})", R"({"":1,"bc":2})"}));
    for (const std::string& out : seen) EXPECT_TRUE(parse_json(out)) << out;
    EXPECT_FALSE(seen.contains(R"({"a":1,"bc":2})"));
    EXPECT_EQ(outcomes("rename", {"[1]", "/0"}), Texts{});
    EXPECT_EQ(outcomes("rename", {"{}", ""}), Texts{});
}

TEST(NodeMutations, parts_change_places_with_others_of_their_container) {
    EXPECT_EQ(outcomes("reorder", {"[1,2,3]", "/0"}), (Texts{"[2,1,3]", "[3,2,1]"}));
    EXPECT_EQ(outcomes("reorder", {R"({"a":1,"b":2})", "/b"}), Texts{R"({"b":2,"a":1})"});
    EXPECT_EQ(outcomes("reorder", {"[1]", "/0"}), Texts{});
    EXPECT_EQ(outcomes("reorder", {"1", ""}), Texts{});
}

TEST(NodeMutations, values_change_places_unless_one_holds_the_other) {
    EXPECT_EQ(outcomes("swap", {R"({"a":[1],"b":[2,2]})", "/a"}),
              (Texts{R"({"a":[2,2],"b":[1]})", R"({"a":2,"b":[[1],2]})", R"({"a":2,"b":[2,[1]]})"}));
    EXPECT_EQ(outcomes("swap", {"[[1]]", "/0"}), Texts{});
    EXPECT_EQ(outcomes("swap", {"[1,1]", "/0"}), Texts{});
}

TEST(NodeMutations, values_are_copied_to_where_others_stand_if_there_is_room) {
    EXPECT_EQ(outcomes("copy", {"[1,[2]]", "/0"}), (Texts{"[[1,[2]],[2]]", "[[2],[2]]", "[2,[2]]"}));
    EXPECT_EQ(outcomes("copy", {"[1,[2]]", "/0", Steering::any_json, 3}), (Texts{"[[2],[2]]", "[2,[2]]"}));
    EXPECT_EQ(outcomes("copy", {"[1,[2]]", "/0", Steering::any_json, 2}), Texts{"[2,[2]]"});
}

TEST(NodeMutations, partners_mostly_stand_at_the_same_place) {
    Draws draws(1);
    const Scene scene{R"([{"a":1,"b":2},{"a":3,"c":[4,5,6,7,8,9,10,11,12]}])", "/0/a"};
    int same = 0, applied = 0;
    for (int i = 0; i < 1000; ++i)
        if (const auto out = once("copy", scene, draws)) {
            ++applied;
            same += out->starts_with(R"([{"a":3)");
        }
    EXPECT_GT(same, applied * 6 / 10);
    EXPECT_LT(same, applied * 9 / 10);
}

TEST(NodeMutations, parts_move_to_other_containers) {
    const Texts seen = outcomes("move", {R"({"a":{"x":1},"b":[2],"c":{}})", "/a/x"}, 5000);
    EXPECT_EQ(seen,
              (Texts{R"({"a":{},"b":[1,2],"c":{}})", R"({"a":{},"b":[2,1],"c":{}})", R"({"a":{},"b":[2],"c":{"x":1}})",
                     R"({"x":1,"a":{},"b":[2],"c":{}})", R"({"a":{},"x":1,"b":[2],"c":{}})",
                     R"({"a":{},"b":[2],"x":1,"c":{}})", R"({"a":{},"b":[2],"c":{},"x":1})"}));
    EXPECT_EQ(outcomes("move", {R"([{"a":[1]}])", "/0"}), Texts{}) << "into what it holds";
    EXPECT_EQ(outcomes("move", {"[]", ""}), Texts{});
}

TEST(NodeMutations, elements_that_move_into_objects_get_a_word_as_key) {
    const Texts seen = outcomes("move", {R"([[7],{}])", "/0/0"});
    EXPECT_TRUE(has_word_between(seen, "[[],{\"", "\":7}]"));
    EXPECT_TRUE(contains_all(seen, {"[7,[],{}]", "[[],7,{}]", "[[],{},7]"}));
}

TEST(AddField, makes_every_field_of_the_table_and_what_it_stands_in) {
    for (const RequestField& field : request_fields()) {
        Draws draws(1);
        JsonValue body = json_object();
        EXPECT_TRUE(add_field(body, field, draws)) << field.pointer;
        std::string pointer(field.pointer);
        for (auto star = pointer.find('*'); star != pointer.npos; star = pointer.find('*')) pointer[star] = '0';
        EXPECT_TRUE(resolve(body, pointer)) << field.pointer;
        EXPECT_EQ(body.members.size(), 1u);
    }
}

TEST(AddField, fills_any_object_that_lacks_the_field) {
    const RequestField& id = *field_at("/action_signatures/0/message_id");
    Texts seen;
    Draws draws(1);
    for (int i = 0; i < 100; ++i) {
        JsonValue body = *parse_json(R"({"action_signatures":[{},{"message_id":"m"},{}]})");
        EXPECT_TRUE(add_field(body, id, draws));
        for (std::size_t at = 0; at < 3; ++at)
            if (const JsonValue* made = body.members[0].value.elements[at].find("message_id");
                made && made->text != "m")
                seen.insert(std::to_string(at) + made->text.back());
    }
    EXPECT_EQ(seen, (Texts{"01", "02", "21", "22"}));
}

TEST(AddField, leaves_what_is_in_the_way) {
    Draws draws(1);
    const RequestField& id = *field_at("/action_signatures/0/message_id");
    for (const char* text : {"[]", "1", R"({"action_signatures":[5]})", R"({"action_signatures":"x"})",
                             R"({"action_signatures":[{"message_id":1}]})"}) {
        JsonValue body = *parse_json(text);
        EXPECT_FALSE(add_field(body, id, draws)) << text;
        EXPECT_EQ(body, *parse_json(text));
    }
}

}  // namespace
}  // namespace keyturn::fuzz
