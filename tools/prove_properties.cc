#include "tools/prove_properties.h"

#include <fmt/format.h>

#include <algorithm>

#include "properties/generated/proof.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

using Defects = std::vector<const DefectiveLibrary*>;

std::expected<Defects, std::string> chosen_defects(const std::vector<std::string>& names) {
    Defects chosen;
    for (const DefectiveLibrary& defect : defective_libraries())
        if (names.empty() || std::ranges::find(names, defect.name) != names.end()) chosen.push_back(&defect);
    for (const std::string& name : names)
        if (!find_defective_library(name)) return std::unexpected(name);
    return chosen;
}

// One after the other: RapidCheck keeps what it generates with in static variables.
std::vector<LibraryTrial> trials_of(const Defects& defects, const ProvePropertiesOptions& options) {
    const ProofSettings settings = {.extent = options.whole_matrix ? ProofExtent::whole : ProofExtent::citing,
                                    .runs = options.runs,
                                    .seed = options.seed};
    std::vector<LibraryTrial> trials;
    for (const DefectiveLibrary* defect : defects) trials.push_back(try_defect(*defect, settings));
    return trials;
}

std::string text_of(const std::vector<LibraryTrial>& trials) {
    std::string text;
    std::size_t killed = 0;
    for (const LibraryTrial& trial : trials) {
        killed += trial.cited ? 1 : 0;
        text += fmt::format("{:<40} {:<11} {}\n", trial.defect->name, trial.defect->requirement,
                            trial.killed_by.empty() ? "SURVIVES" : fmt::format("{}", fmt::join(trial.killed_by, " ")));
        if (!trial.cited) text += fmt::format("  no property that cites it sees it: {}\n", trial.defect->summary);
    }
    return text + fmt::format("{} of {} defective libraries are seen by a property that cites what they break\n",
                              killed, trials.size());
}

std::string text_list(const Defects& defects) {
    std::string text;
    for (const DefectiveLibrary* defect : defects)
        text += fmt::format("{:<40} {:<11} {}\n", defect->name, defect->requirement, defect->summary);
    return text;
}

}  // namespace

int prove_properties(const ProvePropertiesOptions& options) {
    const auto defects = chosen_defects(options.names);
    if (!defects) {
        fmt::print(
            stderr,
            "keyturn prove properties: there is no defective library '{}': see keyturn prove properties --list\n",
            defects.error());
        return exit_usage;
    }
    if (options.list) {
        fmt::print("{}", text_list(*defects));
        return exit_conformant;
    }
    const auto trials = trials_of(*defects, options);
    fmt::print("{}", options.json ? to_pretty_json(to_json(trials)) + "\n" : text_of(trials));
    return std::ranges::all_of(trials, &LibraryTrial::cited) ? exit_conformant : exit_nonconformant;
}

}  // namespace keyturn
