#include "fuzz/crash/regressions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

#include "conformance/explain/fuzz_inputs.h"
#include "conformance/file_format.h"
#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/crash/regression_case.h"
#include "fuzz/runner/project_files.h"
#include "protocol/object_reader.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_line = 200;

std::unexpected<std::string> no(std::string reason) { return std::unexpected(std::move(reason)); }

// Nothing unless the text is digits alone.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number = 0;
    if (text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() ? std::optional(number) : std::nullopt;
}

bool is_line(std::string_view text) {
    return !text.empty() && text.size() <= longest_line &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Regression read_regression(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    Regression regression{.file = nonempty_text(object, "file"),
                          .bucket = nonempty_text(object, "bucket"),
                          .requirement = object.optional_text("requirement").value_or(""),
                          .date = object.text("date"),
                          .why = nonempty_text(object, "why")};
    if (const JsonValue* date = object.value("date"); date && !is_date(regression.date))
        object.complain("date", "a day, 2026-11-23", date);
    object.finish();
    return regression;
}

bool has_file(const std::vector<Regression>& regressions, std::string_view file) {
    return std::ranges::find(regressions, file, &Regression::file) != regressions.end();
}

// The row of an input, refused where it is none.
std::expected<Regression, std::string> checked(Regression regression, std::string_view content) {
    if (!is_date(regression.date)) return no(fmt::format("'{}' is no day: 2026-11-23", regression.date));
    if (!is_line(regression.why)) return no(fmt::format("why it is kept is one line of 1 to {} bytes", longest_line));
    if (!is_line(regression.bucket)) return no("it has no bucket");
    regression.file = content_name(content);
    return regression;
}

bool is_there(const fs::path& file) {
    std::error_code error;
    return fs::exists(fs::symlink_status(file, error));
}

std::string pretty(const JsonValue& document) { return to_pretty_json(document) + "\n"; }

struct FileToWrite {
    fs::path path;  // "" for none
    std::string content;
};

// All or none. Only the last may be there before: the others are removed when one can't be written.
std::expected<void, std::string> write_all(const std::vector<FileToWrite>& files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].path.empty()) continue;
        const auto written = write_whole(files[i].path, files[i].content);
        if (written) continue;
        std::error_code error;
        for (std::size_t before = 0; before < i; ++before) fs::remove(files[before].path, error);
        return no(written.error());
    }
    return {};
}

struct CaseOfInput {
    FileToWrite file;
    std::string why_none;
};

CaseOfInput case_of_input(const fs::path& root, std::string_view target, std::string_view content,
                          const Regression& row) {
    if (!takes_bodies_of_requests(target)) return {};
    const auto document = regression_case(target, content, row);
    if (!document) return {{}, document.error()};
    return {{case_of_regression(root, target, content), pretty(*document)}, ""};
}

}  // namespace

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = number_in<int>(text.substr(0, 4));
    const auto month = number_in<unsigned>(text.substr(5, 2)), day = number_in<unsigned>(text.substr(8, 2));
    if (!year || !month || !day) return false;
    return std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(*month), std::chrono::day(*day))
        .ok();
}

std::expected<std::vector<Regression>, Problems> read_regressions(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    object.required_value("regressions");
    const std::vector<JsonValue>& rows = object.elements("regressions");
    std::vector<Regression> regressions;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string pointer = pointer_to(object.pointer("regressions"), i);
        Regression regression = read_regression(rows[i], pointer, problems);
        if (has_file(regressions, regression.file))
            problems.push_back({"", pointer, "each file once", regression.file});
        regressions.push_back(std::move(regression));
    }
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return regressions;
}

JsonValue regressions_to_json(const std::vector<Regression>& regressions) {
    JsonValue rows = json_array();
    for (const Regression& regression : regressions) {
        JsonValue row =
            json_object({{"file", json_string(regression.file)}, {"bucket", json_string(regression.bucket)}});
        if (!regression.requirement.empty()) row.set("requirement", json_string(regression.requirement));
        row.set("date", json_string(regression.date));
        row.set("why", json_string(regression.why));
        rows.elements.push_back(std::move(row));
    }
    return json_object({{"schema", json_number("1")}, {"regressions", std::move(rows)}});
}

fs::path record_of_regressions(const fs::path& root, std::string_view target) {
    return root / "corpus/regressions" / (std::string(target) + ".json");
}

std::expected<std::vector<Regression>, std::string> load_regressions(const fs::path& root, std::string_view target) {
    const fs::path file = record_of_regressions(root, target);
    if (!fs::exists(file)) return std::vector<Regression>();
    const auto document = read_json_file(file);
    if (!document) return no(document.error());
    auto regressions = read_regressions(*document);
    if (!regressions) return no(lines_of(file, regressions.error()));
    return *std::move(regressions);
}

std::expected<Promoted, std::string> promote(const fs::path& root, std::string_view target, std::string_view content,
                                             Regression regression, Promote what) {
    auto row = checked(std::move(regression), content);
    auto rows = load_regressions(root, target);
    if (!row || !rows) return no(row ? rows.error() : row.error());
    const fs::path input = regressions_of(root, target) / row->file;
    if (is_there(input) || has_file(*rows, row->file))
        return no(fmt::format("{} is a regression already", input.string()));
    const CaseOfInput made = case_of_input(root, target, content, *row);
    if (!made.file.path.empty() && is_there(made.file.path))
        return no(fmt::format("{} is there already", made.file.path.string()));
    const Promoted promoted{input, made.file.path, made.why_none};
    if (what == Promote::only_check) return promoted;
    rows->insert(std::ranges::lower_bound(*rows, row->file, {}, &Regression::file), *row);
    const auto written = write_all({{input, std::string(content)},
                                    made.file,
                                    {record_of_regressions(root, target), pretty(regressions_to_json(*rows))}});
    if (!written) return no(written.error());
    return promoted;
}

}  // namespace keyturn::fuzz
