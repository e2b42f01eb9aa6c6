// Crash files by bug.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fuzz/crash/reproduction.h"

namespace keyturn::fuzz {

struct CrashBucket {
    std::string name;
    std::string target;
    Crash crash;                        // of the exemplar
    std::vector<const CrashRow*> rows;  // the smallest first, of one size by content: the first is the exemplar
    std::size_t files = 0;              // copies count

    const CrashRow& exemplar() const { return *rows.front(); }
};

// By name. The reproduction must outlive them.
std::vector<CrashBucket> buckets_of(const Reproduction& reproduction);

// A bucket is a line with its files' number, and one with its exemplar and what is wrong.
std::string text_of(const std::vector<CrashBucket>& buckets);

// fuzz/schemas/crash-buckets.schema.json
JsonValue to_json(const std::vector<CrashBucket>& buckets);

}  // namespace keyturn::fuzz
