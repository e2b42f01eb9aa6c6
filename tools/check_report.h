// What `keyturn check` prints: a report as text and as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/requirement.h"
#include "properties/generated/check_library.h"

namespace keyturn {

struct CheckedSubject {
    std::string name;  // and version: "keyturn 0.1.0"
    std::uint64_t seed;
    std::vector<std::string> repeats;  // of each finding, in their order: the command that repeats it
};

// {"subject", "requirements", "findings", "inputs"}; every requirement of libraries and recipients stands there, with
// the reason when nothing exercised it (conformance/schemas/check-report.schema.json).
JsonValue to_json(const CheckReport& report, const CheckedSubject& subject, const Requirements& requirements);

// The findings, each with its requirement, witness and command; then the limits of the protocol, and the sum.
std::string text_of(const CheckReport& report, const CheckedSubject& subject, const Requirements& requirements);

// The catalogue of properties, a line each, or as JSON.
std::string text_list(std::span<const Property* const> chosen);
JsonValue json_list(std::span<const Property* const> chosen);

}  // namespace keyturn
