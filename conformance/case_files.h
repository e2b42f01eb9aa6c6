// Finds and reads the suite's files: requirements, shared states and cases (design, section 4). Does file I/O.
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

#include "conformance/exchange.h"
#include "conformance/file_problem.h"
#include "conformance/requirement.h"
#include "protocol/json_document.h"

namespace keyturn {

struct CaseFileLimits {
    std::size_t files = 20'000;     // JSON files below one folder
    std::size_t bytes = 16u << 20;  // of one file
    std::size_t folder_depth = 16;  // of folders within each other
};

// A JSON file of ours. Wrong: one that can't be read, is no regular file, is empty, too large or no JSON (line:column).
std::expected<JsonValue, FileProblem> read_json_file(const std::string& path, const CaseFileLimits& limits = {});

struct FoundFile {
    std::string id;  // its path below the folder, without ".json", parts joined with /
    std::string path;
};

struct FoundFiles {
    std::vector<FoundFile> files;     // by id
    std::vector<std::string> others;  // paths of files that are no *.json, sorted
    FileProblems problems;            // folders that can't be read, links that lead out of the folder, limits
};

// Every *.json below a folder but hidden ones. Links to folders are not followed; links to files are, as long as they
// stay in the folder.
FoundFiles find_json_files(const std::string& folder, const CaseFileLimits& limits = {});

// One case file on its own.
std::expected<Case, FileProblems> read_case_file(const std::string& path, std::string id, const SharedStates& states,
                                                 const CaseFileLimits& limits = {});

std::expected<Requirements, FileProblems> read_requirements_file(const std::string& path);

struct ReadStates {
    SharedStates states;  // by the files' ids
    FileProblems problems;
};

// The shared states below a folder. A folder that is not there holds none.
ReadStates read_shared_states(const std::string& folder, const CaseFileLimits& limits = {});

struct ReadCases {
    std::vector<Case> cases;  // by id, those without a problem
    FileProblems problems;
};

ReadCases read_cases(const std::string& folder, const SharedStates& states, const CaseFileLimits& limits = {});

}  // namespace keyturn
