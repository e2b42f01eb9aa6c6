// The mutators by the names that fuzz/targets.json uses: "json" for any JSON, "fields" for bodies of requests,
// "request" for bodies that are signed again, which takes six times as long, "thrift" for events and their details.
#pragma once

#include "fuzz/mutators/event_mutator.h"
#include "fuzz/mutators/field_table_mutator.h"
#include "fuzz/mutators/resigning_mutator.h"

namespace keyturn::fuzz {

inline std::string mutate_any_json(std::string_view text, std::uint64_t seed, std::size_t max_size) {
    return mutate_json(text, seed, max_size, Steering::any_json);
}

inline std::string cross_over_any_json(std::string_view first, std::string_view second, std::uint64_t seed,
                                       std::size_t max_size) {
    return cross_over_json(first, second, seed, max_size, Steering::any_json);
}

inline std::string mutate_fields(std::string_view text, std::uint64_t seed, std::size_t max_size) {
    return mutate_json(text, seed, max_size, Steering::request);
}

inline std::string cross_over_fields(std::string_view first, std::string_view second, std::uint64_t seed,
                                     std::size_t max_size) {
    return cross_over_json(first, second, seed, max_size, Steering::request);
}

}  // namespace keyturn::fuzz
