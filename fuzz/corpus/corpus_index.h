// What the repository says of each seed of a fuzz target: whether its subject must take it, and why it is there.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn::fuzz {

struct Seed {
    std::string file;  // its name: content_name() of its bytes
    bool accepted = false;
    std::string why;
    bool found = false;  // by exploring, and kept for what it reaches; else somebody chose it

    friend bool operator==(const Seed&, const Seed&) = default;
};

struct CorpusIndex {
    std::vector<Seed> seeds;  // by file, each once

    const Seed* find(std::string_view file) const;  // nullptr when there is none
    void put(Seed seed);                            // in the place of the one of that file
    void erase(std::string_view file);

    friend bool operator==(const CorpusIndex&, const CorpusIndex&) = default;
};

// {"schema": 1, "seeds": [{"file", "accepted", "why", "found"?}]}. Every problem at once.
std::expected<CorpusIndex, Problems> read_corpus_index(const JsonValue& document);
JsonValue corpus_index_to_json(const CorpusIndex& index);

// The name of an input by its content: SHA-1 in hexadecimal, the name that libFuzzer gives it too, so that one input is
// one file wherever it was found.
std::string content_name(std::string_view content);

// Says in a sentence each how a seed and its row disagree: a file without a row, a row without a file, a file that is
// not named after its content, a row without a reason. `contents` are the seeds' file names and bytes.
std::vector<std::string> disagreements(const CorpusIndex& index,
                                       const std::vector<std::pair<std::string, std::string>>& contents);

}  // namespace keyturn::fuzz
