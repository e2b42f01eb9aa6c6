#include "fuzz/crash/crash_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "conformance/shown_text.h"
#include "fuzz/corpus/corpus_index.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

std::unexpected<std::string> no(std::string reason) { return std::unexpected(std::move(reason)); }

struct Descriptor {
    int number;

    explicit Descriptor(const fs::path& path)
        : number(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
    ~Descriptor() {
        if (number >= 0) close(number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

// It may grow while it is read.
std::expected<std::string, std::string> read_all(int descriptor, std::uintmax_t most_bytes) {
    std::string content;
    char buffer[65536];
    ssize_t count = 0;
    while ((count = read(descriptor, buffer, sizeof buffer)) > 0) {
        content.append(buffer, static_cast<std::size_t>(count));
        if (content.size() > most_bytes) return no(fmt::format("more than {} bytes are not read", most_bytes));
    }
    if (count < 0) return no(strerror(errno));
    return content;
}

bool takes_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::string target_named(std::string_view name, const IsTarget& is_target) {
    for (const std::string_view prefix : {"keyturn_fuzz_", "fuzz_", ""}) {
        std::string_view rest = name;
        if (takes_prefix(rest, prefix) && is_target(rest)) return std::string(rest);
    }
    return "";
}

class Finder {
  public:
    Finder(const IsTarget& is_target, const CrashFileLimits& limits) : is_target_(is_target), limits_(limits) {}

    void add(const fs::path& path) {
        std::error_code error;
        const fs::file_status status = fs::symlink_status(path, error);
        if (is_directory(status)) return walk(path);
        keep(path, status);
    }

    CrashFiles result() {
        for (auto& [key, file] : found_) result_.files.push_back(std::move(file));
        std::ranges::sort(unreadable_, {}, &CrashFile::path);
        for (CrashFile& file : unreadable_) result_.files.push_back(std::move(file));
        return std::move(result_);
    }

  private:
    void remark(const fs::path& path, std::string_view why) {
        if (++result_.remarks <= CrashFiles::most_remarks)
            result_.left_out.push_back(fmt::format("{}: {}", shown_place(path.string()), why));
    }

    // Whether there is room to look at one more; says so once.
    bool may_look() {
        if (visited_ < limits_.visited) return ++visited_ != 0;
        if (!std::exchange(is_full_, true))
            result_.left_out.push_back(fmt::format("only the first {} files and folders were looked at", visited_));
        return false;
    }

    void walk(const fs::path& folder) {
        std::error_code error;
        fs::recursive_directory_iterator entry(folder, error);
        if (error) return remark(folder, error.message());
        for (const fs::recursive_directory_iterator end; entry != end && may_look(); advance(entry)) {
            std::error_code gone;
            look_at(entry, entry->symlink_status(gone));
        }
    }

    void advance(fs::recursive_directory_iterator& entry) {
        const fs::path before = entry->path();
        std::error_code error;
        entry.increment(error);
        if (error) remark(before, error.message());
    }

    void look_at(fs::recursive_directory_iterator& entry, const fs::file_status& status) {
        if (!is_directory(status)) return keep(entry->path(), status);
        if (access(entry->path().c_str(), R_OK | X_OK) != 0) {
            remark(entry->path(), strerror(errno));
            entry.disable_recursion_pending();
        } else if (entry.depth() + 1 >= limits_.depth) {
            remark(entry->path(), "a folder this deep is not looked into");
            entry.disable_recursion_pending();
        }
    }

    void keep(const fs::path& path, const fs::file_status& status) {
        if (is_symlink(status)) return remark(path, "a link, which is not followed");
        if (exists(status) && !is_regular_file(status)) return remark(path, "no regular file");
        const auto content = read_crash_file(path, limits_.bytes);
        CrashFile file{.path = path, .target = target_of_path(path, is_target_), .content = "", .size = 0};
        if (content) {
            file.content = content_name(*content);
            file.size = content->size();
            return put(std::move(file));
        }
        file.trouble = content.error();
        if (has_room(path)) unreadable_.push_back(std::move(file));
    }

    void put(CrashFile file) {
        const auto key = std::pair(file.target, file.content);
        const auto known = found_.find(key);
        if (known != found_.end()) {
            ++known->second.copies;
            if (file.path < known->second.path) known->second.path = std::move(file.path);
        } else if (has_room(file.path)) {
            found_.emplace(key, std::move(file));
        }
    }

    bool has_room(const fs::path& path) {
        if (found_.size() + unreadable_.size() < limits_.distinct) return true;
        remark(path, fmt::format("more than {} inputs at once are not taken", limits_.distinct));
        return false;
    }

    const IsTarget& is_target_;
    const CrashFileLimits limits_;
    std::map<std::pair<std::string, std::string>, CrashFile> found_;  // by target and content
    std::vector<CrashFile> unreadable_;
    CrashFiles result_;
    std::size_t visited_ = 0;
    bool is_full_ = false;
};

}  // namespace

std::expected<std::string, std::string> read_crash_file(const fs::path& path, std::uintmax_t most_bytes) {
    const Descriptor file(path);
    if (file.number < 0) return no(errno == ELOOP ? "a link, which is not followed" : strerror(errno));
    struct stat status{};
    if (fstat(file.number, &status) != 0) return no(strerror(errno));
    if (!S_ISREG(status.st_mode)) return no("no regular file");
    const auto size = static_cast<std::uintmax_t>(status.st_size);
    if (size > most_bytes) return no(fmt::format("{} bytes, more than {} are not read", size, most_bytes));
    return read_all(file.number, most_bytes);
}

std::string target_of_path(const fs::path& path, const IsTarget& is_target) {
    const std::string file = path.filename().string();
    std::string_view name = file;
    if (takes_prefix(name, "clusterfuzz-testcase-")) {
        takes_prefix(name, "minimized-");
        if (std::string target = target_named(name.substr(0, name.rfind('-')), is_target); !target.empty())
            return target;
    }
    std::error_code error;
    fs::path folder = fs::absolute(path, error).lexically_normal().parent_path();
    for (; folder.has_relative_path(); folder = folder.parent_path())
        if (std::string target = target_named(folder.filename().string(), is_target); !target.empty()) return target;
    return "";
}

CrashFiles find_crash_files(const std::vector<std::string>& paths, const IsTarget& is_target,
                            const CrashFileLimits& limits) {
    Finder finder(is_target, limits);
    for (const std::string& path : paths) finder.add(path);
    return finder.result();
}

}  // namespace keyturn::fuzz
