// --profile and --policy-off of the commands, from outside.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "tools/command_test_support.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"

namespace keyturn {
namespace {

// `keyturn serve` in a process of its own, interrupted when the test ends.
class ServeProcess {
  public:
    explicit ServeProcess(std::vector<const char*> arguments) {
        arguments.insert(arguments.begin(), {"keyturn", "serve"});
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe(ends.data()), 0);
        child_ = fork();
        if (child_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            _exit(run_command_line(static_cast<int>(arguments.size()), arguments.data()));
        }
        close(ends[1]);
        for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) url_ += c;
        close(ends[0]);
    }
    ~ServeProcess() {
        kill(child_, SIGINT);
        int status = 0;
        EXPECT_EQ(waitpid(child_, &status, 0), child_);
        EXPECT_EQ(WEXITSTATUS(status), exit_conformant);
    }
    const std::string& url() const { return url_; }

  private:
    pid_t child_ = 0;
    std::string url_;
};

TEST(Profile, the_reference_server_of_every_profile_keeps_all_that_is_asked_for_there) {
    for (const char* profile : {"documented", "openapi", "guide"}) {
        const CommandRun ran = run({"conform", "--profile", profile, "--strict", "--seed", "1"});
        EXPECT_EQ(ran.status, exit_conformant) << profile << ran.out << ran.err;
    }
}

TEST(Profile, a_summary_names_it_unless_it_is_the_usual_one) {
    const std::vector<std::string> arguments = {"conform", "rotation", "--seed", "1", "--profile"};
    const auto summary_of = [&](const std::string& profile) {
        auto with = arguments;
        with.push_back(profile);
        return run(with).out;
    };
    EXPECT_TRUE(summary_of("openapi").ends_with("conformant   profile: openapi\n"));
    EXPECT_TRUE(summary_of("guide").ends_with("conformant\n"));
}

TEST(Profile, a_served_profile_asks_for_less_than_the_usual_one) {
    const ServeProcess openapi({"--profile", "openapi"});
    const std::string selector = "signatures/no-key-change";
    EXPECT_EQ(run({"conform", selector, "--endpoint", openapi.url()}).status, exit_nonconformant);
    EXPECT_EQ(run({"conform", "request/detail-absent", "--endpoint", openapi.url()}).status, exit_conformant);
    const ServeProcess usual({});
    EXPECT_EQ(run({"conform", selector, "--endpoint", usual.url()}).status, exit_conformant);
}

TEST(Profile, rules_are_left_out_besides_those_of_the_profile) {
    const ServeProcess server({"--profile", "openapi", "--without", "key_version_moves_forward"});
    for (const char* selector : {"signatures/no-key-change", "rotation/key-version-below"})
        EXPECT_EQ(run({"conform", selector, "--endpoint", server.url()}).status, exit_nonconformant) << selector;
}

TEST(Profile, serving_one_that_is_none_or_without_a_catalogue_is_wrong_usage) {
    EXPECT_EQ(run({"serve", "--profile", "other"}).status, exit_usage);
    const CommandRun ran = run({"serve", "--data", "/nonexistent"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(ran.err.starts_with("keyturn serve: ")) << ran.err;
    EXPECT_TRUE(ran.err.contains("/nonexistent")) << ran.err;
}

TEST(PolicyOff, what_is_silenced_stands_in_the_summary_and_in_the_command_that_repeats_a_case) {
    const auto server =
        ReferenceServer::start(0, {{"key_version_moves_forward"}, {}}, clock_of(1'790'000'000'000)).value();
    const CommandRun ran = run({"conform", "rotation/key-version-below", "--endpoint", server->url(), "--seed", "7",
                                "--policy-off", "AM-ROT-004", "--policy-off", "AM-REQ-005", "--header", "X-Trace: on"});
    EXPECT_TRUE(ran.out.contains("  again: keyturn conform rotation/key-version-below --endpoint " + server->url() +
                                 " --policy-off AM-ROT-004 --policy-off AM-REQ-005 --header 'X-Trace: on' --seed 7\n"))
        << ran.out;
    EXPECT_TRUE(ran.out.ends_with("1 nonconformant   silenced: AM-ROT-004 AM-REQ-005\n")) << ran.out;
}

}  // namespace
}  // namespace keyturn
