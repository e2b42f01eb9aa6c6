// keyturn record from outside: a process of its own between clients and the reference server.
#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "conformance/http/http_client.h"
#include "conformance/http/raw_server_test_support.h"
#include "conformance/placeholders.h"
#include "tools/command_test_support.h"
#include "tools/commands.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

std::string read_all(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

// A folder that is gone when the test ends.
class ScratchFolder {
  public:
    ScratchFolder() {
        std::string text = (fs::temp_directory_path() / "keyturn-record-XXXXXX").string();
        path_ = ::mkdtemp(text.data());
    }
    ~ScratchFolder() { fs::remove_all(path_); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::string cases() const { return (path_ / "cases").string(); }
    std::string log() const { return (path_ / "log").string(); }

    // Every byte below it, names included.
    std::string everything() const {
        std::string all;
        for (const auto& entry : fs::recursive_directory_iterator(path_))
            all += entry.path().string() + "\n" + (entry.is_regular_file() ? read_all(entry.path()) : "") + "\n";
        return all;
    }

  private:
    fs::path path_;
};

// `keyturn record` in a process of its own.
class RecordProcess {
  public:
    RecordProcess(const ScratchFolder& folder, const std::string& upstream, std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"keyturn", "record", "--upstream", upstream, "--out", folder.cases()});
        std::vector<const char*> arguments;
        for (const std::string& argument : more) arguments.push_back(argument.c_str());
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe(ends.data()), 0);
        child_ = fork();
        if (child_ == 0) {
            dup2(ends[1], STDOUT_FILENO);
            dup2(open(folder.log().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
            _exit(run_command_line(static_cast<int>(arguments.size()), arguments.data()));
        }
        close(ends[1]);
        for (char c = 0; read(ends[0], &c, 1) == 1 && c != '\n';) url_ += c;
        close(ends[0]);
    }
    ~RecordProcess() {
        if (child_ > 0) end(SIGKILL);
    }
    RecordProcess(const RecordProcess&) = delete;
    RecordProcess& operator=(const RecordProcess&) = delete;

    const std::string& url() const { return url_; }

    // The exit status; -1 where the signal killed it.
    int end(int signal = SIGINT) {
        kill(child_, signal);
        int status = 0;
        EXPECT_EQ(waitpid(child_, &status, 0), child_);
        child_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t child_ = 0;
    std::string url_;
};

class Environment {
  public:
    explicit Environment(const Secrets& variables) : variables_(variables) {
        for (const auto& [name, value] : variables_) setenv(name.c_str(), value.c_str(), 1);
    }
    ~Environment() {
        for (const auto& [name, value] : variables_) unsetenv(name.c_str());
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    Secrets variables_;
};

std::vector<std::string> files_in(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::unique_ptr<ReferenceServer> reference_server() {
    return *ReferenceServer::start(0, {}, [] { return std::uint64_t{1'750'000'000'000}; });
}

HttpClient client_of(const std::string& url) { return *HttpClient::open({.endpoint = url}); }

// The tokens of the shipped states' users, under the names of the placeholders for them.
const Secrets tokens_of_the_cast = {{"ALICE", "token-1111"}, {"BOB", "token-2222"},  {"CAROL", "token-3333"},
                                    {"DAVE", "token-4444"},  {"ERIN", "token-5555"}, {"FAYE", "token-6666"},
                                    {"GUS", "token-7777"},   {"HAL", "token-8888"},  {"IDA", "token-9999"},
                                    {"JAN", "token-11110"}};

TEST(RecordCommand, RecordedRequestsOfTheOfficialLibraryReplayWithoutASecretInTheRecording) {
    const auto server = reference_server();
    const ScratchFolder folder;
    const Environment environment(tokens_of_the_cast);
    std::vector<std::string> named;
    for (const auto& [name, token] : tokens_of_the_cast) named.insert(named.end(), {"--secret-env", name});
    RecordProcess record(folder, server->url(), named);
    const std::vector<std::string> replayed = {"recorded/two-members", "recorded/everything-set",
                                               "recorded/title-outside-ascii"};
    std::vector<std::string> conform = {"conform", "--endpoint", record.url(), "--seed", "1"};
    conform.insert(conform.end(), replayed.begin(), replayed.end());
    EXPECT_EQ(run(conform).status, exit_conformant);
    EXPECT_EQ(record.end(), exit_conformant);

    const std::string everything = folder.everything();
    for (const auto& [name, token] : tokens_of_the_cast)
        for (const Spelling spelling : all_spellings())
            EXPECT_TRUE(spelling == Spelling::braces || !everything.contains(spelled(token, spelling))) << name;
    EXPECT_TRUE(everything.contains("Bearer {{ALICE}}"));

    EXPECT_EQ(run({"lint", folder.cases()}).status, exit_conformant) << run({"lint", folder.cases()}).out;
    const auto fresh = reference_server();  // one that goes on counts on
    const CommandRun again = run({"conform", "--cases", folder.cases(), "--endpoint", fresh->url(), "--strict"});
    EXPECT_EQ(again.status, exit_conformant) << again.out;
    EXPECT_TRUE(again.out.contains(fmt::format("{} conformant", files_in(folder.cases()).size()))) << again.out;
}

TEST(RecordCommand, AReplayWithoutItsSecretsNamesThem) {
    const auto server = reference_server();
    const ScratchFolder folder;
    RecordProcess record(folder, server->url());
    client_of(record.url())
        .exchange({"GET", "/2/chat/conversations/g1", {{"Authorization", "Bearer t0ken-of-nobody"}}, ""})
        .value();
    record.end();
    EXPECT_TRUE(read_all(folder.log())
                    .contains("  KEYTURN_TOKEN_1  the credentials in Authorization\n"
                              "to replay, with these in the environment: keyturn conform --cases "));
    const std::vector<std::string> conform = {"conform", "--cases", folder.cases(), "--endpoint", server->url()};
    const CommandRun without = run(conform);
    EXPECT_EQ(without.status, exit_nothing_ran);
    EXPECT_TRUE(without.out.contains("set the environment variable KEYTURN_TOKEN_1")) << without.out;
    const Environment environment(Secrets{{"KEYTURN_TOKEN_1", "t0ken-of-nobody"}});
    EXPECT_EQ(run(conform).status, exit_conformant);
}

TEST(RecordCommand, AServerThatAnswersOtherwiseIsNoticed) {
    const auto server = reference_server();
    const ScratchFolder folder;
    RecordProcess record(folder, server->url());
    client_of(record.url()).exchange({"GET", "/2/users/1111/public_keys", {}, ""}).value();
    record.end();
    RawServer other([](RawPeer& peer) {
        for (;;) {
            if (peer.read_request().empty()) return;
            peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"data\": null}");
        }
    });
    EXPECT_EQ(run({"conform", "--cases", folder.cases(), "--endpoint", other.url(), "--state", "none"}).status,
              exit_nonconformant);
}

TEST(RecordCommand, WhatVariesIsLearnedWithoutASecret) {
    int count = 0;
    RawServer counting([&](RawPeer& peer) {
        for (;;) {
            if (peer.read_request().empty()) return;
            const std::string body = fmt::format(R"({{"seen":"t0ken-of-nobody","count":{:04}}})", 1000 + count++);
            peer.send(fmt::format("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                                  body.size(), body));
        }
    });
    const ScratchFolder folder, learned;
    {
        RecordProcess record(folder, counting.url());
        client_of(record.url()).exchange({"GET", "/a", {{"Authorization", "Bearer t0ken-of-nobody"}}, ""}).value();
        record.end();
    }
    const Environment environment(Secrets{{"KEYTURN_TOKEN_1", "t0ken-of-nobody"}});
    run({"conform", "--cases", folder.cases(), "--endpoint", counting.url(), "--state", "none", "--learn", "--out",
         learned.cases()});
    const std::string everything = learned.everything();
    EXPECT_TRUE(everything.contains(R"("/count": {)")) << everything;
    EXPECT_TRUE(everything.contains(R"("seen": "{{KEYTURN_TOKEN_1}}")")) << everything;
    EXPECT_FALSE(everything.contains("t0ken-of-nobody"));
}

TEST(RecordCommand, WhatIsAnsweredIsOnTheDiskWhenItIsKilled) {
    const auto server = reference_server();
    const ScratchFolder folder;
    RecordProcess record(folder, server->url());
    HttpClient client = client_of(record.url());
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(client.exchange({"GET", "/" + std::to_string(i), {}, ""}));
    EXPECT_EQ(record.end(SIGKILL), -1);
    EXPECT_EQ(files_in(folder.cases()).size(), 5u);
    EXPECT_EQ(run({"lint", folder.cases()}).status, exit_conformant);
}

TEST(RecordCommand, KilledAmongManyItLeavesWholeFilesAlone) {
    const auto server = reference_server();
    const ScratchFolder folder;
    RecordProcess record(folder, server->url());
    std::atomic<int> answered = 0;
    std::vector<std::thread> clients;
    for (int who = 0; who < 4; ++who)
        clients.emplace_back([&, who] {
            HttpClient client = client_of(record.url());
            for (int turn = 0; turn < 500; ++turn) {
                const auto answer = client.exchange(
                    {"POST", fmt::format("/{}-{}", who, turn), {}, std::string(5'000, 'x')}, std::chrono::seconds(5));
                if (!answer || !answer->response) return;
                ++answered;
            }
        });
    while (answered < 100) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    record.end(SIGKILL);
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(run({"lint", folder.cases()}).status, exit_conformant);
    EXPECT_GE(files_in(folder.cases()).size(), static_cast<std::size_t>(answered));
    RecordProcess next(folder, server->url());
    for (const std::string& name : files_in(folder.cases())) EXPECT_FALSE(name.starts_with(".unfinished")) << name;
}

TEST(RecordCommand, GoesOnBehindARecordingOfBefore) {
    const auto server = reference_server();
    const ScratchFolder folder;
    for (int i = 0; i < 2; ++i) {
        RecordProcess record(folder, server->url());
        client_of(record.url())
            .exchange({"GET", "/a", {{"Authorization", fmt::format("Bearer t0ken-number-{}", i)}}, ""})
            .value();
        EXPECT_EQ(record.end(SIGTERM), exit_conformant);
    }
    EXPECT_EQ(files_in(folder.cases()), (std::vector<std::string>{"000001-get-a.json", "000002-get-a.json"}));
    EXPECT_TRUE(read_all(folder.cases() + "/000001-get-a.json").contains("Bearer {{KEYTURN_TOKEN_1}}"));
    EXPECT_TRUE(read_all(folder.cases() + "/000002-get-a.json").contains("Bearer {{KEYTURN_TOKEN_2}}"));
}

TEST(RecordCommand, AnUpstreamThatIsNotThereIsToldAndNothingIsWritten) {
    const ScratchFolder folder;
    RecordProcess record(folder, "http://127.0.0.1:9");
    EXPECT_EQ(client_of(record.url()).exchange({"GET", "/", {}, ""})->response->status, 502);
    EXPECT_EQ(record.end(), exit_nothing_ran);
    EXPECT_TRUE(files_in(folder.cases()).empty());
    EXPECT_TRUE(read_all(folder.log()).contains("not recorded: no connection to the upstream: "));
    EXPECT_TRUE(read_all(folder.log()).ends_with("0 recorded, 1 not\n"));
}

TEST(RecordCommand, ListensWhereItIsToldAndGivesUpWhenItIsTold) {
    RawServer silent([](RawPeer& peer) { peer.wait_for_close(); });
    const LoopbackListener free = listen_on_loopback();
    close(free.socket);
    const ScratchFolder folder;
    RecordProcess record(folder, silent.url(), {"--port", std::to_string(free.port), "--timeout", "0.2"});
    EXPECT_EQ(record.url(), fmt::format("http://127.0.0.1:{}", free.port));
    EXPECT_EQ(client_of(record.url()).exchange({"GET", "/", {}, ""})->response->status, 504);
}

TEST(RecordCommand, SaysWhatIsWrongBeforeItListens) {
    const ScratchFolder folder;
    EXPECT_EQ(run({"record", "--out", folder.cases()}).status, exit_usage);
    const CommandRun url = run({"record", "--upstream", "ftp://h", "--out", folder.cases()});
    EXPECT_EQ(url.status, exit_usage);
    EXPECT_TRUE(url.err.starts_with("keyturn record: --upstream: ")) << url.err;
    const ScratchFile file("");
    EXPECT_TRUE(run({"record", "--upstream", "http://h", "--out", file.path()}).err.contains("no folder can be made"));
    const Environment environment(Secrets{{"KEYTURN_TEST_SHORT", "abc"}});
    const auto refused = [&](const char* name) {
        return run({"record", "--upstream", "http://h", "--out", folder.cases(), "--secret-env", name}).err;
    };
    EXPECT_TRUE(refused("a-b").contains("no name of an environment variable"));
    EXPECT_TRUE(refused("KEYTURN_TEST_UNSET").contains("KEYTURN_TEST_UNSET is not set"));
    EXPECT_TRUE(refused("KEYTURN_TEST_SHORT").contains("KEYTURN_TEST_SHORT holds is shorter than 4 bytes"));
    EXPECT_EQ(run({"record", "--upstream", "http://h", "--out", folder.cases(), "--cacert", "/nowhere"}).status,
              exit_usage);
    EXPECT_FALSE(fs::exists(folder.cases()));
    const LoopbackListener taken = listen_on_loopback();
    const CommandRun in_use = run(
        {"record", "--upstream", "http://127.0.0.1:9", "--out", folder.cases(), "--port", std::to_string(taken.port)});
    close(taken.socket);
    EXPECT_EQ(in_use.status, exit_nothing_ran);
    EXPECT_TRUE(in_use.err.contains(fmt::format("port {} on 127.0.0.1: ", taken.port))) << in_use.err;
}

}  // namespace
}  // namespace keyturn
