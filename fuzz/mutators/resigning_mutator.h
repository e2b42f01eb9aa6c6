// Mends what a mutation broke in a request by the cast's admin, so that inputs get past the checks of a server: a body
// whose signatures don't verify says nothing about the rules behind them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocol/add_members_request.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

// A body and what it says.
struct Patient {
    JsonValue body;
    AddMembersRequest request;
};

// Makes one aspect of a request right; the later ones go by what the earlier ones left.
struct Mending {
    std::string_view name;
    void (*mend)(Patient& patient);
};

// In the order in which they are made: doubled keys, what is missing, users, key version, wrapped keys, the two
// actions, what they say of the request and of the group, message ids, details, signatures.
std::span<const Mending> mendings();

// The body with the chosen mendings made; bit i stands for row i. Fields of the body where there was nothing to mend
// stay as they are written, and so do those that no source names. What is no JSON object is not mended.
std::string mended_request(std::string_view body, std::uint64_t chosen);

// A mutation by the field table (field_table_mutator.h), then, in three of four cases, mendings: each with seven
// chances in eight, so that nothing or one thing often remains wrong. At most `max_size` bytes. Some 130 µs.
std::string mutate_request(std::string_view body, std::uint64_t seed, std::size_t max_size);
std::string cross_over_requests(std::string_view first, std::string_view second, std::uint64_t seed,
                                std::size_t max_size);

}  // namespace keyturn::fuzz
