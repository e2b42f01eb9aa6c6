#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "conformance/case_groups.h"
#include "conformance/repetition.h"
#include "conformance/replayer.h"
#include "conformance/server/profile_rules.h"
#include "tools/bounded_load.h"
#include "tools/case_workers.h"
#include "tools/clock_and_seed.h"
#include "tools/conform_baseline.h"
#include "tools/conform_dry_run.h"
#include "tools/conform_ending.h"
#include "tools/conform_learn.h"
#include "tools/conform_options.h"
#include "tools/conform_report.h"
#include "tools/credentials.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/interruption.h"
#include "tools/policy_off.h"
#include "tools/progress.h"
#include "tools/reference_server.h"
#include "tools/repeat_command.h"
#include "tools/server_of_run.h"
#include "tools/shard.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

void say(const std::string& text) { fmt::print(stderr, "keyturn conform: {}\n", text); }

int usage_error(const std::string& text) {
    say(text);
    return exit_usage;
}

int hook_error(const NoHook& error) {
    say(error.reason);
    return error.unreachable ? exit_unreachable : exit_usage;
}

// ---- printing instead of sending

int list_cases(const Suite& suite, const std::vector<Case>& cases, const ConformOptions& options) {
    fmt::print("{}", options.json ? json_list(cases, suite.requirements) : text_list(cases, options.shard));
    return exit_conformant;
}

// ---- running

std::chrono::milliseconds msec_passed() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

std::expected<std::optional<Journal>, std::string> open_journal(const std::string& folder) {
    if (folder.empty()) return std::nullopt;
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return std::unexpected(fmt::format("{}: {}", folder, error.message()));
    auto journal = Journal::create((std::filesystem::path(folder) / "journal.ndjson").string());
    if (!journal) return std::unexpected(journal.error());
    return std::optional(std::move(*journal));
}

// All that a run is made of.
struct Run {
    const Suite& suite;
    const std::vector<Case>& cases;
    const Baseline& baseline;
    const ConformOptions& options;
    const ReplayPolicy& policy;
    const RunLimit& limit;
    ServerOfRun& server;
};

// The worker goes to the server its own way.
JudgeCase worker_of(const Run& run, std::shared_ptr<WayToServer> way) {
    const auto replay_once = [&run, way = std::move(way)](const Case& test) {
        way->begin_case();
        return replay(test, way->server(), run.policy);
    };
    const auto replay_repeatedly = [&run, replay_once](const Case& test) {
        std::vector<Verdict> runs = {replay_once(test)};
        while (runs.size() < run.options.repeat && !is_interrupted() && !run.limit.is_over())
            runs.push_back(replay_once(test));
        return combined(std::move(runs));
    };
    return [&run, replay_repeatedly](const Case& test) {
        Verdict verdict = run.limit.is_over() ? not_run(test, run.limit.over()) : replay_repeatedly(test);
        verdict.repeat = repeat_command(test.id, run.options, run.policy.seed);
        return verdict;
    };
}

// Groups of cases that can be under way at the same time; all of them in one for one worker.
std::vector<CaseGroup> groups_for(const Run& run) {
    if (run.options.jobs > 1) {
        const std::string why_not = run.server.why_one_at_a_time();
        if (why_not.empty()) return groups_apart(run.cases);
        say(fmt::format("--jobs {}: one case at a time, for {}", run.options.jobs, why_not));
    }
    CaseGroup all(run.cases.size());
    std::iota(all.begin(), all.end(), 0u);
    return {std::move(all)};
}

std::expected<std::vector<JudgeCase>, std::string> workers_of(const Run& run, std::size_t count) {
    std::vector<JudgeCase> workers;
    while (workers.size() < count) {
        auto way = run.server.way();
        if (!way) return std::unexpected(way.error());
        workers.push_back(worker_of(run, std::move(*way)));
    }
    return workers;
}

// The verdicts so far, when the journal can't be written on: the run ends, for a record with holes is none.
std::expected<std::vector<Verdict>, std::string> run_all(const Run& run, std::optional<Journal> journal) {
    std::vector<CaseGroup> groups = groups_for(run);
    auto workers = workers_of(run, std::clamp<std::size_t>(groups.size(), 1, run.options.jobs));
    if (!workers) return std::unexpected(workers.error());
    Progress progress(run.cases.size(), isatty(STDERR_FILENO) != 0, msec_passed);
    const auto note = [&](const Verdict& verdict) {
        const auto noted = journal ? journal->append(verdict) : std::expected<void, std::string>();
        fmt::print(stderr, "{}", progress.after(verdict));
        return noted;
    };
    auto verdicts = run_cases({run.cases, std::move(groups), note, is_interrupted}, std::move(*workers));
    fmt::print(stderr, "{}", progress.cleared());
    return verdicts;
}

int replay_and_judge(const Run& run) {
    auto journal = open_journal(run.options.out);
    if (!journal) return usage_error(journal.error());
    const auto verdicts = run_all(run, std::move(*journal));
    if (!verdicts) return usage_error(verdicts.error());
    const auto compared = judge_by_baseline(*verdicts, run.baseline, run.options, run.policy.now_msec());
    if (!compared) return usage_error(compared.error());
    print_ending({*verdicts, *compared, run.suite.requirements, run.options, run.policy.seed, is_interrupted()});
    const int status = exit_status_of(*verdicts, *compared, run.options.strict);
    return run.limit.is_over() && status == exit_conformant ? exit_unreachable : status;
}

int learn_from(const Run& run) {
    const auto way = run.server.way();
    if (!way) return usage_error(way.error());
    return learn_all(run.cases, (*way)->server(), run.policy, {run.options.out, run.options.json, is_interrupted});
}

// Says what stays on somebody's server, however the run ends.
class SaidAtTheEnd {
  public:
    SaidAtTheEnd(const LeftBehind& left, const ConformOptions& options) : left_(left), options_(options) {}
    SaidAtTheEnd(const SaidAtTheEnd&) = delete;
    SaidAtTheEnd& operator=(const SaidAtTheEnd&) = delete;
    ~SaidAtTheEnd() {
        const std::string what = options_.endpoint.empty() ? "" : left_.in_words();
        if (!what.empty()) fmt::print(options_.json ? stderr : stdout, "left on the server: {}\n", what);
    }

  private:
    const LeftBehind& left_;
    const ConformOptions& options_;
};

int run_at(const std::string& endpoint, const Suite& suite, const std::vector<Case>& cases, const Baseline& baseline,
           const ConformOptions& options, const Accounts& accounts, const ReplayPolicy& policy) {
    const auto interval = read_rate(options.rate);
    if (!interval) return usage_error(interval.error());
    BoundedLoad load(options, *interval, is_interrupted);
    const auto server =
        ServerOfRun::open({endpoint, options, accounts, policy.seed, policy.now_msec, read_secrets(cases)}, load);
    if (!server) return hook_error(server.error());
    if (options.insecure) say("--insecure: certificates are not checked, whoever answers is believed");
    const SaidAtTheEnd said((*server)->left_behind(), options);
    const Run run{suite, cases, baseline, options, policy, load.run(), **server};
    return options.learn ? learn_from(run) : replay_and_judge(run);
}

// Why one of the ids can't be silenced; empty when all can.
std::string not_silenced(const Requirements& requirements, const std::vector<std::string>& ids) {
    for (const std::string& id : ids)
        if (std::string why = why_not_silenced(requirements, id); !why.empty()) return why;
    return {};
}

}  // namespace

int conform(const ConformOptions& options) {
    const auto data = data_folder(options.data);
    if (!data) return usage_error(data.error());
    auto suite = load_suite(*data, options.cases);
    if (!suite) {
        fmt::print(stderr, "{}", suite.error());
        return exit_usage;
    }
    if (const std::string why = not_silenced(suite->requirements, options.policy_off); !why.empty())
        return usage_error(why);
    const auto baseline = load_baseline(options.baseline, suite->cases, options.baseline_update);
    if (!baseline) return usage_error(baseline.error());
    const auto shard = read_shard(options.shard);
    if (!shard) return usage_error(shard.error());
    const auto accounts = read_accounts(options.users, suite->cases);
    if (!accounts) return usage_error(accounts.error());
    auto all = selected(std::move(suite->cases), options.selectors);
    if (!all) return usage_error(all.error());
    const std::vector<Case> cases = cases_of(*shard, std::move(*all));
    if (options.list) return list_cases(*suite, cases, options);

    const ReplayPolicy policy{suite->requirements,
                              *profile_named(options.profile),
                              {options.policy_off.begin(), options.policy_off.end()},
                              clock_of(options.now_msec),
                              seed_of(options.seed)};
    if (options.dry_run) return dry_run(cases, options, *accounts, policy.seed, policy.now_msec());
    note_interruptions();
    const auto run = [&](const std::string& endpoint) {
        return run_at(endpoint, *suite, cases, *baseline, options, *accounts, policy);
    };
    if (!options.endpoint.empty()) return run(options.endpoint);
    const auto server =
        ReferenceServer::start(0, {rules_left_out(suite->requirements, policy.profile), {}}, policy.now_msec);
    if (!server) return usage_error(server.error());
    return run((*server)->url());
}

}  // namespace keyturn
