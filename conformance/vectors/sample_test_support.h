// What the tests of golden vectors share: the sample, parts of it, and damage.
#pragma once

#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "conformance/vectors/check_vectors.h"

namespace keyturn {

inline const JsonValue& sample() {
    static const JsonValue file = [] {
        std::ifstream stream(KEYTURN_SOURCE_DIR "/protocol/testdata/vectors-sample.json");
        std::ostringstream text;
        text << stream.rdbuf();
        return parse_json(text.str()).value();
    }();
    return file;
}

inline const JsonValue& sample_at(std::string_view pointer) {
    const JsonValue* value = resolve(sample(), pointer);
    if (!value) throw std::invalid_argument("not in the sample: " + std::string(pointer));
    return *value;
}

// A file with one section, and the sections of the sample that entries lean on.
inline JsonValue file_with(std::string_view section, JsonValue content) {
    JsonValue file = json_object();
    for (const char* leaned_on : {"signing_keys", "key_change_plain"})
        file.set(leaned_on, sample_at("/" + std::string(leaned_on)));
    file.set(section, std::move(content));
    return file;
}

inline JsonValue file_with_entry(std::string_view section, JsonValue entry) {
    return file_with(section, json_array({std::move(entry)}));
}

inline VectorReport report_on(const JsonValue& file) { return check_vectors(file).value(); }

// "section/field" of every failure.
inline std::set<std::string> cited(const VectorReport& report) {
    std::set<std::string> fields;
    for (const VectorFailure& failure : report.failures) fields.insert(failure.section + "/" + failure.field);
    return fields;
}

inline std::string told(const VectorReport& report) {
    std::string text;
    for (const VectorFailure& failure : report.failures)
        text += failure.section + " " + failure.entry + " " + failure.field + ": expected " + failure.expected +
                ", found " + failure.actual + "\n";
    return text;
}

// A character exchanged for another of its kind, so that the text stays of the same sort; others stay.
inline char other_of_kind(char c) {
    const auto next = [c](char first, char last) { return c == last ? first : static_cast<char>(c + 1); };
    if (c >= '0' && c <= '9') return next('0', '9');
    if (c >= 'a' && c <= 'f') return next('a', 'f');
    if (c >= 'g' && c <= 'z') return next('g', 'z');
    if (c >= 'A' && c <= 'Z') return next('A', 'Z');
    return c == '+' ? '/' : c == '/' ? '+' : c;
}

inline std::string with_other_character(std::string text, std::size_t place) {
    while (place > 0 && other_of_kind(text[place]) == text[place]) --place;
    text[place] = other_of_kind(text[place]);
    return text;
}

}  // namespace keyturn
