#include "conformance/defects/proof.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace keyturn {
namespace {

std::string in_words(std::string_view rule_name) {
    std::string words(rule_name);
    std::ranges::replace(words, '_', ' ');
    return words;
}

bool cites(const std::vector<std::string>& ids, std::string_view id) { return std::ranges::find(ids, id) != ids.end(); }

CaseList all_of(const std::vector<Case>& cases) {
    CaseList list;
    for (const Case& test : cases) list.push_back(&test);
    return list;
}

CaseList citing_first(const std::vector<Case>& cases, std::string_view requirement) {
    CaseList list;
    for (const bool citing : {true, false})
        for (const Case& test : cases)
            if (cites(test.requirements, requirement) == citing) list.push_back(&test);
    return list;
}

Trial tried(const ProofPlan& plan, const WrongServer& server) {
    Trial trial{.server = &server, .killed_by = {}, .unfitting = {}, .obstacle = {}};
    const bool stops = plan.mode == ProofMode::first_kill;
    const auto judge = [&](Verdict verdict) {
        if (catches(verdict, server.requirement, plan.catalogue))
            trial.killed_by.push_back(std::move(verdict.case_id));
        else if (!verdict.breaches.empty() || verdict.kind == VerdictKind::inconclusive)
            trial.unfitting.push_back(std::move(verdict));
        return !stops || !trial.killed();
    };
    const CaseList cases = stops ? citing_first(plan.cases, server.requirement) : all_of(plan.cases);
    if (const auto ran = plan.try_cases(server.planted, cases, judge); !ran) trial.obstacle = ran.error();
    return trial;
}

}  // namespace

const std::vector<WrongServer>& wrong_servers() {
    static const std::vector<WrongServer> all = [] {
        std::vector<WrongServer> servers;
        for (const ServerRule& rule : server_rules())
            servers.push_back({WrongServer::Kind::rule,
                               rule.name,
                               rule.requirement,
                               "leaves the rule out: " + in_words(rule.name),
                               {{std::string(rule.name)}, {}}});
        for (const ServerDefect& defect : server_defects())
            servers.push_back({WrongServer::Kind::defect,
                               defect.name,
                               defect.requirement,
                               std::string(defect.summary),
                               {{}, {&defect}}});
        return servers;
    }();
    return all;
}

std::expected<std::vector<const WrongServer*>, std::string> wrong_servers_named(const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (std::ranges::find(wrong_servers(), name, &WrongServer::name) == wrong_servers().end())
            return std::unexpected(name);
    std::vector<const WrongServer*> servers;
    for (const WrongServer& server : wrong_servers())
        if (names.empty() || std::ranges::find(names, server.name) != names.end()) servers.push_back(&server);
    return servers;
}

bool catches(const Verdict& verdict, std::string_view requirement, const Requirements& catalogue) {
    if (verdict.breaches.empty() || !cites(verdict.requirements, requirement)) return false;
    if (verdict.kind == VerdictKind::nonconformant) return true;
    const Requirement* found = catalogue.find(requirement);
    return verdict.kind == VerdictKind::tolerated && found && found->level != Level::must;
}

std::expected<RightServer, std::string> try_the_right_server(const ProofPlan& plan) {
    RightServer right;
    const auto judge = [&](Verdict verdict) {
        if (verdict.kind == VerdictKind::not_run && !verdict.set_up_failed)
            right.not_run.push_back(std::move(verdict.case_id));
        else if (verdict.kind != VerdictKind::conformant)
            right.failures.push_back(std::move(verdict));
        return true;
    };
    if (const auto ran = plan.try_cases({}, all_of(plan.cases), judge); !ran) return std::unexpected(ran.error());
    return right;
}

std::vector<Trial> prove(const ProofPlan& plan, const std::vector<const WrongServer*>& servers,
                         const std::function<void(const Trial& trial, std::size_t ended)>& told) {
    std::vector<Trial> trials(servers.size());
    std::atomic<std::size_t> next = 0;
    std::size_t ended = 0;
    std::mutex telling;
    const auto work = [&] {
        for (std::size_t i = next++; i < servers.size(); i = next++) {
            trials[i] = tried(plan, *servers[i]);
            const std::scoped_lock turn(telling);
            told(trials[i], ++ended);
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min(plan.jobs, servers.size()); ++i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
    return trials;
}

Score score_of(const std::vector<Trial>& trials) {
    return {trials.size(), static_cast<std::size_t>(std::ranges::count_if(trials, &Trial::killed))};
}

std::vector<RequirementScore> scores_by_requirement(const std::vector<Trial>& trials) {
    std::map<std::string_view, Score> scores;
    for (const Trial& trial : trials) {
        Score& score = scores[trial.server->requirement];
        ++score.total;
        score.killed += trial.killed() ? 1 : 0;
    }
    std::vector<RequirementScore> rows;
    for (const auto& [requirement, score] : scores) rows.push_back({requirement, score});
    return rows;
}

std::vector<std::string> idle_cases(const ProofPlan& plan, const std::vector<Trial>& trials, const RightServer& right) {
    std::set<std::string_view> excused(right.not_run.begin(), right.not_run.end());
    for (const Trial& trial : trials) excused.insert(trial.killed_by.begin(), trial.killed_by.end());
    std::vector<std::string> idle;
    for (const Case& test : plan.cases)
        if (!excused.contains(test.id)) idle.push_back(test.id);
    return idle;
}

}  // namespace keyturn
