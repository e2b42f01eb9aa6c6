// The files of a corpus: read whole and bounded, written under the names of their contents.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/corpus/corpus_index.h"

namespace keyturn::fuzz {

inline constexpr std::size_t largest_corpus_file = 16u << 20;

// Name and bytes of each file in the folder and below it, by name; an absent folder has none. Links are not followed.
// The error names the file that can't be read or is larger than `largest_corpus_file`.
std::expected<std::vector<std::pair<std::string, std::string>>, std::string> read_corpus(
    const std::filesystem::path& folder);

std::expected<std::string, std::string> read_corpus_file(const std::filesystem::path& file);

// Written beside its place and then moved there, so that nobody sees half a file. The error is a sentence.
std::expected<void, std::string> write_whole(const std::filesystem::path& file, std::string_view content);

// JSON of ours; the error names file, line and column.
std::expected<JsonValue, std::string> read_json_file(const std::filesystem::path& file);

// All that is wrong with a file of ours, a line each.
std::string lines_of(const std::filesystem::path& file, const Problems& problems);

// corpus/index/<target>.json; a file that is not there is an index without seeds.
std::expected<CorpusIndex, std::string> load_index(const std::filesystem::path& file);
std::expected<void, std::string> save_index(const std::filesystem::path& file, const CorpusIndex& index);

}  // namespace keyturn::fuzz
