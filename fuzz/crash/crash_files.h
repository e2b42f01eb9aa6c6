// The inputs among files and folders that a person or a CI system names; folders may be hostile.
//
// Nothing is opened but regular files, no link is followed, and one content is one input however many files have it, so
// that a million empty files are one. Bounded in memory by the distinct contents, in time by the files looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

struct CrashFile {
    std::filesystem::path path;  // of its copies the first by name
    std::string target;          // "" where neither name nor folder tells
    std::string content;         // content_name() of its bytes; "" of one that can't be read
    std::uintmax_t size = 0;
    std::size_t copies = 1;
    std::string trouble = {};  // why it can't be read, a sentence
};

struct CrashFiles {
    std::vector<CrashFile> files;       // by target and content, then those that can't be read, by path
    std::vector<std::string> left_out;  // sentences: what was not looked at, and why; the first `most_remarks`
    std::size_t remarks = 0;            // all of them

    static constexpr std::size_t most_remarks = 20;
};

struct CrashFileLimits {
    std::uintmax_t bytes = 1u << 20;  // of one file; targets take 64 KiB
    std::size_t visited = 2'000'000;  // files and folders
    std::size_t distinct = 20'000;    // contents, or files that can't be read
    int depth = 32;                   // of folders within each other
};

// Whether a name is one of a target.
using IsTarget = std::function<bool(std::string_view name)>;

// What is named and does not exist is a file that can't be read.
CrashFiles find_crash_files(const std::vector<std::string>& paths, const IsTarget& is_target,
                            const CrashFileLimits& limits = {});

// The target that a file's name tells as ClusterFuzz has it, clusterfuzz-testcase-minimized-fuzz_request-123, or else
// the nearest of its folders: corpus/crashes/request/x, request/findings/crash-0, fuzz_request/default/crashes/id:0.
std::string target_of_path(const std::filesystem::path& path, const IsTarget& is_target);

// The bytes of a regular file that is no link. The error is a sentence without its name.
std::expected<std::string, std::string> read_crash_file(const std::filesystem::path& path, std::uintmax_t most_bytes);

}  // namespace keyturn::fuzz
