#include "conformance/reports/run_record.h"

#include <fmt/format.h>

#include <map>

#include "conformance/repetition.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

using RunsByCase = std::map<std::string, std::vector<Verdict>>;

std::expected<Verdict, std::string> read_line(std::string_view line) {
    const auto document = parse_json(line);
    if (!document)
        return std::unexpected(fmt::format("{} at byte {}", document.error().reason, document.error().offset));
    auto verdict = read_journal_line(*document);
    if (verdict) return std::move(*verdict);
    const Problem& first = verdict.error().front();
    return std::unexpected(fmt::format("{}: expected {}, found {}", first.pointer, first.expected, first.actual));
}

// The error is a sentence with the line's number, from 1.
std::expected<void, std::string> read_lines(std::string_view text, RunsByCase& runs) {
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        auto verdict = read_line(text.substr(0, end));
        if (!verdict) return std::unexpected(fmt::format("line {}: {}", number, verdict.error()));
        std::string id = verdict->case_id;
        runs[std::move(id)].push_back(std::move(*verdict));
        text.remove_prefix(end + 1);
    }
    return {};
}

}  // namespace

std::expected<RunRecord, std::string> read_run_record(const std::vector<std::string>& texts,
                                                      const std::vector<std::string>& names) {
    RunRecord record;
    RunsByCase runs;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::size_t whole = texts[i].rfind('\n') + 1;  // npos + 1 is 0
        if (whole != texts[i].size())
            record.remarks.push_back(
                fmt::format("{}: the last line is cut and left out; the run was ended in the middle", names[i]));
        if (const auto read = read_lines(std::string_view(texts[i]).substr(0, whole), runs); !read)
            return std::unexpected(fmt::format("{}: {}", names[i], read.error()));
    }
    for (auto& [id, of_case] : runs) record.verdicts.push_back(combined(std::move(of_case)));
    return record;
}

}  // namespace keyturn
