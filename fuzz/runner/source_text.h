// The text of a source file, by line.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

struct SourceText {
    std::string file;                // from the project's root
    std::vector<std::string> lines;  // without their line feeds

    // Lines and columns count from 1, bytes are columns; what lies outside is empty.
    std::string_view line(std::size_t number) const;
    std::string between(std::size_t line, std::size_t column, std::size_t end_line, std::size_t end_column) const;
};

SourceText source_text(std::string file, std::string_view text);

// <root>/<file>, each. The error names the one that can't be read.
std::expected<std::vector<SourceText>, std::string> read_sources(const std::filesystem::path& root,
                                                                 const std::vector<std::string>& files);

std::string_view without_outer_spaces(std::string_view text);

}  // namespace keyturn::fuzz
