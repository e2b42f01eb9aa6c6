// keyturn report and keyturn diff, from outside.
#include <gtest/gtest.h>

#include "protocol/json_document.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string line(std::string_view id, std::string_view verdict) {
    return std::string(R"({"schema":1,"case":")") + std::string(id) + R"(","verdict":")" + std::string(verdict) +
           R"(","requirements":[],"reason":"","set_up_failed":false,"breaches":[],"repeat":""})" + "\n";
}

TEST(ReportCommand, each_form_is_written_to_standard_output) {
    const ScratchFile journal(line("keys/a", "conformant"));
    const std::pair<const char*, const char*> starts[] = {{"html", "<!doctype html>\n"},
                                                          {"junit", "<?xml "},
                                                          {"sarif", "{\n  \"$schema\""},
                                                          {"markdown", "## keyturn: 1 cases"},
                                                          {"json", "{\n  \"verdicts\": {\"conformant\": 1}"},
                                                          {"coverage", "coverage of field constraints\n  body type\n"},
                                                          {"text", "1 cases: 1 conformant\n"}};
    for (const auto& [form, start] : starts) {
        const CommandRun ran = run({"report", journal.path(), "--as", form});
        EXPECT_EQ(ran.status, exit_conformant) << ran.err;
        EXPECT_TRUE(ran.out.starts_with(start)) << form << ": " << ran.out.substr(0, 60);
        EXPECT_EQ(ran.err, "");
    }
}

TEST(ReportCommand, text_is_what_conform_said_at_the_end) {
    const ScratchFile journal(
        R"({"schema":1,"case":"a","verdict":"inconclusive","requirements":["AM-ROT-002"],"reason":"reset",)"
        R"("set_up_failed":false,"breaches":[],"repeat":"keyturn conform a",)"
        R"("exercised":{"valid":["/user_ids type"],"broken":[]}})"
        "\n");
    const std::string text = run({"report", journal.path(), "--as", "text"}).out;
    EXPECT_TRUE(
        text.starts_with("1 inconclusive: a\n  reset\n  again: keyturn conform a\ncoverage: fields 1/52 valid, "))
        << text;
    EXPECT_TRUE(text.ends_with("\n1 cases: 1 inconclusive\n")) << text;
    EXPECT_TRUE(
        run({"report", journal.path(), "--as", "coverage"}).out.contains("  /user_ids type\n    valid   1: a\n"));
}

TEST(ReportCommand, shards_are_one_coverage) {
    const auto line_with = [](std::string id, std::string exercised) {
        std::string text = line(std::move(id), "conformant");
        return text.insert(text.size() - 2, R"(,"exercised":)" + exercised);
    };
    const ScratchFile one(line_with("a", R"({"valid":["/user_ids type"],"broken":[]})")),
        two(line_with("b", R"({"valid":["/user_ids type"],"broken":["/user_ids content"]})"));
    const std::string text = run({"report", two.path(), one.path(), "--as", "coverage"}).out;
    EXPECT_TRUE(text.contains("  /user_ids type\n    valid   2: a, b\n")) << text;
    EXPECT_TRUE(text.contains("  /user_ids content\n    valid   never\n    broken  1: b\n")) << text;
}

TEST(ReportCommand, annotations_are_workflow_commands) {
    const ScratchFile journal(
        R"({"schema":1,"case":"a","verdict":"nonconformant","requirements":["AM-ROT-002"],"reason":"",)"
        R"("set_up_failed":false,"breaches":[{"requirement":"AM-ROT-002","exchange":0,"place":"status",)"
        R"("expected":"409","actual":"200","kind":"wrong"}],"repeat":""})"
        "\n");
    const CommandRun ran = run({"report", journal.path(), "--as", "annotations"});
    EXPECT_TRUE(ran.out.starts_with("::error title=AM-ROT-002 MUST%3A ")) << ran.out;
}

TEST(ReportCommand, shards_are_one_run) {
    const ScratchFile one(line("keys/a", "conformant")), two(line("keys/b", "nonconformant"));
    const CommandRun ran = run({"report", one.path(), two.path(), "--as", "markdown"});
    EXPECT_TRUE(has(ran.out, "## keyturn: 2 cases\n\n1 conformant, 1 nonconformant\n")) << ran.out;
}

TEST(ReportCommand, a_folder_stands_for_the_journal_in_it) {
    const CommandRun ran = run({"report", KEYTURN_SOURCE_DIR, "--as", "json"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.err, KEYTURN_SOURCE_DIR "/journal.ndjson: ")) << ran.err;
}

TEST(ReportCommand, a_cut_journal_is_reported_as_far_as_it_goes) {
    const ScratchFile journal(line("keys/a", "conformant") + "{\"schema\":1,\"ca");
    const CommandRun ran = run({"report", journal.path(), "--as", "markdown"});
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_TRUE(has(ran.err, "the last line is cut and left out")) << ran.err;
    EXPECT_TRUE(has(ran.out, "## keyturn: 1 cases"));
}

TEST(ReportCommand, what_is_no_journal_is_said_with_file_and_line) {
    const ScratchFile journal("{}\n");
    const CommandRun ran = run({"report", journal.path(), "--as", "html"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.err, "keyturn report: " + journal.path() + ": line 1: /")) << ran.err;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(run({"report", journal.path(), "--as", "pdf"}).status, exit_usage);
    EXPECT_EQ(run({"report", journal.path()}).status, exit_usage);
    EXPECT_EQ(run({"report", journal.path(), "--as", "json", "--data", "/nowhere"}).status, exit_usage);
}

TEST(DiffCommand, something_new_that_fails_is_exit_1) {
    const ScratchFile before(line("a", "conformant") + line("b", "nonconformant") + line("c", "conformant"));
    const ScratchFile after(line("a", "nonconformant") + line("b", "conformant") + line("d", "conformant"));
    const CommandRun ran = run({"diff", before.path(), after.path()});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_EQ(ran.out,
              "newly failing:\n  a\nfixed:\n  b\nappeared:\n  d\nvanished:\n  c\n"
              "1 newly failing, 1 fixed, 1 appeared, 1 vanished\n");
}

TEST(DiffCommand, nothing_new_is_exit_0) {
    const ScratchFile journal(line("a", "nonconformant"));
    EXPECT_EQ(run({"diff", journal.path(), journal.path()}).status, exit_conformant);
    const ScratchFile right(line("a", "conformant"));
    const CommandRun same = run({"diff", right.path(), right.path()});
    EXPECT_EQ(same.out, "no difference\n");
    EXPECT_EQ(same.status, exit_conformant);
}

TEST(DiffCommand, as_json) {
    const ScratchFile before(line("a", "conformant")), after(line("a", "tolerated"));
    const CommandRun ran = run({"diff", before.path(), after.path(), "--json", "--strict"});
    EXPECT_EQ(
        to_json(parse_json(ran.out).value()),
        R"({"newly_failing":["a"],"fixed":[],"still_failing":[],"no_longer_judged":[],"appeared":[],"vanished":[]})");
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_EQ(run({"diff", before.path(), after.path()}).status, exit_conformant);
}

TEST(DiffCommand, a_journal_that_cant_be_read_is_named) {
    const ScratchFile journal(line("a", "conformant"));
    for (const auto& arguments : {std::vector<std::string>{"diff", "/nowhere", journal.path()},
                                  std::vector<std::string>{"diff", journal.path(), "/nowhere"}}) {
        const CommandRun ran = run(arguments);
        EXPECT_EQ(ran.status, exit_usage);
        EXPECT_TRUE(has(ran.err, "keyturn diff: /nowhere: ")) << ran.err;
    }
}

}  // namespace
}  // namespace keyturn
