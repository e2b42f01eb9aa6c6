#include <gtest/gtest.h>

#include "conformance/schema_test_support.h"
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

constexpr const char* payload = "GroupChangeEvent.GroupInviteDisable,m\x1b,1111,g1,5";
constexpr const char* payload_in_words =
    "signature payload\n  action: \"GroupChangeEvent.GroupInviteDisable\"\n  message id: \"m\\u001b\"\n  sender: "
    "\"1111\"\n  component: \"g1\"\n  component: \"5\"\n  it can stand for 1 event\n";

TEST(ExplainCommand, says_what_a_file_is) {
    const ScratchFile file(payload);
    const CommandRun outcome = run({"explain", file.path()});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_TRUE(outcome.out.starts_with(payload_in_words)) << outcome.out;
}

TEST(ExplainCommand, an_argument_that_names_no_file_is_the_input) {
    EXPECT_TRUE(run({"explain", payload}).out.starts_with(payload_in_words));
    EXPECT_TRUE(run({"explain", "--text", payload}).out.starts_with(payload_in_words));
    const ScratchFile file(payload);
    EXPECT_FALSE(run({"explain", "--text", file.path()}).out.contains("signature payload"));
    EXPECT_EQ(run({"explain", "--text", "x", "y"}).status, 2);
}

TEST(ExplainCommand, standard_input_is_the_default) {
    const ScratchFile file(payload);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"explain"}, std::vector<std::string>{"explain", "-"}}) {
        const StandardInput input(file.path());
        EXPECT_TRUE(run(arguments).out.starts_with(payload_in_words));
    }
    const ScratchFile garbage("garbage");
    const StandardInput input(garbage.path());
    EXPECT_TRUE(run({"explain"}).err.starts_with("keyturn explain: standard input: none of the kinds"));
}

TEST(ExplainCommand, says_what_is_odd) {
    const ScratchFile file("[]");
    EXPECT_TRUE(run({"explain", file.path()}).out.contains("\nodd: the body: expected a JSON object"));
}

TEST(ExplainCommand, as_json) {
    const Schema schema("explanation");
    const CommandRun outcome = run({"explain", payload, "--json"});
    const JsonValue json = parse_json(outcome.out).value();
    EXPECT_TRUE(schema.accepts(outcome.out));
    EXPECT_EQ(json.find("name")->text, "payload");
    EXPECT_EQ(json.find("sender")->text, "1111");
    EXPECT_EQ(json.find("rules"), nullptr);
    const Made made;
    const ScratchFile body = made.body(), state = made.state();
    EXPECT_TRUE(schema.accepts(run({"explain", body.path(), "--state", state.path(), "--json"}).out));
    EXPECT_TRUE(
        schema.accepts(run({"explain", body.path(), "--state", state.path(), "--sender", "3333", "--json"}).out));
}

TEST(ExplainCommand, lists_the_kinds) {
    const CommandRun outcome = run({"explain", "--list"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_TRUE(outcome.out.starts_with("detail            event detail             what an action does, Thrift\n"));
    EXPECT_TRUE(outcome.out.contains("\npayload           signature payload "));
}

TEST(ExplainCommand, a_kind_can_be_forced_and_a_target_named) {
    EXPECT_TRUE(run({"explain", "--as", "payload", "x"}).out.starts_with("signature payload\n"));
    EXPECT_TRUE(run({"explain", "--target", "identifiers", "x"}).out.starts_with("fuzz input\n"));
    EXPECT_EQ(run({"explain", "--target", "identifiers", "--as", "payload", "x"}).status, 2);
    EXPECT_TRUE(run({"explain", "--as", "frob", "x"}).err.contains("there is no kind 'frob'; there are "));
}

TEST(ExplainCommand, cites_requirements_and_properties_in_full) {
    const CommandRun of_case =
        run({"explain", std::string(KEYTURN_SOURCE_DIR) + "/conformance/cases/signatures/damaged-signature.json"});
    EXPECT_TRUE(of_case.out.starts_with("case\n")) << of_case.out << of_case.err;
    EXPECT_TRUE(of_case.out.contains("  requirement: AM-SIG-003 (")) << of_case.out;
    const CommandRun unknown = run(
        {"explain",
         R"({"schema": 1, "case": "a", "verdict": "nonconformant", "requirements": [], "reason": "", "set_up_failed": false, "breaches": [{"requirement": "AM-SIG-999", "exchange": 0, "place": "", "expected": "", "actual": "", "kind": "wrong"}], "repeat": ""})"});
    EXPECT_TRUE(unknown.out.contains("  \"AM-SIG-999\"\n")) << unknown.out << unknown.err;
    EXPECT_TRUE(run({"explain", R"({"property": "signature_stands_for_one_event", "input": {}})"})
                    .out.contains("  it cites AM-SIG-"));
    EXPECT_FALSE(run({"explain", R"({"property": "frob", "input": {}})"}).out.contains("it cites"));
}

TEST(ExplainCommand, a_state_verifies_opens_and_holds_to_the_rules) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state();
    const CommandRun outcome = run({"explain", body.path(), "--state", state.path()});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    EXPECT_TRUE(outcome.out.starts_with("request body\n"));
    EXPECT_TRUE(outcome.out.contains("\ncheck: the signature of action 2 verifies: yes\n"));
    EXPECT_TRUE(outcome.out.contains("held       AM-SIG-001"));
    EXPECT_TRUE(outcome.out.contains(" 0 broken, "));
    const CommandRun json = run({"explain", body.path(), "--state", state.path(), "--json"});
    EXPECT_TRUE(parse_json(json.out).value().find("rules")->elements.size() > 30);
    const ScratchFile whole(to_json(made.whole));
    EXPECT_TRUE(run({"explain", whole.path()}).out.contains("held       AM-SIG-001"));
    EXPECT_TRUE(run({"explain", body.path(), "--state", whole.path()}).out.contains(" 0 broken, "));
}

TEST(ExplainCommand, states_of_cases_are_states_too) {
    const std::string states = std::string(KEYTURN_SOURCE_DIR) + "/conformance/states/";
    EXPECT_EQ(run({"explain", states + "team.json"}).status, 0);
    EXPECT_TRUE(run({"explain", "[]", "--state", states + "team.json"}).out.contains(" undecided\n"));
    EXPECT_TRUE(run({"explain", "[]", "--state", states + "hundred.json"}).out.contains(" undecided\n")) << "made";
    const ScratchFile broken(R"({"schema": 1, "made": {"members": 0}})");
    EXPECT_TRUE(run({"explain", "[]", "--state", broken.path()}).err.contains("/made/members"));
}

TEST(ExplainCommand, what_is_broken_or_does_not_verify_is_exit_status_1) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state();
    const CommandRun outcome = run({"explain", body.path(), "--state", state.path(), "--sender", "3333"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_TRUE(outcome.out.contains("broken     AM-"));
    const std::string stranger = "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    EXPECT_EQ(run({"explain", stranger}).status, 0);
    EXPECT_EQ(run({"explain", stranger, "--state", state.path()}).status, 1) << "nobody of the state has the key";
}

TEST(ExplainCommand, what_can_not_be_judged_is_exit_status_2) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state(), other(payload), garbage("garbage");
    const auto complaint = [](const std::vector<std::string>& arguments) {
        const CommandRun outcome = run(arguments);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        return outcome.err;
    };
    EXPECT_TRUE(complaint({"explain", garbage.path()})
                    .starts_with("keyturn explain: " + garbage.path() + ": none of the kinds that are known"));
    EXPECT_TRUE(complaint({"explain", "/no/such/file"})
                    .starts_with("keyturn explain: the argument, which names no file: none of the kinds"));
    EXPECT_TRUE(complaint({"explain", "/"}).contains("Is a directory"));
    EXPECT_TRUE(complaint({"explain", "--text", "?"}).starts_with("keyturn explain: --text: none of the kinds"));
    EXPECT_TRUE(complaint({"explain", body.path(), "--state", garbage.path()}).contains(garbage.path() + ":1:1: "));
    EXPECT_TRUE(complaint({"explain", body.path(), "--state", other.path()}).contains(other.path()));
    const ScratchFile no_state(R"({"groups": 5})");
    EXPECT_TRUE(complaint({"explain", body.path(), "--state", no_state.path()}).contains("/groups"));
    const ScratchFile no_state_within(R"({"state": {"groups": 5}})");
    EXPECT_TRUE(complaint({"explain", body.path(), "--state", no_state_within.path()}).contains("/state/groups"));
    EXPECT_EQ(complaint({"explain", body.path(), "--state", state.path(), "--conversation", "g5"}),
              "keyturn explain: " + body.path() + ": the state has no group \"g5\"\n");
}

TEST(ExplainCommand, never_prints_private_keys_of_the_state) {
    const Made made;
    const ScratchFile body = made.body(), state = made.state(), whole(to_json(made.whole));
    const std::vector<std::vector<std::string>> runs = {
        {"explain", body.path(), "--state", state.path()}, {"explain", state.path()}, {"explain", whole.path()}};
    for (std::vector<std::string> arguments : runs) {
        const std::string words = run(arguments).out;
        arguments.push_back("--json");
        const std::string json = run(arguments).out;
        for (const JsonMember& user : made.whole.find("state")->find("users")->members)
            for (const char* name : {"private_keys", "token"}) {
                const JsonValue* secret = user.value.find(name);
                EXPECT_FALSE(secret && (words + json).contains(secret->text)) << name;
            }
    }
}

}  // namespace
}  // namespace keyturn
