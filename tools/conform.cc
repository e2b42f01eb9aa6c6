#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>

#include "conformance/api_state.h"
#include "conformance/left_behind.h"
#include "conformance/repetition.h"
#include "conformance/replayer.h"
#include "conformance/server/profile_rules.h"
#include "tools/bounded_load.h"
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
#include "tools/policy_off.h"
#include "tools/progress.h"
#include "tools/reference_server.h"
#include "tools/repeat_command.h"
#include "tools/server_connection.h"
#include "tools/shard.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

// Set by an interrupt: the case under way is finished and torn down, no other is begun.
volatile std::sig_atomic_t interrupted = 0;

int usage_error(const std::string& text) {
    fmt::print(stderr, "keyturn conform: {}\n", text);
    return exit_usage;
}

int hook_error(const NoHook& error) {
    fmt::print(stderr, "keyturn conform: {}{}\n", error.reason,
               error.unreachable ? "\nno case was run: is the server up, and is --endpoint right?" : "");
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

struct Running {
    const Suite& suite;
    const ConformOptions& options;
    const ServerUnderTest& subject;
    const ReplayPolicy& policy;
    const RunLimit& run_limit;
    CaseLimit& case_limit;
    std::optional<Journal> journal = {};

    bool is_over() const { return run_limit.is_over(); }
};

Verdict replay_repeatedly(const Case& test, const Running& running) {
    std::vector<Verdict> runs;
    while (runs.size() < running.options.repeat && !((interrupted || running.is_over()) && !runs.empty())) {
        running.case_limit.begin();
        runs.push_back(replay(test, running.subject, running.policy));
    }
    return combined(std::move(runs));
}

// The verdicts so far, when the journal can't be written on: the run ends, for a record with holes is none.
std::expected<std::vector<Verdict>, std::string> run_all(const std::vector<Case>& cases, Running& running) {
    Progress progress(cases.size(), isatty(STDERR_FILENO) != 0, msec_passed);
    std::vector<Verdict> verdicts;
    for (const Case& test : cases) {
        if (interrupted) break;
        Verdict verdict =
            running.is_over() ? not_run(test, running.run_limit.over()) : replay_repeatedly(test, running);
        verdict.repeat = repeat_command(test.id, running.options, running.policy.seed);
        if (running.journal)
            if (auto written = running.journal->append(verdict); !written) return std::unexpected(written.error());
        fmt::print(stderr, "{}", progress.after(verdict));
        verdicts.push_back(std::move(verdict));
    }
    fmt::print(stderr, "{}", progress.cleared());
    return verdicts;
}

// What the baseline, if any, says of the run; brings it up to date when asked to. The error is a sentence.
std::expected<BaselineReport, std::string> judge_by_baseline(const std::vector<Verdict>& verdicts,
                                                             const Baseline& baseline, const ConformOptions& options,
                                                             std::uint64_t now_msec) {
    if (!options.baseline_update) return compare(baseline, verdicts, day_of(now_msec), options.strict);
    const Baseline after = updated(baseline, verdicts, now_msec, options.strict);
    if (const auto saved = save_baseline(options.baseline, after); !saved) return std::unexpected(saved.error());
    return compare(after, verdicts, "", options.strict);
}

int judged(const std::vector<Verdict>& verdicts, const BaselineReport& baseline, const Running& running) {
    print_ending(
        {verdicts, baseline, running.suite.requirements, running.options, running.policy.seed, interrupted != 0});
    const int status = exit_status_of(verdicts, baseline, running.options.strict);
    return running.is_over() && status == exit_conformant ? exit_unreachable : status;
}

int replay_and_judge(const std::vector<Case>& cases, const Baseline& baseline, Running running) {
    const ConformOptions& options = running.options;
    auto journal = open_journal(options.out);
    if (!journal) return usage_error(journal.error());
    running.journal = std::move(*journal);
    const auto verdicts = run_all(cases, running);
    if (!verdicts) return usage_error(verdicts.error());
    const auto compared = judge_by_baseline(*verdicts, baseline, options, running.policy.now_msec());
    if (!compared) return usage_error(compared.error());
    return judged(*verdicts, *compared, running);
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

int run(const Suite& suite, const std::vector<Case>& cases, const Baseline& baseline, const std::string& endpoint,
        const ConformOptions& options, const Accounts& accounts, std::uint64_t seed, const Clock& clock) {
    const auto interval = read_rate(options.rate);
    if (!interval) return usage_error(interval.error());
    BoundedLoad load(options, *interval, [] { return interrupted != 0; });
    CaseLimit case_limit = load.case_limit();
    const auto connect_for_cases = [&]() -> std::expected<std::unique_ptr<Transport>, std::string> {
        auto way = connect(endpoint, options);
        if (!way) return std::unexpected(way.error());
        return load.for_cases(std::move(*way), case_limit);
    };
    auto server = connect_for_cases();
    if (!server) return usage_error(server.error());
    const auto headers = read_headers(options.headers, options.headers_env);
    if (!headers) return usage_error(headers.error());
    const auto bearer = read_bearer(options.bearer_env);
    if (!bearer) return usage_error(bearer.error());
    const auto hook = find_state_hook(endpoint, options,
                                      [&](std::unique_ptr<Transport> way) { return load.for_states(std::move(way)); });
    if (!hook) return hook_error(hook.error());
    if (options.insecure)
        fmt::print(stderr, "keyturn conform: --insecure: certificates are not checked, whoever answers is believed\n");

    const Connect connect_more = [&]() -> std::unique_ptr<Transport> {
        auto more = connect_for_cases();
        return more ? std::move(*more) : nullptr;
    };
    LeftBehind left;
    const SaidAtTheEnd said(left, options);
    const auto note_accepted = [&](const HttpRequest& request) { left.note_accepted(request); };
    ApiState api({**server, *headers, accounts, clock, seed, note_accepted});
    const StateWay state = options.state == "api" ? api.way() : StateWay(hook->transport.get(), hook->target);
    const ServerUnderTest subject{.server = **server,
                                  .state = left.noted(state),
                                  .no_state_reason = hook->why_not,
                                  .bearer = *bearer,
                                  .headers = *headers,
                                  .connect = connect_more,
                                  .accepted = note_accepted,
                                  .accounts = accounts};
    const ReplayPolicy policy{suite.requirements,
                              *profile_named(options.profile),
                              {options.policy_off.begin(), options.policy_off.end()},
                              clock,
                              seed};
    if (options.learn)
        return learn_all(cases, subject, policy, {options.out, options.json, [] { return interrupted != 0; }});
    return replay_and_judge(cases, baseline, {suite, options, subject, policy, load.run(), case_limit});
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

    const std::uint64_t seed = seed_of(options.seed);
    const Clock clock = clock_of(options.now_msec);
    if (options.dry_run) return dry_run(cases, options, *accounts, seed, clock());
    interrupted = 0;
    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });
    if (!options.endpoint.empty())
        return run(*suite, cases, *baseline, options.endpoint, options, *accounts, seed, clock);
    const auto server =
        ReferenceServer::start(0, {rules_left_out(suite->requirements, *profile_named(options.profile)), {}}, clock);
    if (!server) return usage_error(server.error());
    return run(*suite, cases, *baseline, (*server)->url(), options, *accounts, seed, clock);
}

}  // namespace keyturn
