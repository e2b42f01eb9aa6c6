// What is wrong with a file of ours, for people: one line that names the file and the place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/problem.h"

namespace keyturn {

struct FileProblem {
    std::string file;
    std::string place;  // "line:column", a JSON Pointer, or "" for the file as a whole
    std::string expected;
    std::string actual;

    friend bool operator==(const FileProblem&, const FileProblem&) = default;
};

using FileProblems = std::vector<FileProblem>;

// "cases/a.json:3:14: expected JSON, found …", "cases/a.json /title: expected …, found …". Without a line feed.
std::string to_string(const FileProblem& problem);

FileProblems problems_of(std::string_view file, const Problems& problems);

}  // namespace keyturn
