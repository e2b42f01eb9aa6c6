#include "conformance/requirement_page.h"

#include <fmt/format.h>

#include <iterator>

namespace keyturn {
namespace {

struct Chapter {
    std::string_view prefix;
    std::string_view subject;
};

constexpr Chapter chapters[] = {
    {"AM-REQ", "the shape of requests"},
    {"AM-SIG", "signed actions, payloads and message ids"},
    {"AM-ROT", "the key version, the roster and rights"},
    {"AM-KEY", "wrapped keys, sealed texts and encodings"},
    {"AM-RSP", "responses"},
    {"AM-HTTP", "transport"},
    {"AM-SEC", "secrets"},
};

std::string in_a_cell(std::string_view text) {
    std::string cell;
    for (const char c : text) cell += c == '|' ? std::string("\\|") : std::string(1, c);
    return cell;
}

std::string profiles_that_ask(const Requirements& catalogue, const Requirement& requirement) {
    std::string names;
    for (const Profile profile : profiles)
        if (catalogue.applies(requirement, profile))
            names += (names.empty() ? "" : ", ") + std::string(name_of(profile));
    return names.empty() ? "no profile" : names;
}

std::string conflict_of(const Requirements& catalogue, const Requirement& requirement) {
    if (requirement.replaced_by) return "replaced by " + *requirement.replaced_by;
    if (!requirement.conflict) return {};
    return fmt::format("{}; taken by {}", *requirement.conflict, profiles_that_ask(catalogue, requirement));
}

}  // namespace

std::string requirement_tables_markdown(const Requirements& catalogue) {
    std::string markdown;
    for (const Chapter& chapter : chapters) {
        fmt::format_to(std::back_inserter(markdown),
                       "\n## {}: {}\n\n| id | level | keeper | source | text | conflict |\n|---|---|---|---|---|---|\n",
                       chapter.prefix, chapter.subject);
        for (const Requirement& one : catalogue.all())
            if (one.id.starts_with(chapter.prefix))
                fmt::format_to(std::back_inserter(markdown), "| {} | {} | {} | {} | {} | {} |\n", one.id,
                               name_of(one.level), name_of(one.keeper), one.source, in_a_cell(one.text),
                               conflict_of(catalogue, one));
    }
    return markdown;
}

std::expected<std::string, std::string> with_requirement_tables(std::string_view page, std::string_view tables) {
    constexpr std::string_view begin = "<!-- tables: begin -->", end = "<!-- tables: end -->";
    const std::size_t from = page.find(begin);
    const std::size_t to = from == page.npos ? page.npos : page.find(end, from);
    if (to == page.npos) return std::unexpected(fmt::format("it has no marks {} and {}", begin, end));
    return fmt::format("{}{}\n{}{}", page.substr(0, from), begin, tables, page.substr(to));
}

}  // namespace keyturn
