// Inputs of bugs that were fixed, kept so that they stay fixed: corpus/regressions/<target>/<name of the content>, and
// beside each folder a record of them, which CTest has replayed.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn::fuzz {

struct Regression {
    std::string file;         // content_name() of its bytes
    std::string bucket;       // that it fell into
    std::string requirement;  // that the oracle named; "" for none
    std::string date;         // 2026-11-23
    std::string why;          // a line

    friend bool operator==(const Regression&, const Regression&) = default;
};

// {"schema": 1, "regressions": [{"file", "bucket", "requirement"?, "date", "why"}]}, by file. Every problem at once.
std::expected<std::vector<Regression>, Problems> read_regressions(const JsonValue& document);
JsonValue regressions_to_json(const std::vector<Regression>& regressions);

// corpus/regressions/<target>.json
std::filesystem::path record_of_regressions(const std::filesystem::path& root, std::string_view target);

// None where there is no record.
std::expected<std::vector<Regression>, std::string> load_regressions(const std::filesystem::path& root,
                                                                     std::string_view target);

// Whether a text is a day of a calendar, as 2026-02-29 is none.
bool is_date(std::string_view text);

enum class Promote { write, only_check };

struct Promoted {
    std::filesystem::path input;
    std::filesystem::path test_case;  // "" where there is none
    std::string why_no_case;          // a sentence; "" where the target's inputs are no requests to a server
};

// Puts the input, its row and, of a request to a server, its case there (regression_case.h), or none of them. The
// error, a sentence: the input or the case is there, the row is none, or something can't be written. `regression.file`
// is set by this.
std::expected<Promoted, std::string> promote(const std::filesystem::path& root, std::string_view target,
                                             std::string_view content, Regression regression, Promote what);

}  // namespace keyturn::fuzz
