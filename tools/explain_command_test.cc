#include <gtest/gtest.h>

#include "tools/command_test_support.h"

namespace keyturn {
namespace {

// A request with the state it was made in, as `keyturn request` makes it.
struct Made {
    JsonValue whole =
        parse_json(run({"request", "--as", "state", "--seed", "1", "--now", "1700000000000"}).out).value();

    ScratchFile body() const { return ScratchFile(to_json(*whole.find("body"))); }
    ScratchFile state() const { return ScratchFile(to_json(*whole.find("state"))); }
};

TEST(ExplainCommand, says_what_a_file_is) {
    const ScratchFile file("MessageDeleteEvent,m\x1b,1111");
    const CommandRun outcome = run({"explain", file.path()});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out,
              "signature payload\n  action: \"MessageDeleteEvent\"\n  message id: \"m\\u001b\"\n  sender: \"1111\"\n");
}

TEST(ExplainCommand, says_what_is_odd) {
    const ScratchFile file("[]");
    EXPECT_TRUE(run({"explain", file.path()}).out.contains("\nodd: the body: expected a JSON object"));
}

TEST(ExplainCommand, as_json) {
    const ScratchFile file("MessageDeleteEvent,m,1111");
    const JsonValue json = parse_json(run({"explain", file.path(), "--json"}).out).value();
    EXPECT_EQ(
        to_json(json),
        R"({"kind":"signature payload","lines":["action: \"MessageDeleteEvent\"","message id: \"m\"","sender: \"1111\""],)"
        R"("oddities":[],"oddities_left_out":0,"sender":"1111","decoded":["MessageDeleteEvent","m","1111"]})");
}

TEST(ExplainCommand, a_state_holds_the_body_to_the_rules) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state();
    const CommandRun outcome = run({"explain", body.path(), "--state", state.path()});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_TRUE(outcome.out.starts_with("request body\n"));
    EXPECT_TRUE(outcome.out.contains("held       AM-SIG-001"));
    EXPECT_TRUE(outcome.out.contains(" 0 broken, "));
    const CommandRun json = run({"explain", body.path(), "--state", state.path(), "--json"});
    EXPECT_TRUE(parse_json(json.out).value().find("rules")->elements.size() > 30);
}

TEST(ExplainCommand, a_broken_rule_is_exit_status_1) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state();
    const CommandRun outcome = run({"explain", body.path(), "--state", state.path(), "--sender", "3333"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_TRUE(outcome.out.contains("broken     AM-"));
}

TEST(ExplainCommand, what_can_not_be_judged_is_exit_status_2) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state(), payload("MessageDeleteEvent,m,1111"),
                      garbage("garbage");
    const auto complaint = [](const std::vector<std::string>& arguments) {
        const CommandRun outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    EXPECT_TRUE(
        complaint({"explain", garbage.path()}).starts_with("keyturn explain: " + garbage.path() + ": no request body"));
    EXPECT_TRUE(complaint({"explain", "/no/such/file"}).contains("No such file"));
    EXPECT_EQ(complaint({"explain", payload.path(), "--state", state.path()}),
              "keyturn explain: --state is for request bodies, and this is another kind: signature payload\n");
    EXPECT_TRUE(complaint({"explain", body.path(), "--state", garbage.path()}).contains(garbage.path() + ":1:1: "));
    EXPECT_TRUE(complaint({"explain", body.path(), "--state", payload.path()}).contains(payload.path()));
    const ScratchFile no_state(R"({"groups": 5})");
    EXPECT_TRUE(complaint({"explain", body.path(), "--state", no_state.path()}).contains("/state/groups"));
    EXPECT_EQ(complaint({"explain", body.path(), "--state", state.path(), "--conversation", "g5"}),
              "keyturn explain: the state has no group of that id\n");
}

TEST(ExplainCommand, never_prints_private_keys_of_the_state) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state();
    for (const JsonMember& user : made.whole.find("state")->find("users")->members) {
        const JsonValue* secret = user.value.find("private_keys");
        if (!secret) continue;
        EXPECT_FALSE(run({"explain", body.path(), "--state", state.path()}).out.contains(secret->text));
        EXPECT_FALSE(run({"explain", body.path(), "--state", state.path(), "--json"}).out.contains(secret->text));
    }
}

}  // namespace
}  // namespace keyturn
