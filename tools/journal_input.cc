#include "tools/journal_input.h"

#include <filesystem>

#include "tools/input_file.h"

namespace keyturn {

std::expected<RunRecord, std::string> read_journals(const std::vector<std::string>& paths) {
    std::vector<std::string> texts, names;
    for (const std::string& path : paths) {
        std::error_code none;
        const bool is_folder = std::filesystem::is_directory(path, none);
        names.push_back(is_folder ? (std::filesystem::path(path) / "journal.ndjson").string() : path);
        auto text = read_input(names.back());
        if (!text) return std::unexpected(text.error());
        texts.push_back(std::move(*text));
    }
    return read_run_record(texts, names);
}

}  // namespace keyturn
