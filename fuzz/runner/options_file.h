// <target>.options beside a target: what every engine that runs it should be told, in the form ClusterFuzz reads.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

struct EngineOptions {
    std::vector<std::string> arguments;  // of libFuzzer: "-max_len=65536"
    std::string asan;                    // as ASAN_OPTIONS takes them: "quarantine_size_mb=16:malloc_context_size=2"
};

// Sections [libfuzzer] and [asan] with lines `name = value`; other sections, comments (#, ;) and lines that are none
// are passed over. A dictionary stands beside the file.
EngineOptions read_options(std::string_view text, const std::filesystem::path& folder);

}  // namespace keyturn::fuzz
