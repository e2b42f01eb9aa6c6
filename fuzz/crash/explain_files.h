// Crash files explained, each beside the seeds of its target.
#pragma once

#include <cstddef>
#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "fuzz/crash/explanation.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {

struct ExplainedFile {
    std::string path;     // can be shown
    std::string trouble;  // why it is not explained, a sentence
    std::string target;
    CrashExplanation explanation;
};

struct ExplainedFiles {
    static constexpr std::size_t most_files = 50;  // nobody reads more

    std::vector<ExplainedFile> files;
    std::string left_out;  // lines: what was not looked at

    std::size_t count_of_explained() const;
};

// `options` as explain_crash takes them, without a target. `target`: of all files; "" for what name or folder tells.
// The error is a sentence, see find_targeted_files.
std::expected<ExplainedFiles, std::string> explain_files(const std::vector<std::string>& paths,
                                                         const std::filesystem::path& root, const std::string& target,
                                                         const ExplainOptions& options);

std::string text_of(const ExplainedFiles& explained);

// fuzz/schemas/crash-explanation.schema.json
JsonValue to_json(const ExplainedFiles& explained);

}  // namespace keyturn::fuzz
