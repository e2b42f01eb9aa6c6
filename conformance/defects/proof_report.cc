#include "conformance/defects/proof_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "protocol/json_document.h"

namespace keyturn {
namespace {

constexpr std::size_t most_verdicts_told = 5;

std::string_view name_of(WrongServer::Kind kind) { return kind == WrongServer::Kind::rule ? "rule" : "defect"; }

std::string_view option_of(WrongServer::Kind kind) {
    return kind == WrongServer::Kind::rule ? "--without" : "--defect";
}

JsonValue number(std::size_t value) { return json_number(std::to_string(value)); }

JsonValue texts(const std::vector<std::string>& all) {
    JsonValue array = json_array();
    for (const std::string& text : all) array.elements.push_back(json_string(text));
    return array;
}

std::vector<std::string> case_ids(const std::vector<Verdict>& verdicts) {
    std::vector<std::string> ids;
    for (const Verdict& verdict : verdicts) ids.push_back(verdict.case_id);
    return ids;
}

// ---- text

std::string saying_of(const Verdict& verdict) {
    if (verdict.breaches.empty()) return fmt::format("    {}: {}\n", verdict.case_id, verdict.reason);
    const Breach& first = verdict.breaches.front();
    return fmt::format("    {}: {} {}: {}: expected {}, found {}\n", verdict.case_id, keyturn::name_of(verdict.kind),
                       fmt::join(verdict.requirements, " "), first.difference.place, first.difference.expected,
                       first.difference.actual);
}

std::string sayings_of(const Trial& trial) {
    if (!trial.obstacle.empty()) return "    not tried: " + trial.obstacle + "\n";
    if (trial.unfitting.empty()) return "    no case failed\n";
    std::string text =
        fmt::format("    {} cases failed, none cites {}:\n", trial.unfitting.size(), trial.server->requirement);
    const std::size_t told = std::min(trial.unfitting.size(), most_verdicts_told);
    for (std::size_t i = 0; i < told; ++i) text += saying_of(trial.unfitting[i]);
    if (told < trial.unfitting.size()) text += fmt::format("    … and {} more\n", trial.unfitting.size() - told);
    return text;
}

std::string survivor(const Trial& trial) {
    const WrongServer& server = *trial.server;
    return fmt::format("survives: {}, {}: a server that {}\n{}    to look at it: keyturn serve {} {}\n", server.name,
                       server.requirement, server.summary, sayings_of(trial), option_of(server.kind), server.name);
}

std::string idle_text(const std::vector<std::string>& idle) {
    std::string text;
    for (const std::string& id : idle) text += fmt::format("kills nothing: {}\n", id);
    return text;
}

// ---- JSON

JsonValue matrix_row(const Trial& trial) {
    return json_object({{"defect", json_string(std::string(trial.server->name))},
                        {"kind", json_string(std::string(name_of(trial.server->kind)))},
                        {"requirement", json_string(std::string(trial.server->requirement))},
                        {"killed_by", texts(trial.killed_by)},
                        {"cited", json_bool(trial.killed())},
                        {"noticed_by", texts(case_ids(trial.unfitting))}});
}

JsonValue score_row(const RequirementScore& row) {
    return json_object({{"id", json_string(std::string(row.requirement))},
                        {"total", number(row.score.total)},
                        {"killed", number(row.score.killed)}});
}

// ---- the table of wrong servers

std::map<std::string_view, std::vector<const WrongServer*>> by_requirement() {
    std::map<std::string_view, std::vector<const WrongServer*>> groups;
    for (const WrongServer& server : wrong_servers()) groups[server.requirement].push_back(&server);
    return groups;
}

}  // namespace

std::string text_of(const ProofRecord& record) {
    std::string text;
    for (const Trial& trial : record.trials)
        if (!trial.killed()) text += survivor(trial);
    for (const auto& [requirement, score] : scores_by_requirement(record.trials))
        text += fmt::format("{}   {:>3} of {}\n", requirement, score.killed, score.total);
    if (record.idle_cases) text += idle_text(*record.idle_cases);
    const Score score = score_of(record.trials);
    return text + fmt::format("{} of {} wrong servers are caught\n", score.killed, score.total);
}

std::string json_of(const ProofRecord& record) {
    const Score score = score_of(record.trials);
    JsonValue survivors = json_array(), matrix = json_array(), requirements = json_array();
    for (const Trial& trial : record.trials) {
        matrix.elements.push_back(matrix_row(trial));
        if (!trial.killed()) survivors.elements.push_back(json_string(std::string(trial.server->name)));
    }
    for (const RequirementScore& row : scores_by_requirement(record.trials))
        requirements.elements.push_back(score_row(row));
    JsonValue report = json_object({{"total", number(score.total)},
                                    {"killed", number(score.killed)},
                                    {"survivors", std::move(survivors)},
                                    {"matrix", std::move(matrix)},
                                    {"requirements", std::move(requirements)}});
    if (record.idle_cases) report.set("idle_cases", texts(*record.idle_cases));
    return to_pretty_json(report) + "\n";
}

std::string wrong_servers_text() {
    std::string text;
    for (const WrongServer& server : wrong_servers())
        text += fmt::format("{:<36} {}  {}\n", server.name, server.requirement, server.summary);
    return text;
}

std::string wrong_servers_markdown() {
    std::string text = "| requirement | wrong servers | name | a server that … |\n|---|---|---|---|\n";
    for (const auto& [requirement, servers] : by_requirement()) {
        std::string begin = fmt::format("| {} | {} ", requirement, servers.size());
        for (const WrongServer* server : servers) {
            text += fmt::format("{}| `{}` | {} |\n", begin, server->name, server->summary);
            begin = "| | ";
        }
    }
    return text;
}

}  // namespace keyturn
