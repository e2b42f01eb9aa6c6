// keyturn conform and a server that is busy, slow or silent: how fast it is asked, how long it is waited for.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "conformance/http/raw_server_test_support.h"
#include "conformance/server/answer.h"
#include "tools/bent_server_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

using std::chrono::milliseconds;

constexpr const char* one_case = "rotation/key-version-below";  // a set-up, an add, reads and a tear-down

CommandRun conform_cases(const std::string& url, const std::string& cases, std::vector<std::string> more) {
    std::vector<std::string> arguments = {"conform", cases, "--endpoint", url, "--seed", "7"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
}

void as_it_is(const HttpRequest&, HttpResponse&) {}

bool is_add(const HttpRequest& request) { return request.target.ends_with("/members"); }
bool is_tear_down(const HttpRequest& request) { return request.body.starts_with(R"({"action":"tear-down")"); }

HttpResponse busy(std::vector<HeaderLine> headers) { return {429, "", std::move(headers), ""}; }

// Refuses the first requests, whatever they are.
BentServer::Instead busy_at_first(int times, HeaderLine wait) {
    return
        [times, wait](const HttpRequest&) mutable { return times-- > 0 ? std::optional(busy({wait})) : std::nullopt; };
}

// ---- 429

TEST(ConformLoad, a_busy_server_is_waited_for_from_the_first_request_on_and_the_verdict_is_about_its_answer) {
    const BentServer server(as_it_is, busy_at_first(2, {"Retry-After", "1"}));
    const CommandRun ran = conform_cases(server.url(), one_case, {});
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_EQ(ran.out, "rotation/key-version-below: conformant\n1 cases: 1 conformant\n");
    EXPECT_EQ(ran.err,
              "keyturn conform: waiting 1 s: the server answers 429\n"
              "keyturn conform: waiting 1 s: the server answers 429\n");
}

TEST(ConformLoad, a_wait_past_max_wait_is_inconclusive_and_says_how_long_it_would_be) {
    const BentServer server(as_it_is, [](const HttpRequest& request) {
        return is_add(request) ? std::optional(busy({{"Retry-After", "900"}})) : std::nullopt;
    });
    const CommandRun ran = conform_cases(server.url(), one_case, {});
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_EQ(ran.out,
              "rotation/key-version-below: inconclusive (the server answers 429 and asks to wait 900 s, and 60 s are "
              "left for waiting (--max-wait))\n1 cases: 1 inconclusive\n");
    EXPECT_EQ(ran.err, "");
    const CommandRun impatient = conform_cases(server.url(), one_case, {"--max-wait", "0"});
    EXPECT_TRUE(impatient.out.contains("0 s are left for waiting")) << impatient.out;
}

TEST(ConformLoad, a_state_that_a_busy_server_does_not_take_is_a_failed_set_up) {
    int requests = 0;
    const BentServer server(as_it_is, [&](const HttpRequest&) {
        return ++requests == 2 ? std::optional(busy({{"Retry-After", "61"}})) : std::nullopt;  // behind the probe
    });
    const CommandRun ran = conform_cases(server.url(), one_case, {});
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_TRUE(ran.out.contains("set-up failed: the server answers 429 and asks to wait 61 s")) << ran.out;
}

TEST(ConformLoad, a_server_that_is_busy_before_the_first_case_ends_the_run) {
    const BentServer server(as_it_is, busy_at_first(1, {"Retry-After", "61"}));
    const CommandRun ran = conform_cases(server.url(), one_case, {});
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_TRUE(ran.err.ends_with("60 s are left for waiting (--max-wait)\nno case was run\n")) << ran.err;
}

TEST(ConformLoad, a_hook_that_is_not_there_is_told_by_its_own_option) {
    const BentServer server(as_it_is);
    const CommandRun ran = conform_cases(server.url(), one_case, {"--state", "http://127.0.0.1:9/hook"});
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_TRUE(ran.err.ends_with("\nno case was run: is the server up, and is --state right?\n")) << ran.err;
}

// ---- rate

TEST(ConformLoad, requests_of_every_kind_keep_the_rate) {
    int requests = 0;
    const BentServer server([&](const HttpRequest&, HttpResponse&) { ++requests; });
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(conform_cases(server.url(), one_case, {"--rate", "50/s"}).status, exit_conformant);
    EXPECT_GE(requests, 6);  // the probe, set-up, reading, add, reading, tear-down
    EXPECT_GE(std::chrono::steady_clock::now() - begun, (requests - 1) * milliseconds(20));
}

TEST(ConformLoad, a_rate_of_another_form_is_wrong_usage) {
    const CommandRun ran = conform_cases("http://127.0.0.1:9", one_case, {"--rate", "5"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_EQ(ran.err, "keyturn conform: --rate '5': expected N/s with N from 0.001 to 1000000, as in 5/s\n");
}

// ---- deadlines

// A folder with a case that needs no state, gone when the test ends.
class OneCase {
  public:
    OneCase() {
        std::string name = (std::filesystem::temp_directory_path() / "keyturn-test-XXXXXX").string();
        path_ = mkdtemp(name.data());
        std::ofstream(path_ + "/case.json")
            << R"({"schema": 1, "title": "t", "requirements": ["AM-RSP-001"], "exchanges": [)"
            << R"({"request": {"method": "GET", "path": "/x"}, "response": {"status": 200}}]})";
    }
    ~OneCase() { std::filesystem::remove_all(path_); }

    CommandRun run_at(const std::string& url, std::vector<std::string> more) const {
        more.insert(more.end(), {"--cases", path_, "--state", "none"});
        return conform_cases(url, "case", more);
    }

  private:
    std::string path_;
};

const std::vector<std::string> ten_seconds_at_most = {"--run-timeout", "10"};

CommandRun run_with(const std::string& url, const std::string& option, const std::string& value) {
    std::vector<std::string> more = ten_seconds_at_most;
    more.insert(more.end(), {option, value});
    return OneCase().run_at(url, more);
}

void waits(RawPeer& peer) { peer.wait_for_close(); }

void drips(RawPeer& peer) {
    peer.read_request();
    peer.drip("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", milliseconds(100));
}

TEST(ConformLoad, the_first_byte_has_a_deadline) {
    const RawServer silent(waits);
    const CommandRun ran = run_with(silent.url(), "--first-byte-timeout", "0.1");
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_TRUE(ran.out.starts_with("case: inconclusive (not one byte of a response before the deadline)\n"))
        << ran.out;
}

TEST(ConformLoad, a_connection_has_a_deadline) {
    const RawServer never_greets(waits);
    const CommandRun ran =
        run_with("https://127.0.0.1:" + std::to_string(never_greets.port()), "--connect-timeout", "0.1");
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_TRUE(ran.out.contains("timed out")) << ran.out;
}

TEST(ConformLoad, an_exchange_has_a_deadline_by_which_an_answer_is_whole) {
    const RawServer slow(drips);
    const CommandRun ran = run_with(slow.url(), "--timeout", "0.3");
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.contains("the deadline passed before the response was whole")) << ran.out;
}

TEST(ConformLoad, a_server_that_takes_longer_than_a_case_may_take_leaves_it_inconclusive) {
    const RawServer slow(drips);
    const CommandRun ran = run_with(slow.url(), "--case-timeout", "0.3");
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_TRUE(
        ran.out.contains("case: inconclusive (the server took the 0.3 s that a case may take (--case-timeout))"))
        << ran.out;
}

TEST(ConformLoad, deadlines_are_times_to_come) {
    for (const char* option :
         {"--timeout", "--connect-timeout", "--first-byte-timeout", "--case-timeout", "--run-timeout"}) {
        for (const char* value : {"0", "-1", "soon", "604801"})
            EXPECT_EQ(run({"conform", "--list", option, value}).status, exit_usage) << option << value;
        EXPECT_EQ(run({"conform", "--list", option, "604800"}).status, exit_conformant) << option;
    }
    for (const char* value : {"-1", "86401"})
        EXPECT_EQ(run({"conform", "--list", "--max-wait", value}).status, exit_usage) << value;
    EXPECT_EQ(run({"conform", "--list", "--max-wait", "86400"}).status, exit_conformant);
}

// ---- the end of a run

std::string journal_in(const std::string& folder) {
    std::ifstream file(folder + "/journal.ndjson");
    return {std::istreambuf_iterator<char>(file), {}};
}

constexpr const char* several_cases = "rotation/key-version-*";

int number_of_cases() {
    const std::string list = run({"conform", several_cases, "--list"}).out;
    return static_cast<int>(std::count(list.begin(), list.end(), '\n')) - 1;
}

// The last line of a run of which one case ran.
std::string one_and_the_rest_not_run(const std::string& verdict) {
    const int cases = number_of_cases();
    return std::to_string(cases) + " cases: 1 " + verdict + ", " + std::to_string(cases - 1) + " not run\n";
}

TEST(ConformLoad, when_the_time_of_the_run_is_over_states_are_still_taken_away_and_the_rest_is_not_run) {
    int torn_down = 0;
    const BentServer server([&](const HttpRequest& request, HttpResponse&) {
        if (is_add(request)) std::this_thread::sleep_for(milliseconds(1900));
        torn_down += is_tear_down(request);
    });
    const std::string out = std::filesystem::temp_directory_path() / ("keyturn-test-" + std::to_string(getpid()));
    const CommandRun ran = conform_cases(server.url(), several_cases, {"--run-timeout", "1.5", "--out", out});
    const std::string journal = journal_in(out);
    std::filesystem::remove_all(out);
    EXPECT_EQ(ran.status, exit_unreachable) << ran.out;
    EXPECT_TRUE(
        ran.out.starts_with("1 inconclusive: rotation/key-version-as-before\n"
                            "  the run's time of 1.5 s is over (--run-timeout)\n"))
        << ran.out;
    EXPECT_TRUE(ran.out.contains(" not run: rotation/key-version-below, ")) << ran.out;
    EXPECT_TRUE(ran.out.ends_with(one_and_the_rest_not_run("inconclusive"))) << ran.out;
    EXPECT_EQ(torn_down, 1);
    EXPECT_EQ(std::count(journal.begin(), journal.end(), '\n'), number_of_cases());
}

TEST(ConformLoad, a_run_whose_time_is_over_is_no_success_though_all_that_ran_was_right) {
    const BentServer server([&](const HttpRequest& request, HttpResponse&) {
        if (is_tear_down(request)) std::this_thread::sleep_for(milliseconds(1900));
    });
    const CommandRun ran = conform_cases(server.url(), several_cases, {"--run-timeout", "1.5"});
    EXPECT_TRUE(ran.out.ends_with(one_and_the_rest_not_run("conformant"))) << ran.out;
    EXPECT_EQ(ran.status, exit_unreachable);
}

TEST(ConformLoad, repetitions_end_with_the_run_and_every_one_has_the_time_of_a_case) {
    const BentServer server([&](const HttpRequest& request, HttpResponse&) {
        if (is_add(request)) std::this_thread::sleep_for(milliseconds(300));
    });
    EXPECT_EQ(conform_cases(server.url(), one_case, {"--repeat", "3", "--case-timeout", "0.8"}).status,
              exit_conformant);
    const CommandRun cut = conform_cases(server.url(), one_case, {"--repeat", "1000", "--run-timeout", "1.5"});
    EXPECT_EQ(cut.status, exit_unreachable) << cut.out;
}

}  // namespace
}  // namespace keyturn
