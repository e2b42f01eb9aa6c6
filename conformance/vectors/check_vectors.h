// Golden vectors: known answers for everything that is signed, wrapped and sealed, checked against `protocol/`. A file
// of vectors is a JSON object of sections, each with entries; every entry is made again from its own inputs, compared
// field by field, and broken bit by bit where breaking it must be noticed.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

// `expected` is what the protocol makes of the entry's other fields, `actual` what the file says; both are cut, with
// control characters escaped. `field` is empty for the entry as a whole.
struct VectorFailure {
    std::string section;
    std::string entry;  // its name, else "#" and its place from 0; empty for a section that is one entry
    std::string field;
    std::string expected;
    std::string actual;

    friend bool operator==(const VectorFailure&, const VectorFailure&) = default;
};

struct VectorSectionResult {
    std::string name;
    std::size_t entries = 0;
    std::size_t failed = 0;

    std::size_t passed() const { return entries - failed; }
    friend bool operator==(const VectorSectionResult&, const VectorSectionResult&) = default;
};

struct VectorReport {
    static constexpr std::size_t most_failures = 1000;  // a hostile file has room for millions

    std::vector<VectorSectionResult> sections;  // every section of the format, in its order, those without entries too
    std::vector<std::string> unknown_sections;  // those of the file that the format does not know
    std::vector<VectorFailure> failures;        // the first ones
    std::size_t failures_left_out = 0;

    std::size_t entries() const;
    std::size_t failed() const;
};

// The names of the sections that a file can have.
std::span<const std::string_view> vector_sections();

// Refused: what is no object, and a section that stands there twice. A section that is absent or null has no entries; a
// field that is null counts as absent; fields and sections that the format does not know are passed over. Pure; linear
// in the file but for the bits broken, at most 2048 for each value, some 100 µs each where a curve is involved.
Result<VectorReport> check_vectors(const JsonValue& file);

}  // namespace keyturn
