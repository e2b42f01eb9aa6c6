#include "fuzz/mutators/field_table_mutator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "protocol/add_members_request.h"
#include "protocol/request_fields.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t ample = 1u << 20;
constexpr std::string_view body = R"({"user_ids":["4444","5555"],"conversation_key_version":"1790000000000"})";

std::string mutated(std::uint64_t seed, std::string_view text = body, Steering steering = Steering::request) {
    return mutate_json(text, seed, ample, steering);
}

TEST(FieldTableMutator, the_same_seed_gives_the_same_document) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        EXPECT_EQ(mutated(seed), mutated(seed));
        EXPECT_EQ(cross_over_json(body, "{\"user_ids\":[]}", seed, ample, Steering::request),
                  cross_over_json(body, "{\"user_ids\":[]}", seed, ample, Steering::request));
        seen.insert(mutated(seed));
    }
    EXPECT_GT(seen.size(), 150u);
}

TEST(FieldTableMutator, nothing_is_larger_than_was_asked_for) {
    for (const std::string_view text : {std::string_view(""), std::string_view("{"), body})
        for (const std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{40}, body.size(), body.size() + 5})
            for (std::uint64_t seed = 0; seed < 200; ++seed) {
                EXPECT_LE(mutate_json(text, seed, most, Steering::request).size(), most);
                EXPECT_LE(cross_over_json(text, body, seed, most, Steering::request).size(), most);
            }
}

TEST(FieldTableMutator, every_field_is_reached_from_a_body_without_it) {
    std::set<std::string_view> added;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        auto document = parse_json(mutated(seed, "{}"));
        if (!document) continue;
        for (const Site& site : sites_of(*document, Steering::request))
            if (site.field) added.insert(site.field->pointer);
    }
    EXPECT_EQ(added.size(), request_fields().size());
}

// The pointers of fields whose value differs between the documents, or that only one has.
std::set<std::string> changed_fields(JsonValue& before, JsonValue& after) {
    std::set<std::string> changed;
    for (const RequestField& field : request_fields()) {
        std::string pointer(field.pointer);
        for (auto star = pointer.find('*'); star != pointer.npos; star = pointer.find('*')) pointer[star] = '0';
        const JsonValue *a = resolve(before, pointer), *b = resolve(after, pointer);
        if (!a != !b || (a && b && *a != *b)) changed.insert(pointer);
    }
    return changed;
}

TEST(FieldTableMutator, every_field_of_a_whole_body_is_changed_about_as_often_and_often_alone) {
    std::string whole;
    for (std::uint64_t seed = 0; whole.empty(); ++seed)
        if (const std::string text = mutated(seed, "x"); parse_json(text) && text.size() > 1000) whole = text;
    std::map<std::string, int> times, alone;
    for (std::uint64_t seed = 0; seed < 6000; ++seed) {
        auto before = parse_json(whole), after = parse_json(mutated(seed, whole));
        if (!after) continue;
        const auto changed = changed_fields(*before, *after);
        for (const std::string& pointer : changed) ++times[pointer];
        if (changed.size() == 1) ++alone[*changed.begin()];
    }
    EXPECT_EQ(times.size(), request_fields().size());
    for (const auto& [pointer, count] : times) EXPECT_GT(count, 150) << pointer;
    EXPECT_GT(alone["/user_ids"], 50);
    EXPECT_GT(alone["/encrypted_title"], 50);
}

TEST(FieldTableMutator, fields_are_steered_to_only_in_requests) {
    int known = 0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) {
        const auto document = parse_json(mutated(seed, "{}", Steering::any_json));
        if (document && document->find("user_ids")) ++known;
    }
    EXPECT_LT(known, 10);
}

TEST(FieldTableMutator, one_mutant_in_eight_is_one_of_the_text_and_most_are_json) {
    int json = 0, spaced = 0, unchanged = 0;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        const std::string out = mutated(seed);
        json += parse_json(out).has_value();
        spaced += out.starts_with("\xef\xbb\xbf");
        unchanged += out == body;
    }
    EXPECT_GT(json, 3400);
    EXPECT_LT(json, 3950);
    EXPECT_NEAR(spaced, 4000 / 8 * 2 / 3 / 6, 35);
    EXPECT_LT(unchanged, 200);
}

TEST(FieldTableMutator, up_to_four_mutations_are_made_at_once) {
    const std::string many = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]";
    std::set<std::size_t> changes;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) {
        const auto document = parse_json(mutated(seed, many, Steering::any_json));
        if (!document || document->elements.size() != 20) continue;
        std::size_t changed = 0;
        for (std::size_t i = 0; i < 20; ++i) changed += document->elements[i].text != std::to_string(i + 1);
        if (changed < 5) changes.insert(changed);
    }
    EXPECT_EQ(changes, (std::set<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(FieldTableMutator, what_is_no_json_is_mutated_as_text_or_gives_way_to_a_small_document) {
    int documents = 0, near = 0;
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const std::string out = mutated(seed, "{\"a\":", Steering::any_json);
        seen.insert(out);
        documents += parse_json(out).has_value();
        near += out.contains("\"a\"");
    }
    EXPECT_NEAR(documents, 250, 60);
    EXPECT_GT(near, 1000);
    for (const char* text : {"{}", "[]", "0", "\"\"", "null", "[{}]"}) EXPECT_TRUE(seen.contains(text)) << text;
}

TEST(FieldTableMutator, of_a_text_with_a_document_a_line_one_line_is_mutated) {
    const std::string lines = "[1]\n[2]\n\n{\n[3]\n";
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) seen.insert(mutated(seed, lines, Steering::any_json));
    for (const char* text : {"[]\n[2]\n\n{\n[3]\n", "[1]\n[]\n\n{\n[3]\n", "[1]\n[2]\n\n{\n[]\n"})
        EXPECT_TRUE(seen.contains(text)) << text;
    for (const char* text : {"[]\n[]\n\n{\n[3]\n", "[1]\n[]\n\n{\n[]\n"}) EXPECT_FALSE(seen.contains(text)) << text;
}

TEST(FieldTableMutator, of_a_request_that_is_no_json_whole_requests_come_out_too) {
    int whole = 0, others = 0;
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const auto document = parse_json(mutated(seed, "x"));
        if (!document) continue;
        const ReadRequest read = AddMembersRequest::read(*document);
        (read.problems.empty() && read.request.action_signatures ? whole : others) += 1;
    }
    EXPECT_NEAR(whole, 125, 40);
    EXPECT_NEAR(others, 125, 40);
}

TEST(FieldTableMutator, crossing_puts_values_of_the_second_at_their_place_in_the_first) {
    const std::string_view second = R"({"user_ids":["7777"],"conversation_key_version":"5","x":1})";
    std::map<std::string, int> seen;
    for (std::uint64_t seed = 0; seed < 4000; ++seed)
        ++seen[cross_over_json(body, second, seed, ample, Steering::request)];
    EXPECT_GT(seen[R"({"user_ids":["7777"],"conversation_key_version":"1790000000000"})"], 40);
    EXPECT_GT(seen[R"({"user_ids":["4444","5555"],"conversation_key_version":"5"})"], 40);
    EXPECT_GT(seen[R"({"user_ids":["4444","5555","7777"],"conversation_key_version":"1790000000000"})"], 40);
    EXPECT_GT(seen[R"({"user_ids":["7777","5555"],"conversation_key_version":"1790000000000"})"], 10);
    EXPECT_GT(seen[R"({"user_ids":["7777"],"conversation_key_version":"5"})"], 10);
    EXPECT_EQ(seen.contains(std::string(second)), false);
}

TEST(FieldTableMutator, what_has_no_place_in_the_second_takes_any_value) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
        seen.insert(cross_over_json("[1]", R"({"a":"b"})", seed, ample, Steering::any_json));
    for (const char* text : {R"(["b"])", R"([1,"b"])", R"([{"a":"b"}])"}) EXPECT_TRUE(seen.contains(text)) << text;
}

TEST(FieldTableMutator, documents_of_one_value_are_crossed_by_taking_the_other) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 200; ++seed)
        seen.insert(cross_over_json("1", "true", seed, ample, Steering::any_json));
    EXPECT_TRUE(seen.contains("true"));
}

TEST(FieldTableMutator, texts_that_are_no_json_are_cut_and_joined) {
    std::set<std::string> seen;
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
        seen.insert(cross_over_json("{a", "b]", seed, ample, Steering::request));
    EXPECT_EQ(seen, (std::set<std::string>{"", "b]", "]", "{", "{b]", "{]", "{a", "{ab]", "{a]"}));
    seen.clear();
    for (std::uint64_t seed = 0; seed < 1000; ++seed)
        seen.insert(cross_over_json("[]", "b]", seed, ample, Steering::request));
    EXPECT_TRUE(seen.contains("[b]"));
}

}  // namespace
}  // namespace keyturn::fuzz
