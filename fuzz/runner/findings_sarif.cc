#include "fuzz/runner/findings_sarif.h"

#include <fmt/format.h>

#include <set>

#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

JsonValue text_object(std::string text) { return json_object({{"text", json_string(std::move(text))}}); }

JsonValue rule(const std::string& oracle) {
    return json_object({{"id", json_string(oracle)},
                        {"shortDescription", text_object(oracle)},
                        {"defaultConfiguration", json_object({{"level", json_string("error")}})}});
}

JsonValue location(const std::filesystem::path& source) {
    JsonValue artifact = json_object({{"uri", json_string(source.generic_string())}});
    return json_object({{"physicalLocation", json_object({{"artifactLocation", std::move(artifact)}})}});
}

JsonValue result(const std::string& target, const TargetFinding& finding, const std::filesystem::path& source) {
    JsonValue object = json_object({{"ruleId", json_string(finding.oracle)}, {"level", json_string("error")}});
    object.set("message", text_object(fmt::format("{}: {}\ninput: {}\nagain: {}", target, finding.oracle,
                                                  finding.input.filename().string(), finding.repeat)));
    object.set("locations", json_array({location(source)}));
    object.set("partialFingerprints",
               json_object({{"targetAndOracle/v1", json_string(fmt::format("{} {}", target, finding.oracle))}}));
    return object;
}

}  // namespace

std::string findings_sarif(const std::vector<TargetReport>& reports, const std::filesystem::path& root) {
    std::set<std::string> oracles;
    JsonValue results = json_array(), rules = json_array();
    for (const TargetReport& report : reports)
        for (const TargetFinding& finding : report.findings) {
            oracles.insert(finding.oracle);
            results.elements.push_back(result(report.target, finding, source_of(root, report.target)));
        }
    for (const std::string& oracle : oracles) rules.elements.push_back(rule(oracle));
    JsonValue driver = json_object({{"name", json_string("keyturn fuzz")}, {"rules", std::move(rules)}});
    JsonValue run = json_object({{"tool", json_object({{"driver", std::move(driver)}})}});
    run.set("results", std::move(results));
    JsonValue log = json_object({{"$schema", json_string("https://json.schemastore.org/sarif-2.1.0.json")}});
    log.set("version", json_string("2.1.0"));
    log.set("runs", json_array({std::move(run)}));
    return to_pretty_json(log) + "\n";
}

}  // namespace keyturn::fuzz
