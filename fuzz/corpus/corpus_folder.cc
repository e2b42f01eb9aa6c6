#include "fuzz/corpus/corpus_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "conformance/file_problem.h"

namespace keyturn::fuzz {

namespace fs = std::filesystem;

std::expected<std::string, std::string> read_corpus_file(const fs::path& file) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) return std::unexpected(fmt::format("{}: {}", file.string(), error.message()));
    if (size > largest_corpus_file)
        return std::unexpected(
            fmt::format("{}: {} bytes, more than {} are not read", file.string(), size, largest_corpus_file));
    std::string content(size, '\0');
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(content.data(), static_cast<std::streamsize>(size)))
        return std::unexpected(fmt::format("{}: can't be read", file.string()));
    return content;
}

std::expected<std::vector<std::pair<std::string, std::string>>, std::string> read_corpus(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->symlink_status().type() == fs::file_type::regular) files.push_back(entry->path());
    if (error && fs::exists(folder)) return std::unexpected(fmt::format("{}: {}", folder.string(), error.message()));
    std::ranges::sort(files, {}, [](const fs::path& file) { return file.filename().string(); });
    std::vector<std::pair<std::string, std::string>> contents;
    for (const fs::path& file : files) {
        auto content = read_corpus_file(file);
        if (!content) return std::unexpected(std::move(content.error()));
        contents.emplace_back(file.filename().string(), std::move(*content));
    }
    return contents;
}

std::expected<void, std::string> write_whole(const fs::path& file, std::string_view content) {
    const fs::path unfinished = file.string() + ".unfinished";
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    {
        std::ofstream stream(unfinished, std::ios::binary | std::ios::trunc);
        stream.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!stream.flush()) return std::unexpected(fmt::format("{}: can't be written", unfinished.string()));
    }
    fs::rename(unfinished, file, error);
    if (error) return std::unexpected(fmt::format("{}: {}", file.string(), error.message()));
    return {};
}

std::expected<JsonValue, std::string> read_json_file(const fs::path& file) {
    const auto text = read_corpus_file(file);
    if (!text) return std::unexpected(text.error());
    auto document = parse_json(*text);
    if (document) return *std::move(document);
    const auto [line, column] = line_and_column(*text, document.error().offset);
    return std::unexpected(fmt::format("{}:{}:{}: {}", file.string(), line, column, document.error().reason));
}

std::string lines_of(const fs::path& file, const Problems& problems) {
    std::string lines;
    for (const FileProblem& problem : problems_of(file.string(), problems))
        lines += (lines.empty() ? "" : "\n") + to_string(problem);
    return lines;
}

std::expected<CorpusIndex, std::string> load_index(const fs::path& file) {
    if (!fs::exists(file)) return CorpusIndex{};
    const auto document = read_json_file(file);
    if (!document) return std::unexpected(document.error());
    auto index = read_corpus_index(*document);
    if (!index) return std::unexpected(lines_of(file, index.error()));
    return *std::move(index);
}

std::expected<void, std::string> save_index(const fs::path& file, const CorpusIndex& index) {
    return write_whole(file, to_pretty_json(corpus_index_to_json(index)) + "\n");
}

}  // namespace keyturn::fuzz
