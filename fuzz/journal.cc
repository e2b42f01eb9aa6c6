// The text of a journal. What is read and written again reads as the same run; a last line that was cut is left out and
// said; every report of the run can be read by those it is for.
#include <algorithm>

#include "conformance/reports/reports.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

using Read = std::expected<RunRecord, std::string>;

Read read_text(const std::string& text) { return read_run_record({text}, {"journal.ndjson"}); }

std::string written(const RunRecord& record) {
    std::string text;
    for (const Verdict& verdict : record.verdicts) text += journal_line(verdict) + "\n";
    return text;
}

void reports_are_read(const RunRecord& record) {
    static const Requirements none = *Requirements::read(*parse_json(R"({"schema": 1, "requirements": []})"));
    const ReportOptions options{none};
    fuzz::expect(parse_json(sarif_report(record, options)).has_value(), "SARIF is JSON");
    fuzz::expect(markdown_report(record, options).size() <= 60'000, "a comment of a pull request is bounded");
    fuzz::expect(is_utf8(junit_report(record, options)), "XML is UTF-8");
    fuzz::expect(!html_report(record, options).contains('\0'), "a page holds no NUL");
}

}  // namespace

FUZZ_TARGET {
    const std::string text(text_of(input));
    const Read record = read_text(text);
    if (!record) {
        fuzz::expect(!record.error().empty(), "a refusal has a sentence");
        return fuzz::Taken::refused;
    }
    const std::string lines = written(*record);
    const Read again = read_text(lines);
    fuzz::expect(again && written(*again) == lines && again->remarks.empty(), "a written journal reads back");
    if (!lines.empty()) {
        const Read cut = read_text(lines.substr(0, lines.size() - 1));
        fuzz::expect(cut && cut->verdicts.size() + 1 == record->verdicts.size() && cut->remarks.size() == 1,
                     "a cut line is left out and said");
    }
    reports_are_read(*record);
    return fuzz::Taken::accepted;
}
