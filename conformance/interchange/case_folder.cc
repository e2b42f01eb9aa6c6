#include "conformance/interchange/case_folder.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "conformance/case_files.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

// Hidden, so that no run takes it for a case.
constexpr std::string_view unfinished = ".unfinished-";

// The number that a name begins with; 0 when it begins with none.
std::size_t number_in(std::string_view name) {
    std::size_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    return number;
}

std::expected<void, std::string> write_file(const fs::path& path, const std::string& content) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << content;
    file.close();
    if (!file) return std::unexpected(fmt::format("{}: can't be written: {}", path.string(), std::strerror(errno)));
    return {};
}

}  // namespace

std::expected<CaseFolder, std::string> CaseFolder::open(const std::string& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (!fs::is_directory(path))
        return std::unexpected(fmt::format("{}: no folder can be made: {}", path, error.message()));
    if (access(path.c_str(), W_OK | X_OK) != 0)
        return std::unexpected(fmt::format("{}: can't be written to: {}", path, std::strerror(errno)));
    CaseFolder folder(path);
    folder.sweep();
    folder.look_at_cases();
    return folder;
}

// Those whose process was killed; one that is alive has its own process id in the name.
void CaseFolder::sweep() const {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(path_, ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(unfinished)) continue;
        const std::size_t process = number_in(std::string_view(name).substr(unfinished.size()));
        if (process == 0 || kill(static_cast<pid_t>(process), 0) != 0) fs::remove(entry.path(), ignored);
    }
}

void CaseFolder::look_at_cases() {
    for (const FoundFile& file : find_json_files(path_).files) {
        next_number_ = std::max(next_number_, number_in(file.id) + 1);
        const auto document = read_json_file(file.path);
        if (const JsonValue* secrets = document ? document->find("secrets") : nullptr)
            for (const JsonMember& secret : secrets->members) secret_names_.insert(secret.key);
    }
}

std::expected<std::string, std::string> CaseFolder::write(
    const std::function<std::expected<RecordedCase, std::string>(std::size_t number)>& make) {
    const fs::path half = fs::path(path_) / fmt::format("{}{}", unfinished, getpid());
    for (;;) {
        const auto made = make(next_number_);
        if (!made) return std::unexpected(made.error());
        const fs::path path = fs::path(path_) / (made->name + ".json");
        if (auto written = write_file(half, to_pretty_json(made->document) + "\n"); !written)
            return std::unexpected(written.error());
        const bool is_new = link(half.c_str(), path.c_str()) == 0;  // unlike a rename, writes over nothing
        const int error = errno;
        fs::remove(half);
        ++next_number_;
        if (is_new) return path.string();
        if (error != EEXIST)
            return std::unexpected(fmt::format("{}: can't be written: {}", path.string(), std::strerror(error)));
    }
}

}  // namespace keyturn
