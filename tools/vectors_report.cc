#include "tools/vectors_report.h"

#include <fmt/format.h>

#include "tools/exit_status.h"
#include "tools/input_file.h"

namespace keyturn {
namespace {

std::string row(std::string_view name, std::size_t entries, std::size_t passed, std::size_t failed) {
    return fmt::format("{:<18}{:>9}{:>9}{:>9}\n", name, entries, passed, failed);
}

std::string line_of(const VectorFailure& failure) {
    std::string place = failure.section;
    for (const std::string& part : {failure.entry, failure.field})
        if (!part.empty()) place += " " + part;
    return fmt::format("{}: expected {}, found {}\n", place, failure.expected, failure.actual);
}

JsonValue number(std::size_t value) { return json_number(std::to_string(value)); }

JsonValue to_json(const VectorSectionResult& section) {
    return json_object({{"name", json_string(section.name)},
                        {"entries", number(section.entries)},
                        {"passed", number(section.passed())},
                        {"failed", number(section.failed)}});
}

JsonValue to_json(const VectorFailure& failure) {
    return json_object({{"section", json_string(failure.section)},
                        {"entry", json_string(failure.entry)},
                        {"field", json_string(failure.field)},
                        {"expected", json_string(failure.expected)},
                        {"actual", json_string(failure.actual)}});
}

JsonValue to_json(const VectorFileReport& file) {
    JsonValue sections = json_array(), unknown = json_array(), failures = json_array();
    for (const VectorSectionResult& section : file.report.sections) sections.elements.push_back(to_json(section));
    for (const std::string& name : file.report.unknown_sections) unknown.elements.push_back(json_string(name));
    for (const VectorFailure& failure : file.report.failures) failures.elements.push_back(to_json(failure));
    return json_object({{"path", json_string(file.path)},
                        {"entries", number(file.report.entries())},
                        {"failed", number(file.report.failed())},
                        {"sections", std::move(sections)},
                        {"unknown_sections", std::move(unknown)},
                        {"failures", std::move(failures)},
                        {"failures_left_out", number(file.report.failures_left_out)}});
}

}  // namespace

std::expected<VectorReport, std::string> check_vector_file(const std::string& path) {
    const auto file = read_json_input(path);
    if (!file) return std::unexpected(file.error());
    auto report = check_vectors(*file);
    if (!report) return std::unexpected(fmt::format("{}: {}", path, report.error().reason));
    return std::move(*report);
}

std::string text_of(const VectorFileReport& file) {
    const VectorReport& report = file.report;
    std::string text = fmt::format("{}\n{:<18}{:>9}{:>9}{:>9}\n", file.path, "section", "entries", "passed", "failed");
    for (const VectorSectionResult& section : report.sections)
        text += row(section.name, section.entries, section.passed(), section.failed);
    text += row("total", report.entries(), report.entries() - report.failed(), report.failed());
    for (const VectorFailure& failure : report.failures) text += line_of(failure);
    if (report.failures_left_out > 0) text += fmt::format("and {} more failures\n", report.failures_left_out);
    for (const std::string& name : report.unknown_sections) text += fmt::format("note: unknown section {}\n", name);
    return text;
}

JsonValue to_json(const std::vector<VectorFileReport>& files) {
    JsonValue array = json_array();
    for (const VectorFileReport& file : files) array.elements.push_back(to_json(file));
    return json_object({{"files", std::move(array)}});
}

int exit_status_of(const std::vector<VectorFileReport>& files) {
    std::size_t entries = 0, failed = 0;
    for (const VectorFileReport& file : files) {
        entries += file.report.entries();
        failed += file.report.failed();
    }
    if (failed > 0) return exit_nonconformant;
    return entries == 0 ? exit_nothing_ran : exit_conformant;
}

}  // namespace keyturn
