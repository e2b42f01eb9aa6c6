#include "fuzz/runner/source_text.h"

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {

std::string_view SourceText::line(std::size_t number) const {
    return number >= 1 && number <= lines.size() ? std::string_view(lines[number - 1]) : std::string_view();
}

std::string SourceText::between(std::size_t first, std::size_t column, std::size_t last, std::size_t end_column) const {
    std::string text;
    for (std::size_t number = first; number <= last && number <= lines.size(); ++number) {
        std::string_view part = line(number);
        if (number == last) part = part.substr(0, end_column - 1);
        part = number == first ? part.substr(std::min(column - 1, part.size())) : without_outer_spaces(part);
        text += (number == first ? "" : " ") + std::string(part);
    }
    return text;
}

SourceText source_text(std::string file, std::string_view text) {
    SourceText source{std::move(file), {}};
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        source.lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return source;
}

std::expected<std::vector<SourceText>, std::string> read_sources(const std::filesystem::path& root,
                                                                 const std::vector<std::string>& files) {
    std::vector<SourceText> sources;
    for (const std::string& file : files) {
        const auto text = read_corpus_file(root / file);
        if (!text) return std::unexpected(text.error());
        sources.push_back(source_text(file, *text));
    }
    return sources;
}

std::string_view without_outer_spaces(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace keyturn::fuzz
