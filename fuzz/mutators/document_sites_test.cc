#include "fuzz/mutators/document_sites.h"

#include <gtest/gtest.h>

namespace keyturn::fuzz {
namespace {

TEST(DocumentSites, stand_in_the_order_of_the_document_each_before_what_is_below) {
    JsonValue document = *parse_json(R"({"a": [1, 2], "b": {"c": null}})");
    const auto sites = sites_of(document, Steering::any_json);
    ASSERT_EQ(sites.size(), 6u);
    const std::size_t ends[] = {6, 4, 3, 4, 6, 6}, indices[] = {0, 0, 0, 1, 1, 0};
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_EQ(sites[i].end, ends[i]) << i;
        EXPECT_EQ(sites[i].index, indices[i]) << i;
    }
    EXPECT_EQ(sites[0].value, &document);
    EXPECT_EQ(sites[0].parent, nullptr);
    EXPECT_EQ(sites[3].value, &document.members[0].value.elements[1]);
    EXPECT_EQ(sites[3].parent, &document.members[0].value);
    EXPECT_EQ(sites[5].value, &document.members[1].value.members[0].value);
    EXPECT_EQ(sites[5].parent, &document.members[1].value);
}

TEST(DocumentSites, containers_are_told_from_the_rest) {
    JsonValue document = *parse_json(R"([[], {}, "", 1, true, null])");
    const auto sites = sites_of(document, Steering::any_json);
    for (std::size_t i = 0; i < sites.size(); ++i) EXPECT_EQ(sites[i].is_container(), i <= 2) << i;
}

TEST(DocumentSites, places_are_the_same_where_only_indices_differ) {
    JsonValue document = *parse_json(R"({"a": [{"x": 1}, {"x": 2, "y": 3}], "b": [{"x": 4}]})");
    const auto sites = sites_of(document, Steering::any_json);
    const auto place_at = [&](std::string_view pointer) {
        for (const Site& site : sites)
            if (site.value == resolve(document, pointer)) return site.place;
        ADD_FAILURE() << pointer;
        return std::uint64_t{0};
    };
    EXPECT_EQ(place_at("/a/0/x"), place_at("/a/1/x"));
    EXPECT_NE(place_at("/a/1/y"), place_at("/a/1/x"));
    EXPECT_NE(place_at("/b/0/x"), place_at("/a/0/x"));
    EXPECT_NE(place_at("/a/0"), place_at("/a"));
}

TEST(DocumentSites, a_key_is_not_mistaken_for_two_that_spell_it) {
    JsonValue nested = *parse_json(R"({"ab": {"c": 1}})"), other = *parse_json(R"({"a": {"bc": 1}})");
    EXPECT_NE(sites_of(nested, Steering::any_json)[2].place, sites_of(other, Steering::any_json)[2].place);
}

TEST(DocumentSites, of_a_request_know_their_field) {
    JsonValue body = *parse_json(
        R"({"user_ids": ["1"], "x": {"user_ids": 1}, "action_signatures": [{"message_event_signature": {"signature": "s"}}]})");
    const auto sites = sites_of(body, Steering::request);
    const std::string_view fields[] = {"",
                                       "/user_ids",
                                       "/user_ids",
                                       "",
                                       "",
                                       "/action_signatures",
                                       "/action_signatures",
                                       "/action_signatures/*/message_event_signature",
                                       "/action_signatures/*/message_event_signature/signature"};
    ASSERT_EQ(sites.size(), std::size(fields));
    for (std::size_t i = 0; i < sites.size(); ++i)
        EXPECT_EQ(sites[i].field ? sites[i].field->pointer : "", fields[i]) << i;
    EXPECT_EQ(sites[0].below.data(), body_fields().data());
    EXPECT_TRUE(sites[3].below.empty());
    EXPECT_EQ(sites[6].below.front().name(), "message_id");
    EXPECT_EQ(sites[7].below.front().name(), "signature");
    EXPECT_TRUE(sites[8].below.empty());
}

TEST(DocumentSites, of_any_json_know_no_fields) {
    JsonValue body = *parse_json(R"({"user_ids": ["1"]})");
    for (const Site& site : sites_of(body, Steering::any_json)) {
        EXPECT_EQ(site.field, nullptr);
        EXPECT_TRUE(site.below.empty());
    }
}

TEST(DocumentSites, parts_are_elements_or_members) {
    JsonValue list = *parse_json("[1, 2, 3]"), object = *parse_json(R"({"a": 1, "b": 2})");
    EXPECT_EQ(count_of_parts(list), 3u);
    EXPECT_EQ(count_of_parts(object), 2u);
    EXPECT_EQ(count_of_parts(json_null()), 0u);
    erase_part(list, 1);
    EXPECT_EQ(to_json(list), "[1,3]");
    erase_part(object, 0);
    EXPECT_EQ(to_json(object), R"({"b":2})");
}

}  // namespace
}  // namespace keyturn::fuzz
