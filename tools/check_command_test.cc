#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "protocol/json_document.h"
#include "tools/command_test_support.h"
#include "tools/saved_inputs.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

class CheckCommand : public testing::Test {
  protected:
    ~CheckCommand() override { fs::remove_all(folder_); }

    CommandRun check(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"check", "--corpus", folder_, "--seed", "7"});
        return run(arguments);
    }

    std::vector<fs::path> files_of(const std::string& property) const {
        std::vector<fs::path> files;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(fs::path(folder_) / property, ignored))
            files.push_back(entry.path());
        return files;
    }

    const std::string folder_ = (fs::temp_directory_path() / ("keyturn-check-" + std::to_string(::getpid()))).string();
};

JsonValue report_in(const CommandRun& outcome) { return parse_json(outcome.out).value(); }

std::string held(const JsonValue& report, std::string_view id) {
    for (const JsonValue& row : report.find("requirements")->elements)
        if (row.find("id")->text == id)
            return to_json(*row.find("held")) + (row.find("why") ? ": " + row.find("why")->text : "");
    return "not there";
}

// Signs with whatever comes out, so no signature can be read.
constexpr const char* wrong_signer =
    "while read -r line; do id=${line#*\\\"id\\\":}; id=${id%%,*}; case $line in "
    "*'\"op\":\"start\"'*) echo "
    "\"{\\\"id\\\":$id,\\\"ok\\\":{\\\"name\\\":\\\"sh\\\",\\\"version\\\":\\\"1\\\",\\\"ops\\\":[\\\"sign\\\"]}}\";; "
    "*'\"op\":\"sign\"'*) echo \"{\\\"id\\\":$id,\\\"ok\\\":{\\\"signature\\\":\\\"AAAA\\\"}}\";; "
    "*) echo \"{\\\"id\\\":$id,\\\"unimplemented\\\":true}\";; esac; done";

TEST_F(CheckCommand, the_reference_holds_what_a_property_exercises) {
    const CommandRun outcome = check({"--property", "signature_verifies", "--runs", "20", "--json"});
    EXPECT_EQ(outcome.status, 0) << outcome.out << outcome.err;
    const JsonValue report = report_in(outcome);
    EXPECT_EQ(report.find("subject")->text.substr(0, 8), "keyturn ");
    EXPECT_EQ(report.find("inputs")->text, "20");
    EXPECT_EQ(report.find("findings")->elements.size(), 0u);
    EXPECT_EQ(held(report, "AM-SIG-023"), "true");
    EXPECT_EQ(held(report, "AM-SIG-042"), "true");
    EXPECT_EQ(held(report, "AM-SIG-022"), "null: no property that was tried cites it");
    EXPECT_EQ(held(report, "AM-KEY-016"), "null: no operation of the interface shows it");
    EXPECT_EQ(held(report, "AM-REQ-001"), "not there");
}

TEST_F(CheckCommand, the_same_seed_gives_the_same_report) {
    const std::vector<std::string> arguments = {"--property", "signature_stands_for_one_event", "--runs", "40",
                                                "--json"};
    const CommandRun first = check(arguments), again = check(arguments);
    EXPECT_EQ(first.out, again.out);
    EXPECT_NE(first.out, run({"check", "--corpus", folder_, "--seed", "8", "--property", "payload_has_its_layout",
                              "--runs", "1", "--json"})
                             .out);
}

TEST_F(CheckCommand, a_limit_of_the_protocol_is_told_and_is_nobodys_fault) {
    const CommandRun outcome = check({"--property", "signature_stands_for_one_event", "--runs", "60"});
    EXPECT_EQ(outcome.status, 0) << outcome.out;
    EXPECT_TRUE(
        outcome.out.contains("Limits of the protocol: its layout allows these, no library can do better.\n"
                             "signature_stands_for_one_event\n  AM-SIG-03"))
        << outcome.out;
    EXPECT_TRUE(outcome.out.contains(" 0 violated, "));
}

TEST_F(CheckCommand, a_finding_is_saved_repeats_with_one_command_and_is_replayed_first) {
    const std::vector<std::string> arguments = {"--library", wrong_signer, "--property", "signature_verifies",
                                                "--runs",    "3",          "--json"};
    const CommandRun outcome = check(arguments);
    EXPECT_EQ(outcome.status, 1) << outcome.out << outcome.err;
    const JsonValue report = report_in(outcome);
    EXPECT_EQ(held(report, "AM-SIG-023"), "false");
    EXPECT_EQ(resolve(report, "/findings/0/requirement")->text, "AM-SIG-023");
    EXPECT_EQ(resolve(report, "/findings/0/oracle")->text, "signature_verifies");
    EXPECT_EQ(to_json(*resolve(report, "/findings/0/witness")),
              R"({"property":"signature_verifies","input":{"key":0,"payload":""}})");
    EXPECT_EQ(to_json(*resolve(report, "/findings/0/limit_of_protocol")), "false");
    ASSERT_EQ(files_of("signature_verifies").size(), 1u);
    const std::string file = files_of("signature_verifies").front().string();
    EXPECT_TRUE(
        resolve(report, "/findings/0/repeat")->text.starts_with("keyturn check --witness " + file + " --library "));
    EXPECT_EQ(run({"check", "--witness", file, "--library", wrong_signer}).status, 1);
    EXPECT_EQ(run({"check", "--witness", file}).status, 0);
    EXPECT_EQ(check(arguments).out, outcome.out);
    EXPECT_EQ(files_of("signature_verifies").size(), 1u);
}

TEST_F(CheckCommand, without_a_folder_the_whole_property_repeats_it) {
    const CommandRun outcome = run({"check", "--corpus", "", "--seed", "7", "--library", wrong_signer, "--property",
                                    "signature_verifies", "--runs", "3"});
    EXPECT_TRUE(
        outcome.out.contains("  again: keyturn check --property signature_verifies --seed 7 --runs 3 --library "))
        << outcome.out;
}

TEST_F(CheckCommand, what_is_not_implemented_is_not_exercised) {
    const CommandRun outcome =
        check({"--library", wrong_signer, "--property", "wrapped_key_opens_elsewhere", "--runs", "3"});
    EXPECT_EQ(outcome.status, 3) << outcome.out;
    EXPECT_TRUE(outcome.out.contains("requirements: 0 held, 0 violated, ")) << outcome.out;
    EXPECT_TRUE(outcome.out.contains(
        "\n  the library lacks an operation that would show it: AM-SIG-041, AM-SIG-042, AM-KEY-014, AM-KEY-029\n"))
        << outcome.out;
    EXPECT_TRUE(outcome.out.contains("\n  no property that was tried cites it: 85 requirements\n")) << outcome.out;
    EXPECT_TRUE(outcome.out.contains("\n  no operation of the interface shows it: AM-KEY-016, ")) << outcome.out;
}

TEST_F(CheckCommand, a_library_that_does_not_start_is_exit_status_3) {
    const CommandRun outcome = check({"--library", "exit 5"});
    EXPECT_EQ(outcome.status, 3);
    EXPECT_TRUE(outcome.err.starts_with("keyturn check: the library did not start: ")) << outcome.err;
}

TEST_F(CheckCommand, wrong_usage_is_exit_status_2) {
    EXPECT_EQ(check({"--property", "no_such"}).err,
              "keyturn check: there is no property 'no_such': keyturn check --list shows them\n");
    EXPECT_EQ(check({"--property", "no_such"}).status, 2);
    EXPECT_EQ(check({"--list", "--property", "no_such"}).status, 2);
    EXPECT_EQ(check({"--witness", "/no/such/file"}).status, 2);
    EXPECT_EQ(check({"--runs", "0"}).status, 2);
    const ScratchFile no_property("{}"), no_input(R"({"property": "signature_verifies"})"),
        wrong_input(R"({"property": "signature_verifies", "input": {"key": -1, "other": 0}})");
    EXPECT_TRUE(check({"--witness", no_property.path()}).err.contains("/property"));
    EXPECT_TRUE(check({"--witness", no_input.path()}).err.contains("/input"));
    EXPECT_TRUE(check({"--witness", wrong_input.path()}).err.contains("/key"));
    EXPECT_EQ(check({"--witness", wrong_input.path()}).status, 2);
}

TEST_F(CheckCommand, lists_properties_with_cost_runs_and_requirements) {
    const CommandRun text = check({"--list", "--property", "retry_is_the_same"});
    EXPECT_EQ(text.status, 0);
    EXPECT_TRUE(text.out.starts_with("retry_is_the_same "));
    EXPECT_TRUE(text.out.ends_with(" signing     1000  AM-SIG-026\n")) << text.out;
    EXPECT_EQ(
        to_json(*resolve(report_in(check({"--list", "--json", "--property", "retry_is_the_same"})), "/properties/0")),
        R"({"name":"retry_is_the_same","cost":"signing","runs":1000,"requirements":["AM-SIG-026"]})");
    EXPECT_TRUE(check({"--list"}).out.contains("sequence     100"));
    EXPECT_TRUE(check({"--list"}).out.contains("pure       10000"));
}

TEST_F(CheckCommand, the_usual_number_of_inputs_can_be_multiplied) {
    const auto inputs_of = [&](std::vector<std::string> more) {
        more.insert(more.end(), {"--runs-scale", "2", "--json"});
        return report_in(check(more)).find("inputs")->text;
    };
    EXPECT_EQ(inputs_of({"--property", "signature_verifies"}), "2000");
    EXPECT_EQ(inputs_of({"--property", "wrapped_key_opens_elsewhere", "--library", wrong_signer}), "200");
    EXPECT_EQ(check({"--runs-scale", "0"}).status, 2);
    EXPECT_EQ(check({"--runs-scale", "2", "--runs", "3"}).status, 2);
}

TEST_F(CheckCommand, smoke_asks_every_operation_once) {
    const CommandRun outcome = check({"--smoke"});
    EXPECT_EQ(outcome.status, 0) << outcome.out;
    EXPECT_TRUE(outcome.out.contains("open_change                answers\n")) << outcome.out;
    EXPECT_EQ(check({"--smoke", "--library", "exit 5"}).status, 1);
}

TEST(SavedInputs, what_can_not_be_read_is_left_out_and_what_can_not_be_written_is_told) {
    const Property& property = properties()[0];
    EXPECT_TRUE(saved_inputs("", property).empty());
    EXPECT_TRUE(saved_inputs("/no/such/folder", property).empty());
    Violation violation = violated("AM-SIG-027", "");
    violation.oracle = property.name;
    EXPECT_TRUE(save_witness("/proc/keyturn", violation).error().ends_with(": can't be written"));
}

}  // namespace
}  // namespace keyturn
