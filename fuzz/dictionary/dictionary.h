// Dictionaries for the engines' own mutations, made from the tables that the code itself goes by.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

// libFuzzer takes longer entries for none.
inline constexpr std::size_t longest_entry = 64;

// "http", "json", "request", "script", "thrift", then the formats of which there are words: "case", "vectors", …
std::vector<std::string_view> dictionary_names();

// What is worth writing into such inputs: of JSON, keys and texts with their quotes; of Thrift, the first bytes of
// every field, sizes and stops. Each once, none empty, none above the limit. Nothing for a name that is none.
std::optional<std::vector<std::string>> dictionary_entries(std::string_view name);

// The file that libFuzzer and AFL++ read: an entry a line between quotes, \xAB for what is not printable.
std::string dictionary_text(std::string_view name, const std::vector<std::string>& entries);

}  // namespace keyturn::fuzz
