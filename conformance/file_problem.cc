#include "conformance/file_problem.h"

#include <fmt/format.h>

namespace keyturn {

std::string to_string(const FileProblem& problem) {
    const std::string_view separator = problem.place.empty() ? "" : problem.place.starts_with('/') ? " " : ":";
    return fmt::format("{}{}{}: expected {}, found {}", problem.file, separator, problem.place, problem.expected,
                       problem.actual);
}

FileProblems problems_of(std::string_view file, const Problems& problems) {
    FileProblems all;
    for (const Problem& problem : problems)
        all.push_back({std::string(file), problem.pointer, problem.expected, problem.actual});
    return all;
}

}  // namespace keyturn
