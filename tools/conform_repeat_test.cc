// keyturn conform --repeat against a server that is wrong now and then.
#include <gtest/gtest.h>

#include <thread>

#include "conformance/http/http_server.h"
#include "conformance/server/answer.h"
#include "conformance/server/in_process_transport.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;

// The reference server, but for every third request to add members, which it answers 200 without looking at it.
class WrongEveryThirdTime {
  public:
    WrongEveryThirdTime() : right_(now_msec) {
        HttpServerOptions options;
        options.problem = [](int status, std::string_view detail) { return problem_answer(status, detail); };
        server_.emplace(HttpServer::open(std::move(options), [this](const HttpRequest& request) {
                            return handle(request);
                        }).value());
        thread_ = std::thread([this] { server_->run(); });
    }
    ~WrongEveryThirdTime() {
        server_->stop();
        thread_.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

  private:
    HttpResponse handle(const HttpRequest& request) {
        if (request.target.ends_with("/members") && ++adds_ % 3 == 0) return json_answer(200, json_object());
        return **right_.exchange(request);
    }

    InProcessTransport right_;
    int adds_ = 0;
    std::optional<HttpServer> server_;
    std::thread thread_;
};

CommandRun conform_case(const WrongEveryThirdTime& server, std::vector<std::string> more) {
    std::vector<std::string> arguments = {"conform", "rotation/key-version-below", "--endpoint", server.url(), "--seed",
                                          "7"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
}

TEST(ConformRepeat, a_server_that_is_wrong_every_third_time_is_flaky) {
    const WrongEveryThirdTime server;
    const CommandRun ran = conform_case(server, {"--repeat", "3"});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_EQ(ran.out,
              "rotation/key-version-below: flaky (of 3 runs 2 conformant, 1 nonconformant)\n"
              "  AM-ROT-002 MUST  The key version is above the group's current one, compared as numbers.   [guide]\n"
              "  status       expected 409 or 400   found 200\n"
              "  again: keyturn conform rotation/key-version-below --endpoint " +
                  server.url() +
                  " --repeat 3 --seed 7\n"
                  "1 cases: 1 flaky\n");
}

TEST(ConformRepeat, once_is_the_default) {
    const WrongEveryThirdTime server;
    EXPECT_EQ(conform_case(server, {}).out, "rotation/key-version-below: conformant\n1 cases: 1 conformant\n");
    EXPECT_EQ(conform_case(server, {"--repeat", "1"}).status, exit_conformant);
    EXPECT_EQ(conform_case(server, {}).status, exit_nonconformant);
}

TEST(ConformRepeat, from_once_to_a_thousand_times) {
    for (const char* times : {"0", "1001", "-1", "often"})
        EXPECT_EQ(run({"conform", "--list", "--repeat", times}).status, exit_usage) << times;
    for (const char* times : {"1", "1000"})
        EXPECT_EQ(run({"conform", "--list", "--repeat", times}).status, exit_conformant) << times;
}

}  // namespace
}  // namespace keyturn
