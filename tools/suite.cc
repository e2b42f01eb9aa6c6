#include "tools/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "conformance/case_files.h"

namespace keyturn {
namespace {

std::string below(const std::string& folder, std::string_view part) {
    return (std::filesystem::path(folder) / "conformance" / part).string();
}

std::string lines_of(const FileProblems& problems) {
    std::string text;
    for (const FileProblem& problem : problems) text += to_string(problem) + "\n";
    return text;
}

// `*` any text, `?` one character. Linear in practice: only the last star is ever tried again.
bool fits_glob(std::string_view text, std::string_view glob) {
    std::size_t t = 0, g = 0, star = std::string_view::npos, tried = 0;
    while (t < text.size()) {
        if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t]) && glob[g] != '*') {
            ++t, ++g;
        } else if (g < glob.size() && glob[g] == '*') {
            star = g++;
            tried = t;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            t = ++tried;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', g) == std::string_view::npos;
}

bool is_meant(std::string_view id, std::string selector) {
    if (selector.ends_with(".json")) selector.resize(selector.size() - 5);
    if (selector.ends_with('/')) selector.pop_back();
    return id == selector || id.starts_with(selector + "/") || fits_glob(id, selector);
}

}  // namespace

std::expected<Requirements, std::string> load_requirements(const std::string& data) {
    auto requirements = read_requirements_file(below(data, "requirements.json"));
    if (!requirements) return std::unexpected(lines_of(requirements.error()));
    return std::move(*requirements);
}

std::expected<Suite, std::string> load_suite(const std::string& data, const std::string& cases) {
    auto requirements = load_requirements(data);
    if (!requirements) return std::unexpected(requirements.error());
    auto states = read_shared_states(below(data, "states"));
    if (!states.problems.empty()) return std::unexpected(lines_of(states.problems));
    auto read = read_cases(cases.empty() ? below(data, "cases") : cases, states.states);
    if (!read.problems.empty()) return std::unexpected(lines_of(read.problems));
    return Suite{std::move(*requirements), std::move(states.states), std::move(read.cases)};
}

std::expected<std::vector<Case>, std::string> selected(std::vector<Case> cases,
                                                       const std::vector<std::string>& selectors) {
    for (const std::string& selector : selectors)
        if (std::ranges::none_of(cases, [&](const Case& test) { return is_meant(test.id, selector); }))
            return std::unexpected(
                fmt::format("no case fits '{}': keyturn conform --list shows all {}", selector, cases.size()));
    if (!selectors.empty())
        std::erase_if(cases, [&](const Case& test) {
            return std::ranges::none_of(selectors,
                                        [&](const std::string& selector) { return is_meant(test.id, selector); });
        });
    return cases;
}

}  // namespace keyturn
