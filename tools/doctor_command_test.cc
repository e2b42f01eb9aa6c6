// keyturn doctor, from outside.
#include <gtest/gtest.h>

#include <cstdlib>

#include "protocol/json_document.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// The search path is another one until the end of the test.
class SearchPath {
  public:
    explicit SearchPath(const char* path) : before_(std::getenv("PATH")) { setenv("PATH", path, 1); }
    ~SearchPath() { setenv("PATH", before_.c_str(), 1); }

  private:
    std::string before_;
};

TEST(Doctor, says_what_is_there_and_what_it_is_for) {
    const CommandRun ran = run({"doctor"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_TRUE(has(ran.out, " cases in " KEYTURN_SOURCE_DIR)) << ran.out;
    EXPECT_TRUE(has(ran.out, "ok       loopback    a server can listen on 127.0.0.1\n"));
    EXPECT_TRUE(has(ran.out, "for: the official client library\n"));
}

TEST(Doctor, what_is_not_needed_may_be_absent) {
    const SearchPath none("/nowhere");
    const CommandRun ran = run({"doctor"});
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_TRUE(has(ran.out, "absent   node        not found: install Node 18 or later (Debian: nodejs npm)\n"))
        << ran.out;
    EXPECT_TRUE(has(ran.out, "absent   afl-fuzz    not found (Debian: afl++)\n"));
}

TEST(Doctor, without_data_the_main_job_does_not_run) {
    const CommandRun ran = run({"doctor", "--data", "/nowhere"});
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_TRUE(has(ran.out, "MISSING  data        no conformance/requirements.json in /nowhere")) << ran.out;
}

TEST(Doctor, as_json) {
    const CommandRun ran = run({"doctor", "--json"});
    const JsonValue document = parse_json(ran.out).value();
    EXPECT_EQ(to_json(*resolve(document, "/examined/1")),
              R"({"name":"loopback","there":true,"needed":true,"finding":"a server can listen on 127.0.0.1",)"
              R"("for":"conform without an endpoint, serve, prove"})");
    EXPECT_EQ(document.find("examined")->elements.size(), 9u);
}

}  // namespace
}  // namespace keyturn
