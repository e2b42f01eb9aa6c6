// keyturn conform --jobs: cases of several conversations at once, and the same words as with one job.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "conformance/state_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"
#include "tools/slow_server_test_support.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr milliseconds delay(15);

std::string add_in(const std::string& group, const std::string& user) {
    return R"({"as": "1111", "request": {"compose": {"group": ")" + group + R"(", "add": [")" + user +
           R"("]}}, "response": {"status": 200}})";
}

// Four teams with the same users, each in a conversation of its own, with three cases each: 0-0, 0-1, … 3-2.
class FourTeams {
  public:
    FourTeams() {
        std::string name = (fs::temp_directory_path() / "keyturn-test-XXXXXX").string();
        path_ = mkdtemp(name.data());
        for (int team = 0; team < 4; ++team)
            for (int i = 0; i < 3; ++i) write(team, i);
    }
    ~FourTeams() { fs::remove_all(path_); }
    FourTeams(const FourTeams&) = delete;
    FourTeams& operator=(const FourTeams&) = delete;

    CommandRun run_at(const std::string& url, std::vector<std::string> more) const {
        std::vector<std::string> arguments = {"conform", "--cases", cases(), "--endpoint",   url,
                                              "--seed",  "1",       "--now", "1790000000000"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    std::string cases() const { return path_ + "/cases"; }
    std::string out() const { return path_ + "/out"; }

    std::vector<std::string> journal() const {
        std::vector<std::string> lines;
        std::ifstream file(out() + "/journal.ndjson");
        for (std::string line; std::getline(file, line);) lines.push_back(line);
        return lines;
    }

  private:
    void write(int team, int number) const {
        const std::string group = "g17000000000000001" + std::to_string(team);
        Given given = shipped_state("team");
        given.groups.front().id = group;
        fs::create_directories(cases());
        std::ofstream(cases() + "/" + std::to_string(team) + "-" + std::to_string(number) + ".json")
            << R"({"schema": 1, "title": "t", "requirements": ["AM-RSP-001"], "given": )"
            << to_json(given_to_json(given, PrivateParts::kept)) << R"(, "exchanges": [)" << add_in(group, "5555")
            << ", " << add_in(group, "6666") << "]}";
    }

    std::string path_;
};

bool is_add(const HttpRequest& request) { return request.target.ends_with("/members"); }

TEST(ConformJobs, conversations_overlap_and_cases_of_one_do_not) {
    const FourTeams teams;
    const SlowServer server(delay);
    const CommandRun ran = teams.run_at(server.url(), {"--jobs", "4"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_GE(server.most_at_once(), 2u);
    EXPECT_LE(server.most_at_once(), 4u);
    EXPECT_EQ(server.most_at_once_of_one_conversation(), 1u);
    EXPECT_EQ(server.most_at_once_of_the_hook(), 1u);
    EXPECT_TRUE(server.is_empty());
    EXPECT_EQ(ran.err, "");
}

TEST(ConformJobs, one_job_asks_for_one_thing_at_a_time) {
    const FourTeams teams;
    const SlowServer server(milliseconds(0));
    EXPECT_EQ(teams.run_at(server.url(), {}).status, exit_conformant);
    EXPECT_EQ(server.most_at_once(), 1u);
}

TEST(ConformJobs, words_and_documents_are_those_of_one_job) {
    const FourTeams teams;
    const SlowServer server(milliseconds(1));
    const CommandRun one = teams.run_at(server.url(), {"--jobs", "1"});
    EXPECT_TRUE(one.out.ends_with("\n12 cases: 12 conformant\n")) << one.out;
    for (const char* jobs : {"2", "4", "64"}) EXPECT_EQ(teams.run_at(server.url(), {"--jobs", jobs}).out, one.out);
    EXPECT_EQ(teams.run_at(server.url(), {"--jobs", "4", "--json"}).out, teams.run_at(server.url(), {"--json"}).out);
}

TEST(ConformJobs, wrong_answers_are_told_in_the_same_words_too) {
    const FourTeams teams;
    const SlowServer server(milliseconds(1), [](const HttpRequest& request) {
        return is_add(request) && request.target.contains("0011")
                   ? std::optional(HttpResponse{500, "", {{"Content-Type", "application/problem+json"}}, "{}"})
                   : std::nullopt;
    });
    const CommandRun one = teams.run_at(server.url(), {}), four = teams.run_at(server.url(), {"--jobs", "4"});
    EXPECT_EQ(one.status, exit_nonconformant) << one.out;
    EXPECT_EQ(four.status, exit_nonconformant);
    EXPECT_EQ(four.out, one.out);
    EXPECT_TRUE(four.out.ends_with("12 cases: 9 conformant, 3 nonconformant\n")) << four.out;
}

TEST(ConformJobs, the_journal_holds_every_verdict_once_and_reports_come_in_order) {
    const FourTeams teams;
    const SlowServer server(milliseconds(1));
    EXPECT_EQ(teams.run_at(server.url(), {"--out", teams.out()}).status, exit_conformant);
    const std::vector<std::string> in_order = teams.journal();
    const std::string report = run({"report", teams.out(), "--as", "json"}).out;
    EXPECT_EQ(teams.run_at(server.url(), {"--jobs", "4", "--out", teams.out()}).status, exit_conformant);
    std::vector<std::string> lines = teams.journal();
    std::ranges::sort(lines);
    EXPECT_EQ(lines, in_order);
    EXPECT_EQ(run({"report", teams.out(), "--as", "json"}).out, report);
}

TEST(ConformJobs, all_workers_keep_the_one_rate) {
    const FourTeams teams;
    const SlowServer server(delay);
    EXPECT_EQ(teams.run_at(server.url(), {"?-0", "--jobs", "4", "--rate", "200/s"}).status, exit_conformant);
    const auto arrivals = server.arrivals();
    EXPECT_GE(arrivals.back() - arrivals.front(), milliseconds(5) * (arrivals.size() - 1) - milliseconds(50));
    EXPECT_GE(arrivals.size(), 4u * 6);
}

TEST(ConformJobs, a_busy_server_is_left_alone_by_all_workers) {
    const FourTeams teams;
    std::mutex mutex;
    std::optional<std::chrono::steady_clock::time_point> refused;
    std::vector<std::chrono::steady_clock::duration> after;
    const SlowServer server(delay, [&](const HttpRequest& request) -> std::optional<HttpResponse> {
        const std::lock_guard lock(mutex);
        const auto now = std::chrono::steady_clock::now();
        if (refused) after.push_back(now - *refused);
        if (refused || !is_add(request)) return std::nullopt;
        refused = now;
        return HttpResponse{429, "", {{"Retry-After", "1"}}, ""};
    });
    const CommandRun ran = teams.run_at(server.url(), {"--jobs", "4"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_EQ(ran.err, "keyturn conform: waiting 1 s: the server answers 429\n");
    // What was on its way when the refusal came is answered, and nothing more for a second.
    const auto meanwhile = std::ranges::count_if(after, [](auto time) { return time < milliseconds(900); });
    EXPECT_LE(meanwhile, 6);
}

TEST(ConformJobs, an_interrupt_ends_all_workers_and_every_state_is_taken_away) {
    const FourTeams teams;
    std::atomic<int> adds = 0;
    const SlowServer server(delay, [&](const HttpRequest& request) {
        if (is_add(request) && ++adds == 3) std::raise(SIGINT);
        return std::nullopt;
    });
    const CommandRun ran = teams.run_at(server.url(), {"--jobs", "4"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_TRUE(ran.out.ends_with(" conformant   interrupted: the rest was not run\n")) << ran.out;
    EXPECT_FALSE(ran.out.contains("12 cases")) << ran.out;
    EXPECT_TRUE(server.is_empty());
    EXPECT_EQ(server.count(R"({"action":"set-up","given":{"groups":[{)"), server.count(R"({"action":"tear-down")"));
}

TEST(ConformJobs, the_end_of_the_runs_time_ends_all_workers_and_every_state_is_taken_away) {
    const FourTeams teams;
    const SlowServer server(delay, [](const HttpRequest& request) {
        if (is_add(request)) std::this_thread::sleep_for(milliseconds(900));
        return std::nullopt;
    });
    const CommandRun ran = teams.run_at(server.url(), {"--jobs", "4", "--run-timeout", "0.6"});
    EXPECT_EQ(ran.status, exit_unreachable) << ran.out;
    EXPECT_TRUE(ran.out.ends_with("12 cases: 4 inconclusive, 8 not run\n")) << ran.out;
    EXPECT_TRUE(server.is_empty());
}

TEST(ConformJobs, a_hostile_conversation_leaves_the_others_unharmed) {
    const FourTeams teams;
    const SlowServer server(delay, [](const HttpRequest& request) {
        return request.target.contains("0012") ? std::optional(HttpResponse{200, "", {{"Content-Length", "7"}}, "{"})
                                               : std::nullopt;
    });
    const CommandRun ran = teams.run_at(server.url(), {"--jobs", "4", "--timeout", "1"});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.ends_with("12 cases: 9 conformant, 3 nonconformant\n")) << ran.out;
    EXPECT_TRUE(server.is_empty());
}

TEST(ConformJobs, what_is_flaky_is_told_by_repetitions_on_any_worker) {
    const FourTeams teams;
    std::mutex mutex;
    std::map<std::string, int> adds;
    const SlowServer server(milliseconds(1), [&](const HttpRequest& request) {
        if (!is_add(request) || !request.target.contains("0013")) return std::optional<HttpResponse>();
        const std::lock_guard lock(mutex);
        return ++adds[request.target] == 1 ? std::optional(HttpResponse{500, "", {}, ""}) : std::nullopt;
    });
    const CommandRun ran = teams.run_at(server.url(), {"--jobs", "4", "--repeat", "2"});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.contains("of 2 runs 1 conformant, 1 nonconformant")) << ran.out;
    EXPECT_TRUE(ran.out.ends_with("12 cases: 11 conformant, 1 flaky\n")) << ran.out;
}

TEST(ConformJobs, a_shard_and_a_baseline_go_with_it) {
    const FourTeams teams;
    const SlowServer server(milliseconds(1));
    const CommandRun ran = teams.run_at(
        server.url(), {"--jobs", "4", "--shard", "2/4", "--baseline", teams.out() + ".json", "--baseline-update"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_TRUE(ran.out.ends_with("\n3 cases: 3 conformant   0 known failures   shard 2/4\n")) << ran.out;
}

TEST(ConformJobs, shared_accounts_are_played_by_one_case_at_a_time_and_that_is_said) {
    const FourTeams teams;
    setenv("KEYTURN_TEST_TOKEN", "secret", 1);
    for (const auto& [state, why] :
         std::map<std::string, std::string>{{"", "every state has the accounts of --user"},
                                            {"api", "--state api makes every state of the same accounts"}}) {
        const SlowServer server(milliseconds(0));
        const CommandRun ran = teams.run_at(
            server.url(), {"0-0", "1-0", "--jobs", "3", "--user", "1111=1111:KEYTURN_TEST_TOKEN", "--state", state});
        EXPECT_EQ(ran.err, "keyturn conform: --jobs 3: one case at a time, for " + why + "\n");
        EXPECT_LE(server.most_at_once(), 1u);
    }
    const SlowServer server(milliseconds(0));
    EXPECT_EQ(
        teams.run_at(server.url(), {"--jobs", "3", "--user", "1111=1111:KEYTURN_TEST_TOKEN", "--state", "none"}).err,
        "");
    unsetenv("KEYTURN_TEST_TOKEN");
}

TEST(ConformJobs, the_number_is_one_to_64_and_nothing_is_learned_by_several) {
    for (const char* jobs : {"0", "65", "-1", "many"})
        EXPECT_EQ(run({"conform", "--list", "--jobs", jobs}).status, exit_usage) << jobs;
    EXPECT_EQ(run({"conform", "--list", "--jobs", "64"}).status, exit_conformant);
    const CommandRun ran = run({"conform", "--learn", "--jobs", "2"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(ran.err.contains("--jobs excludes --learn")) << ran.err;
}

}  // namespace
}  // namespace keyturn
