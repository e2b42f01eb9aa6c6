#include "fuzz/dictionary/dictionary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "fuzz/mutators/quoted_words.h"
#include "protocol/bytes.h"
#include "protocol/request_fields.h"
#include "protocol/thrift_schema.h"

namespace keyturn::fuzz {
namespace {

using Entries = std::set<std::string>;

Entries entries_of(std::string_view name) {
    const auto entries = dictionary_entries(name).value();
    return {entries.begin(), entries.end()};
}

// As libFuzzer and AFL++ read a line; nothing when they would refuse it.
std::optional<std::string> read_entry(std::string_view line) {
    if (line.size() < 2 || line.front() != '"' || line.back() != '"') return std::nullopt;
    line = line.substr(1, line.size() - 2);
    std::string entry;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] < 32 || line[at] > 126 || line[at] == '"') return std::nullopt;
        if (line[at] != '\\') {
            entry += line[at];
            continue;
        }
        const char next = ++at < line.size() ? line[at] : '\0';
        const auto byte = next == 'x' ? from_hex(line.substr(at + 1, 2)) : std::nullopt;
        if (next != '\\' && next != '"' && (!byte || byte->size() != 1)) return std::nullopt;
        entry += byte ? static_cast<char>(byte->front()) : next;
        at += byte ? 2 : 0;
    }
    return entry;
}

Entries read_back(std::string_view text) {
    Entries entries;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() + 1);
        if (line.starts_with('#')) continue;
        const auto entry = read_entry(line);
        EXPECT_TRUE(entry) << line;
        if (entry) entries.insert(*entry);
    }
    return entries;
}

TEST(Dictionary, every_one_reads_back_as_it_was_within_the_limit_of_engines) {
    for (const std::string_view name : dictionary_names()) {
        const Entries entries = entries_of(name);
        EXPECT_EQ(read_back(dictionary_text(name, *dictionary_entries(name))), entries) << name;
        EXPECT_EQ(entries.size(), dictionary_entries(name)->size()) << name;
        for (const std::string& entry : entries) {
            EXPECT_FALSE(entry.empty());
            EXPECT_LE(entry.size(), 64u);
        }
    }
}

TEST(Dictionary, what_is_not_printable_is_escaped) {
    EXPECT_EQ(dictionary_text("n", {std::string("a\"\\\0\xff\x7f ~", 8)}),
              "# n: a dictionary for libFuzzer (-dict=) and AFL++ (-x), made by fuzz_dictionary\n"
              "\"a\\\"\\\\\\x00\\xFF\\x7F ~\"\n");
}

TEST(Dictionary, of_the_request_has_every_field_and_values_at_bounds) {
    const Entries entries = entries_of("request");
    for (const RequestField& field : request_fields())
        EXPECT_TRUE(entries.contains("\"" + std::string(field.name()) + "\"")) << field.pointer;
    for (const char* text : {"\"18446744073709551616\"", "\"7\"", "\"07\"", "\"\\u0000\"", "1e999", "null", "\":"})
        EXPECT_TRUE(entries.contains(text)) << text;
}

TEST(Dictionary, of_events_has_the_start_of_every_field) {
    const Entries entries = entries_of("thrift");
    const char* const starts[] = {"0b0001", "0f00010b", "0f00020c", "0c0004",  "020005",
                                  "0a0007", "0b0064",   "08006a",   "0f006b08"};
    for (const char* start : starts) EXPECT_TRUE(entries.contains(std::string(text_of(*from_hex(start))))) << start;
    for (const char* size : {"00000000", "00000001", "00002710", "00002711", "3fffffff", "7fffffff", "ffffffff", "00",
                             "0000", "8000000000000000", "7fffffffffffffff"})
        EXPECT_TRUE(entries.contains(std::string(text_of(*from_hex(size))))) << size;
}

TEST(Dictionary, of_http_and_scripts) {
    EXPECT_TRUE(entries_of("http").contains("Transfer-Encoding: chunked\r\n"));
    for (const char* text : {"rotate", "misroute", "1111", " group 0\n", " group 2\n"})
        EXPECT_TRUE(entries_of("script").contains(text)) << text;
}

TEST(Dictionary, of_a_format_has_its_words_only) {
    const Entries of_cases = entries_of("case"), all = entries_of("json");
    EXPECT_TRUE(of_cases.contains("\"exchanges\""));
    EXPECT_TRUE(of_cases.contains("1e999"));
    EXPECT_FALSE(of_cases.contains("\"secretstream\""));
    EXPECT_TRUE(entries_of("vectors").contains("\"secretstream\""));
    EXPECT_TRUE(entries_of("adapter_answer").contains("\"latest_version\""));
    for (const QuotedWord& word : quoted_words())
        EXPECT_TRUE(all.contains("\"" + std::string(word.word) + "\"") || word.word.size() > 62) << word.word;
}

TEST(Dictionary, names_are_each_told_once) {
    const auto names = dictionary_names();
    const std::set<std::string_view> once(names.begin(), names.end());
    EXPECT_EQ(once.size(), names.size());
    for (const char* name : {"http", "json", "request", "script", "thrift", "case", "state", "vectors"})
        EXPECT_TRUE(once.contains(name)) << name;
    EXPECT_FALSE(dictionary_entries("no such"));
    EXPECT_FALSE(dictionary_entries(""));
}

}  // namespace
}  // namespace keyturn::fuzz
