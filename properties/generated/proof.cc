#include "properties/generated/proof.h"

#include <algorithm>

#include "properties/generated/run_property.h"

namespace keyturn {
namespace {

bool sees(const Property& property, const DefectiveLibrary& defect, std::size_t runs, std::uint64_t seed) {
    const auto library = make_library(defect);
    const PropertyRun run = run_property(property, *library, {.seed = seed, .runs = runs, .only_whether = true});
    return std::ranges::any_of(run.violations, [](const Violation& violation) { return !violation.limit_of_protocol; });
}

JsonValue texts(const std::vector<std::string_view>& names) {
    JsonValue array = json_array();
    for (const std::string_view name : names) array.elements.push_back(json_string(std::string(name)));
    return array;
}

JsonValue number(std::size_t value) { return json_number(std::to_string(value)); }

// Most that is wrong is seen at once: a few inputs of every property first, all of them only for what is left.
LibraryTrial try_citing(const DefectiveLibrary& defect, const ProofSettings& settings) {
    constexpr std::size_t few = 50;
    for (const std::size_t runs : {std::min(few, settings.runs), settings.runs})
        for (const Property& property : properties())
            if (property.judges(defect.requirement) && sees(property, defect, runs, settings.seed))
                return {&defect, {property.name}, true};
    return {&defect, {}, false};
}

LibraryTrial try_all(const DefectiveLibrary& defect, const ProofSettings& settings) {
    LibraryTrial trial = {&defect, {}, false};
    for (const Property& property : properties()) {
        if (!sees(property, defect, settings.runs, settings.seed)) continue;
        trial.killed_by.push_back(property.name);
        trial.cited = trial.cited || property.judges(defect.requirement);
    }
    return trial;
}

}  // namespace

LibraryTrial try_defect(const DefectiveLibrary& defect, const ProofSettings& settings) {
    return settings.extent == ProofExtent::citing ? try_citing(defect, settings) : try_all(defect, settings);
}

JsonValue to_json(std::span<const LibraryTrial> trials) {
    JsonValue matrix = json_array();
    std::vector<std::string_view> survivors;
    for (const LibraryTrial& trial : trials) {
        if (!trial.cited) survivors.push_back(trial.defect->name);
        matrix.elements.push_back(json_object({{"defect", json_string(std::string(trial.defect->name))},
                                               {"requirement", json_string(std::string(trial.defect->requirement))},
                                               {"killed_by", texts(trial.killed_by)},
                                               {"cited", json_bool(trial.cited)}}));
    }
    return json_object({{"total", number(trials.size())},
                        {"killed", number(trials.size() - survivors.size())},
                        {"survivors", texts(survivors)},
                        {"matrix", std::move(matrix)}});
}

}  // namespace keyturn
