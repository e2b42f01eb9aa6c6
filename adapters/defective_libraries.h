// Libraries that are wrong in exactly one thing: what shows that a property would notice (design, section 1: a check
// that has never been seen to fail does not count). Each is the reference library with one function or two exchanged.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "adapters/library_functions.h"

namespace keyturn {

struct DefectiveLibrary {
    std::string_view name;         // "one-member-missed"
    std::string_view requirement;  // the one it breaks: its id in the catalogue
    std::string_view summary;      // what it does, as a sentence without its full stop
    void (*spoil)(LibraryFunctions& library);
};

// All of them, ordered by subject; names are unique.
const std::vector<DefectiveLibrary>& defective_libraries();

const DefectiveLibrary* find_defective_library(std::string_view name);  // nullptr when there is none

// A fresh one: some remember what they were asked before. Its description is named after the defect.
std::unique_ptr<Library> make_library(const DefectiveLibrary& defect);

}  // namespace keyturn
