#include "tools/saved_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "protocol/sha256.h"
#include "tools/input_file.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::error_code ignored;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

}  // namespace

std::string default_folder_of_saved_inputs() {
    if (const std::string cache = environment("XDG_CACHE_HOME"); !cache.empty()) return cache + "/keyturn/check";
    if (const std::string home = environment("HOME"); !home.empty()) return home + "/.cache/keyturn/check";
    return "";
}

std::vector<JsonValue> saved_inputs(const std::string& folder, const Property& property) {
    std::vector<JsonValue> inputs;
    if (folder.empty()) return inputs;
    for (const fs::path& file : files_in(fs::path(folder) / property.name))
        if (const auto witness = read_json_input(file.string()))
            if (const JsonValue* input = witness->find("input")) inputs.push_back(*input);
    return inputs;
}

std::expected<std::string, std::string> save_witness(const std::string& folder, const Violation& violation) {
    constexpr std::size_t digits_of_digest = 16;
    const std::string text = to_pretty_json(violation.witness) + "\n";
    const fs::path path =
        fs::path(folder) / violation.oracle / (hex(sha256(bytes_of(text))).substr(0, digits_of_digest) + ".json");
    std::error_code failed;
    fs::create_directories(path.parent_path(), failed);
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) return std::unexpected(fmt::format("{}: can't be written", path.string()));
    return path.string();
}

}  // namespace keyturn
