// The append-only record of a run: one JSON line a verdict, flushed, so that nothing is lost when a run is killed
// (design, section 4, "Journal").
#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/exercised.h"
#include "conformance/matcher.h"
#include "protocol/json_document.h"
#include "protocol/problem.h"

namespace keyturn {

enum class VerdictKind { conformant, tolerated, nonconformant, unimplemented, inconclusive, not_run, flaky };

std::string_view name_of(VerdictKind kind);  // "conformant", …, "not run", "flaky"

// One requirement that did not hold in a case, with what was seen.
struct Breach {
    std::string requirement;
    std::size_t exchange = 0;  // from 0
    Difference difference;
};

struct Verdict {
    std::string case_id;
    VerdictKind kind = VerdictKind::conformant;
    std::vector<std::string> requirements;  // cited: by the case when it passes, by the breaches when it does not
    std::string reason;                     // a sentence for inconclusive and not run
    bool set_up_failed = false;             // not run because its state could not be given
    std::vector<Breach> breaches;
    std::string repeat;        // the command that runs just this case again
    Exercised exercised = {};  // by what was sent and answered, and its requirements when it was judged
};

std::string journal_line(const Verdict& verdict);  // without the line feed

// The verdict of one line. Every problem at once; unknown keys are problems.
std::expected<Verdict, Problems> read_journal_line(const JsonValue& line);

// Appends to a file. A line is there as a whole or not at all, also when the disk is full or the process dies right
// after it was appended. Errors are values with the file's name.
class Journal {
  public:
    // Starts an empty file, in place of one that is there.
    static std::expected<Journal, std::string> create(const std::string& path);
    Journal(Journal&& other) noexcept;
    Journal& operator=(Journal&& other) noexcept;
    ~Journal();

    std::expected<void, std::string> append(const Verdict& verdict);

  private:
    Journal(int descriptor, std::string path);
    // Takes back what was written of a line; why it could not be written.
    std::string give_up(int error);

    int descriptor_ = -1;
    std::string path_;
    long long length_ = 0;  // of the whole lines
};

}  // namespace keyturn
