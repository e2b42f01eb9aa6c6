// Ids and versions, which are texts everywhere, and the rules for them (fact sheet, sections 1, 1.5 and 7).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace keyturn {

// One or more ASCII digits and nothing else.
bool is_decimal(std::string_view text);

// A decimal number without sign or leading zero, from 1 to 2^63-1 (invariant 5; AM-REQ-007).
bool is_user_id(std::string_view text);

// The path pattern of the operation (fact sheet, section 1): a group `g` + 1 to 19 digits, a user id of 1 to 19 digits,
// or two of them with a hyphen. Judged over the whole text: no newline at the end slips through.
bool is_path_conversation_id(std::string_view text);

// The form of a group's id: `g` and 1 to 19 digits.
bool is_group_id(std::string_view text);

// A conversation key version: decimal without leading zero, fits 64 bits unsigned (invariant 3; AM-ROT-003).
std::optional<std::uint64_t> read_key_version(std::string_view text);

// Versions by their value as numbers of any length, never as text (AM-KEY-005): leading zeros don't count. What is not
// decimal stands below everything decimal, in byte order, so the order is total and transitive (invariant 11).
std::weak_ordering compare_versions(std::string_view a, std::string_view b);

// The form of a conversation id that messages, message deletions and key changes sign (fact sheet, section 1.5).
std::string canonical_conversation_id(std::string_view id, std::string_view sender);

}  // namespace keyturn
