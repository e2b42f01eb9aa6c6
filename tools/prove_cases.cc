#include "tools/prove_cases.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "conformance/defects/proof_report.h"
#include "conformance/replayer.h"
#include "conformance/text_report.h"
#include "tools/clock_and_seed.h"
#include "tools/data_folder.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"
#include "tools/server_connection.h"
#include "tools/suite.h"

namespace keyturn {
namespace {

constexpr std::size_t trials_between_lines = 25;

int failure(int status, const std::string& text) {
    fmt::print(stderr, "keyturn prove cases: {}\n", text);
    return status;
}

// ---- trying over loopback sockets

using Tried = std::expected<void, std::string>;

Tried replay_all(const CaseList& cases, const ServerUnderTest& subject, const ReplayPolicy& policy,
                 const std::function<bool(Verdict)>& go_on) {
    for (const Case* test : cases)
        if (!go_on(replay(*test, subject, policy))) break;
    return {};
}

Tried try_over_sockets(const Planted& planted, const CaseList& cases, const ReplayPolicy& policy, double timeout_s,
                       const std::function<bool(Verdict)>& go_on) {
    const auto server = ReferenceServer::start(0, planted, policy.now_msec);
    if (!server) return std::unexpected(server.error());
    ConformOptions connecting;
    connecting.timeout_s = timeout_s;
    const std::string url = (*server)->url();
    const auto way = connect(url, connecting), hook = connect(url, connecting);
    if (!way || !hook) return std::unexpected("no connection to " + url);
    const Connect one_more = [&]() -> std::unique_ptr<Transport> {
        auto more = connect(url, connecting);
        return more ? std::move(*more) : nullptr;
    };
    const ServerUnderTest subject{
        .server = **way, .state = hook->get(), .no_state_reason = {}, .bearer = {}, .headers = {}, .connect = one_more};
    return replay_all(cases, subject, policy, go_on);
}

// ---- telling

// On a terminal one line that is written over, elsewhere a line now and then.
class Progress {
  public:
    explicit Progress(std::size_t total) : total_(total) {}

    void operator()(const Trial& trial, std::size_t ended) {
        survivors_ += trial.killed() ? 0 : 1;
        const bool last = ended == total_;
        if (!is_terminal_ && !last && ended % trials_between_lines != 0) return;
        fmt::print(stderr, "{}{} of {} tried, {} survive{}", is_terminal_ ? "\r" : "", ended, total_, survivors_,
                   is_terminal_ && !last ? "" : "\n");
    }

  private:
    std::size_t total_, survivors_ = 0;
    bool is_terminal_ = isatty(STDERR_FILENO) != 0;
};

int right_server_fails(const std::vector<Verdict>& failures, const Requirements& catalogue) {
    for (const Verdict& verdict : failures) fmt::print(stderr, "{}", text_of(verdict, catalogue, {}));
    return failure(
        exit_nonconformant,
        fmt::format("the right server fails {} cases: they prove nothing about wrong ones", failures.size()));
}

bool write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    return static_cast<bool>(file.flush());
}

int report(const ProofRecord& record, const ProveCasesOptions& options) {
    const Score score = score_of(record.trials);
    fmt::print("{}", options.json ? json_of(record) : text_of(record));
    if (!options.out.empty() && !write_file(options.out, json_of(record)))
        return failure(exit_usage, options.out + ": can't be written");
    if (std::ranges::any_of(record.trials, [](const Trial& trial) { return !trial.obstacle.empty(); }))
        return failure(exit_nothing_ran, "not every server could be started");
    return score.killed == score.total ? exit_conformant : exit_nonconformant;
}

unsigned jobs_of(const ProveCasesOptions& options) {
    return options.jobs > 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
}

int prove_with(const Suite& suite, const std::vector<const WrongServer*>& servers, const ProveCasesOptions& options) {
    const ReplayPolicy policy{.requirements = suite.requirements,
                              .policy_off = {},
                              .now_msec = clock_of(options.now_msec),
                              .seed = options.seed};
    const TryCases try_cases = [&](const Planted& planted, const CaseList& cases, const auto& go_on) {
        return try_over_sockets(planted, cases, policy, options.timeout_s, go_on);
    };
    const ProofPlan plan{suite.cases, suite.requirements, try_cases,
                         options.first_kill ? ProofMode::first_kill : ProofMode::full, jobs_of(options)};
    const auto right = try_the_right_server(plan);
    if (!right) return failure(exit_nothing_ran, right.error());
    if (!right->failures.empty()) return right_server_fails(right->failures, suite.requirements);
    Progress progress(servers.size());
    ProofRecord record{prove(plan, servers, std::ref(progress)), std::nullopt};
    if (!options.first_kill && options.names.empty()) record.idle_cases = idle_cases(plan, record.trials, *right);
    return report(record, options);
}

}  // namespace

int prove_cases(const ProveCasesOptions& options) {
    if (options.markdown || options.list) {
        fmt::print("{}", options.markdown ? wrong_servers_markdown() : wrong_servers_text());
        return exit_conformant;
    }
    const auto servers = wrong_servers_named(options.names);
    if (!servers)
        return failure(exit_usage,
                       fmt::format("there is no rule or defect '{}': see keyturn prove cases --list", servers.error()));
    const auto data = data_folder(options.data);
    if (!data) return failure(exit_usage, data.error());
    const auto suite = load_suite(*data, options.cases);
    if (!suite) return failure(exit_usage, suite.error());
    if (suite->cases.empty()) return failure(exit_nothing_ran, "there are no cases");
    return prove_with(*suite, *servers, options);
}

}  // namespace keyturn
