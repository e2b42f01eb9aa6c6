// The known failures of a server, each with who looks after it and until when: what makes CI useful before everything
// is right, and tells when it has become so.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/journal.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

struct KnownFailure {
    std::string case_id;
    std::vector<std::string> requirements;  // that may be broken; another one is a new failure
    std::string reason;
    std::string owner;
    std::string expires;  // the last day it counts, in UTC: "2027-01-31"

    friend bool operator==(const KnownFailure&, const KnownFailure&) = default;
};

struct Baseline {
    std::vector<KnownFailure> known;  // each case once

    const KnownFailure* find(std::string_view case_id) const;  // nullptr when there is none
};

// {"schema": 1, "known_failures": [{"case", "requirements", "reason", "owner", "expires"}]}. Every problem at once.
std::expected<Baseline, Problems> read_baseline(const JsonValue& document);
JsonValue baseline_to_json(const Baseline& baseline);  // by case id

// What a baseline says of a run.
struct BaselineReport {
    std::vector<std::string> known;  // case ids of failures that it knows, expired or not
    std::vector<std::string>
        stale;  // sentences: entries that expired, and cases that pass though they are known to fail
};

// `today` as in `expires`. A case that fails is nonconformant, flaky, or, when `strict`, tolerated; an entry whose case
// was not judged is left alone.
BaselineReport compare(const Baseline& baseline, const std::vector<Verdict>& verdicts, std::string_view today,
                       bool strict);

// What the baseline should be after the run: entries of cases that pass are gone, the requirements of known ones are
// those that were broken, new failures have the reason "to be looked into", the owner "nobody" and thirty days. Entries
// of cases that were not judged stay.
Baseline updated(const Baseline& baseline, const std::vector<Verdict>& verdicts, std::uint64_t now_msec, bool strict);

// The day in UTC, as in `expires`, up to the year 9999.
std::string day_of(std::uint64_t msec);

}  // namespace keyturn
