#include <fmt/format.h>

#include <map>

#include "conformance/reports/report_parts.h"
#include "conformance/reports/reports.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

JsonValue text_object(std::string text) { return json_object({{"text", json_string(std::move(text))}}); }

std::string_view severity(const Requirement* requirement) {
    return requirement && requirement->level != Level::must ? "warning" : "error";
}

JsonValue rule(const std::string& id, const Requirement* requirement) {
    JsonValue object = json_object({{"id", json_string(id)}});
    object.set("shortDescription", text_object(requirement ? requirement->text : id));
    object.set("defaultConfiguration", json_object({{"level", json_string(std::string(severity(requirement)))}}));
    return object;
}

// A URI reference: what may not stand in a path as it is, is percent-encoded.
std::string uri_path(std::string_view path) {
    std::string uri;
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        uri += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

JsonValue location(const std::string& case_id) {
    JsonValue artifact = json_object({{"uri", json_string(uri_path("conformance/cases/" + case_id + ".json"))}});
    return json_object({{"physicalLocation", json_object({{"artifactLocation", std::move(artifact)}})}});
}

JsonValue result(const Verdict& verdict, const Breach& breach, const Requirement* requirement) {
    std::string message = fmt::format("{}, exchange {}: {}", verdict.case_id, breach.exchange + 1,
                                      difference_sentence(breach.difference));
    if (!verdict.repeat.empty()) message += "\nagain: " + verdict.repeat;
    JsonValue object = json_object({{"ruleId", json_string(breach.requirement)}});
    object.set("level", json_string(std::string(severity(requirement))));
    object.set("message", text_object(std::move(message)));
    object.set("locations", json_array({location(verdict.case_id)}));
    const std::string fingerprint =
        fmt::format("{} {} {} {}", breach.requirement, verdict.case_id, breach.exchange, breach.difference.place);
    object.set("partialFingerprints", json_object({{"caseAndPlace/v1", json_string(fingerprint)}}));
    return object;
}

}  // namespace

std::string sarif_report(const RunRecord& record, const ReportOptions& options) {
    std::map<std::string, JsonValue> rules;
    JsonValue results = json_array(), rule_list = json_array();
    for (const Verdict& verdict : record.verdicts)
        for (const Breach& breach : verdict.breaches) {
            const Requirement* requirement = options.requirements.find(breach.requirement);
            rules.try_emplace(breach.requirement, rule(breach.requirement, requirement));
            results.elements.push_back(result(verdict, breach, requirement));
        }
    for (auto& [id, object] : rules) rule_list.elements.push_back(std::move(object));
    JsonValue driver = json_object({{"name", json_string("keyturn")}, {"rules", std::move(rule_list)}});
    JsonValue run = json_object({{"tool", json_object({{"driver", std::move(driver)}})}});
    run.set("results", std::move(results));
    JsonValue log = json_object({{"$schema", json_string("https://json.schemastore.org/sarif-2.1.0.json")}});
    log.set("version", json_string("2.1.0"));
    log.set("runs", json_array({std::move(run)}));
    return to_pretty_json(log) + "\n";
}

}  // namespace keyturn
