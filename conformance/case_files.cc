#include "conformance/case_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "protocol/bytes.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

// A file that is open for reading; closes itself.
class OpenFile {
  public:
    explicit OpenFile(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    bool is_open() const { return descriptor_ >= 0; }

    bool is_regular() const {
        struct stat status{};
        return ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
    }

    // At most `most` bytes; nothing after an error, which is in errno.
    std::optional<std::string> read(std::size_t most) const {
        constexpr std::size_t step = 1u << 16;
        std::string content;
        while (content.size() < most) {
            const std::size_t before = content.size();
            content.resize(std::min(most, before + step));
            const ssize_t count = ::read(descriptor_, content.data() + before, content.size() - before);
            if (count < 0) return std::nullopt;
            content.resize(before + static_cast<std::size_t>(count));
            if (count == 0) break;
        }
        return content;
    }

  private:
    int descriptor_;
};

FileProblem unreadable(const std::string& path, int error) {
    return {path, "", "a file that can be read", std::strerror(error)};
}

std::expected<std::string, FileProblem> read_file(const std::string& path, std::size_t most_bytes) {
    const OpenFile file(path);
    if (!file.is_open()) return std::unexpected(unreadable(path, errno));
    if (!file.is_regular()) return std::unexpected(FileProblem{path, "", "a regular file", "none"});
    auto content = file.read(most_bytes + 1);
    if (!content) return std::unexpected(unreadable(path, errno));
    if (content->size() > most_bytes)
        return std::unexpected(FileProblem{path, "", fmt::format("at most {} bytes", most_bytes), "more"});
    if (content->empty()) return std::unexpected(FileProblem{path, "", "a JSON text", "an empty file"});
    return *std::move(content);
}

bool is_below(const fs::path& path, const fs::path& folder) {
    return std::ranges::mismatch(folder, path).in1 == folder.end();
}

// Walks a folder in no particular order.
class Search {
  public:
    Search(const std::string& folder, const CaseFileLimits& limits) : folder_(folder), limits_(limits) {
        std::error_code error;
        real_folder_ = fs::canonical(folder_, error);
    }

    FoundFiles run() {
        visit(folder_, 0);
        std::ranges::sort(found_.files, {}, &FoundFile::id);
        std::ranges::sort(found_.others);
        std::ranges::sort(found_.problems, {}, &FileProblem::file);
        return std::move(found_);
    }

  private:
    void visit(const fs::path& folder, std::size_t depth) {
        std::error_code error;
        fs::directory_iterator entries(folder, error);
        if (error) return complain(folder, "a folder that can be read", error.message());
        for (; entries != fs::directory_iterator() && !full_; entries.increment(error))
            if (!entries->path().filename().string().starts_with('.')) visit_entry(*entries, depth);
    }

    void visit_entry(const fs::directory_entry& entry, std::size_t depth) {
        std::error_code error;
        if (entry.is_symlink(error)) return visit_link(entry.path());
        if (entry.is_directory(error)) return visit_folder(entry.path(), depth + 1);
        add(entry.path());
    }

    void visit_folder(const fs::path& folder, std::size_t depth) {
        if (depth > limits_.folder_depth)
            return complain(folder, fmt::format("at most {} folders within each other", limits_.folder_depth), "more");
        visit(folder, depth);
    }

    void visit_link(const fs::path& link) {
        std::error_code error;
        const fs::path target = fs::canonical(link, error);
        if (fs::is_directory(target, error)) return;
        if (link.extension() == ".json" && !is_below(target, real_folder_))
            return complain(link, "a file of the folder", "a link that leads out of it or nowhere");
        add(link);
    }

    void add(const fs::path& path) {
        if (path.extension() != ".json") return found_.others.push_back(path.string());
        if (found_.files.size() == limits_.files) {
            full_ = true;
            return complain(folder_, fmt::format("at most {} files", limits_.files), "more");
        }
        const std::string id = path.lexically_relative(folder_).replace_extension().generic_string();
        if (!is_utf8(id)) return complain(path.parent_path(), "file names in UTF-8", "hex " + hex(bytes_of(id)));
        found_.files.push_back({id, path.string()});
    }

    void complain(const fs::path& path, std::string expected, std::string actual) {
        found_.problems.push_back({path.string(), "", std::move(expected), std::move(actual)});
    }

    fs::path folder_;
    fs::path real_folder_;
    CaseFileLimits limits_;
    FoundFiles found_;
    bool full_ = false;
};

void append(FileProblems& problems, const FileProblems& more) {
    problems.insert(problems.end(), more.begin(), more.end());
}

}  // namespace

std::expected<JsonValue, FileProblem> read_json_file(const std::string& path, const CaseFileLimits& limits) {
    const auto content = read_file(path, limits.bytes);
    if (!content) return std::unexpected(content.error());
    auto document = parse_json(*content);
    if (document) return *std::move(document);
    const auto [line, column] = line_and_column(*content, document.error().offset);
    return std::unexpected(FileProblem{path, fmt::format("{}:{}", line, column), "JSON", document.error().reason});
}

FoundFiles find_json_files(const std::string& folder, const CaseFileLimits& limits) {
    return Search(folder, limits).run();
}

std::expected<Case, FileProblems> read_case_file(const std::string& path, std::string id, const SharedStates& states,
                                                 const CaseFileLimits& limits) {
    const auto document = read_json_file(path, limits);
    if (!document) return std::unexpected(FileProblems{document.error()});
    auto read = read_case(*document, std::move(id), path, states);
    if (read) return *std::move(read);
    return std::unexpected(problems_of(path, read.error()));
}

std::expected<Requirements, FileProblems> read_requirements_file(const std::string& path) {
    const auto document = read_json_file(path);
    if (!document) return std::unexpected(FileProblems{document.error()});
    auto catalogue = Requirements::read(*document);
    if (catalogue) return *std::move(catalogue);
    return std::unexpected(problems_of(path, catalogue.error()));
}

ReadStates read_shared_states(const std::string& folder, const CaseFileLimits& limits) {
    std::error_code error;
    if (!fs::exists(folder, error)) return {};
    FoundFiles found = find_json_files(folder, limits);
    ReadStates read{.states = {}, .problems = std::move(found.problems)};
    for (const FoundFile& file : found.files) {
        const auto document = read_json_file(file.path, limits);
        if (!document) {
            read.problems.push_back(document.error());
        } else if (auto state = read_shared_state(*document)) {
            read.states.emplace(file.id, std::move(*state));
        } else {
            append(read.problems, problems_of(file.path, state.error()));
        }
    }
    return read;
}

ReadCases read_cases(const std::string& folder, const SharedStates& states, const CaseFileLimits& limits) {
    FoundFiles found = find_json_files(folder, limits);
    ReadCases read{.cases = {}, .problems = std::move(found.problems)};
    for (const FoundFile& file : found.files) {
        auto one = read_case_file(file.path, file.id, states, limits);
        if (one)
            read.cases.push_back(std::move(*one));
        else
            append(read.problems, one.error());
    }
    return read;
}

}  // namespace keyturn
