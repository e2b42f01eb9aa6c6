// keyturn conform --repeat against a server that is wrong now and then.
#include <gtest/gtest.h>

#include "conformance/server/answer.h"
#include "tools/bent_server_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

// Every third request to add members is answered 200, whatever it holds.
BentServer::Bend wrong_every_third_time() {
    return [adds = 0](const HttpRequest& request, HttpResponse& response) mutable {
        if (request.target.ends_with("/members") && ++adds % 3 == 0) response = json_answer(200, json_object());
    };
}

CommandRun conform_case(const BentServer& server, std::vector<std::string> more) {
    std::vector<std::string> arguments = {"conform", "rotation/key-version-below", "--endpoint", server.url(), "--seed",
                                          "7"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
}

TEST(ConformRepeat, a_server_that_is_wrong_every_third_time_is_flaky) {
    const BentServer server(wrong_every_third_time());
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
    const BentServer server(wrong_every_third_time());
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
