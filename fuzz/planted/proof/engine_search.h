// One run of a fuzz target's engine from the shipped seeds, bounded by a number of inputs: the same every time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace keyturn::fuzz {

struct SearchPlace {
    std::filesystem::path root;       // of the project: corpus/seeds/<target>
    std::filesystem::path explorers;  // folder of the build without sanitizers, whose .options and dictionaries count
    std::filesystem::path work;       // a folder for what is found and for lists of seeds; it exists
};

struct SearchRun {
    std::filesystem::path program;
    std::string target;            // whose seeds and options the program gets
    std::uint64_t seed = 1;        // of the engine's choices
    std::uint64_t executions = 0;  // at most; those of the seeds count, and are run in any case
    std::chrono::seconds deadline{120};
    std::string inverted = {};  // the oracle to turn round, of a program that can
};

struct SearchEnd {
    std::string finding = {};          // what the oracle said, or a sanitizer or the engine; empty: nothing was found
    std::filesystem::path input = {};  // that it was found with
    std::uint64_t executions = 0;      // until it was found
    double seconds = 0;
    std::string trouble = {};  // why it did not run to its end; empty: it did
};

SearchEnd search(const SearchRun& run, const SearchPlace& place);

}  // namespace keyturn::fuzz
