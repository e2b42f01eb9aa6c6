#include "conformance/vectors/check_vectors.h"

#include <gtest/gtest.h>

#include "conformance/vectors/sample_test_support.h"

namespace keyturn {
namespace {

JsonValue json(std::string_view text) { return parse_json(text).value(); }

const VectorSectionResult& section(const VectorReport& report, std::string_view name) {
    for (const VectorSectionResult& result : report.sections)
        if (result.name == name) return result;
    throw std::invalid_argument("no such section");
}

TEST(CheckVectors, the_sample_passes_and_every_section_is_counted) {
    const VectorReport report = report_on(sample());
    EXPECT_EQ(told(report), "");
    const std::vector<VectorSectionResult> counts = {{"keys", 6, 0},
                                                     {"signing_keys", 1, 0},
                                                     {"ecdsa", 2, 0},
                                                     {"binding", 1, 0},
                                                     {"ecies", 1, 0},
                                                     {"member_add", 5, 0},
                                                     {"key_change", 2, 0},
                                                     {"key_change_plain", 1, 0},
                                                     {"other", 2, 0},
                                                     {"message_create", 1, 0},
                                                     {"secretbox", 1, 0},
                                                     {"secretstream", 0, 0},
                                                     {"request_capture", 1, 0},
                                                     {"negative_events", 3, 0}};
    EXPECT_EQ(report.sections, counts);
    EXPECT_EQ(report.entries(), 27u);
    EXPECT_EQ(report.failed(), 0u);
    EXPECT_EQ(report.unknown_sections, std::vector<std::string>{});
}

TEST(CheckVectors, sections_may_be_absent_null_or_empty) {
    for (const char* file :
         {"{}", R"({"ecdsa": [], "keys": {}, "message_create": null, "key_change_plain": {}, "about": 5})"}) {
        const VectorReport report = report_on(json(file));
        EXPECT_EQ(report.sections.size(), 14u);
        EXPECT_EQ(report.entries(), 0u);
        EXPECT_EQ(told(report), "");
    }
}

TEST(CheckVectors, counts_what_passes_and_what_fails) {
    JsonValue file = json_object({{"ecdsa", sample_at("/ecdsa")}});
    file.find("ecdsa")->elements[1].find("b64_nopad")->text[0] ^= 1;
    const VectorReport report = report_on(file);
    EXPECT_EQ(section(report, "ecdsa").passed(), 1u);
    EXPECT_EQ(section(report, "ecdsa").failed, 1u);
    EXPECT_EQ(report.failed(), 1u);
    ASSERT_EQ(report.failures.size(), 1u);
    const VectorFailure& failure = report.failures[0];
    EXPECT_EQ(failure.section + " " + failure.entry + " " + failure.field, "ecdsa #1 b64_nopad");
    EXPECT_TRUE(failure.expected.starts_with("\"Hm4ENB0x6Z1GkGCk")) << failure.expected;
    EXPECT_TRUE(failure.actual.starts_with("\"Im4ENB0x6Z1GkGCk")) << failure.actual;
}

TEST(CheckVectors, entries_are_called_by_their_name_or_their_place) {
    const auto entry_of = [](const char* file) { return report_on(json(file)).failures.at(0).entry; };
    EXPECT_EQ(entry_of(R"({"other": [{"name": "title_change"}]})"), "title_change");
    EXPECT_EQ(entry_of(R"({"other": [{"name": 7}]})"), "#0");
    EXPECT_EQ(entry_of(R"({"keys": {"12": {}}})"), "12");
    EXPECT_EQ(entry_of(R"({"message_create": {"note": ""}})"), "");
    EXPECT_EQ(entry_of("{\"other\": [{\"name\": \"a\\u001b[31m\"}]}"), "\"a\\u001b[31m\"");
}

TEST(CheckVectors, a_long_name_is_cut) {
    const VectorReport report =
        report_on(json_object({{"keys", json_object({{std::string(10'000, '1'), json_object()}})}}));
    EXPECT_EQ(report.failures.at(0).entry, "\"" + std::string(79, '1') + "…");
}

TEST(CheckVectors, names_are_unique_in_their_section) {
    const JsonValue entry = sample_at("/negative_events/0");
    const VectorReport report =
        report_on(file_with("negative_events", json_array({entry, sample_at("/negative_events/1"), entry})));
    EXPECT_EQ(
        told(report),
        "negative_events new member changed name: expected a name of its own, found one that an entry before has\n");
    EXPECT_EQ(section(report, "negative_events").failed, 1u);
}

TEST(CheckVectors, names_are_required_where_the_format_has_them) {
    for (const char* pointer : {"/member_add/0", "/key_change/0", "/other/0", "/negative_events/0"}) {
        JsonValue entry = sample_at(pointer);
        entry.erase("name");
        const std::string name(pointer + 1, std::string_view(pointer).rfind('/') - 1);
        EXPECT_EQ(told(report_on(file_with_entry(name, entry))), name + " #0 name: expected text, found nothing\n");
    }
}

TEST(CheckVectors, a_section_or_entry_of_another_kind_fails) {
    EXPECT_EQ(told(report_on(
                  json(R"({"ecdsa": {}, "keys": [], "message_create": "x", "ecies": [5], "request_capture": [[]]})"))),
              "keys  : expected an object, found [] (array)\n"
              "ecdsa  : expected an array of entries, found {} (object)\n"
              "ecies #0 : expected an object, found 5 (number)\n"
              "message_create  : expected an object, found \"x\" (string)\n"
              "request_capture  : expected an object, found [[]] (array)\n");
    EXPECT_EQ(told(report_on(json(R"({"keys": {"1": null}})"))), "keys 1 : expected an object, found null (null)\n");
}

TEST(CheckVectors, a_field_that_stands_twice_fails_at_any_depth) {
    EXPECT_EQ(told(report_on(json(R"({"secretbox": [{"key_hex": "", "key_hex": ""}]})"))),
              "secretbox #0 key_hex: expected one field of this name, found two\n");
    EXPECT_EQ(told(report_on(json(R"({"other": [{"sdk_event": [{"a\n": 1, "a\n": 2}]}]})"))),
              "other #0 \"a\\n\": expected one field of this name, found two\n");
}

TEST(CheckVectors, unknown_sections_are_told_and_unknown_fields_passed_over) {
    JsonValue file = json_object({{"ecdsa", sample_at("/ecdsa")}, {"future\x01", json_array()}});
    file.find("ecdsa")->elements[0].set("future", json_null());
    const VectorReport report = report_on(file);
    EXPECT_EQ(report.unknown_sections, std::vector<std::string>{"\"future\\u0001\""});
    EXPECT_EQ(report.failed(), 0u);
}

TEST(CheckVectors, refuses_what_is_no_object_or_has_a_section_twice) {
    EXPECT_EQ(check_vectors(json(" []")).error().reason, "a file of vectors is an object of sections");
    EXPECT_EQ(check_vectors(json(" []")).error().offset, 1u);
    EXPECT_EQ(check_vectors(json(R"({"keys": {}, "ecdsa": [], "keys": {}})")).error().reason,
              "the section keys stands there twice");
}

TEST(CheckVectors, keeps_the_first_thousand_failures) {
    const auto failures = [](std::size_t entries) {
        return report_on(json_object({{"ecdsa", json_array(std::vector<JsonValue>(entries, json_null()))}}));
    };
    EXPECT_EQ(failures(1000).failures.size(), 1000u);
    EXPECT_EQ(failures(1000).failures_left_out, 0u);
    EXPECT_EQ(failures(1002).failures.size(), 1000u);
    EXPECT_EQ(failures(1002).failures_left_out, 2u);
    EXPECT_EQ(failures(1002).failed(), 1002u);
}

}  // namespace
}  // namespace keyturn
