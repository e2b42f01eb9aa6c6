#include <gtest/gtest.h>

#include "tools/command_test_support.h"
#include "tools/vectors_report.h"

namespace keyturn {
namespace {

const std::string sample = KEYTURN_SOURCE_DIR "/protocol/testdata/vectors-sample.json";

constexpr const char* wrong = R"({"secretbox": [{"key_hex": "5"}], "future": []})";

TEST(VectorsCommand, the_sample_passes) {
    const CommandRun outcome = run({"vectors", sample});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_TRUE(outcome.out.starts_with(
        sample + "\nsection             entries   passed   failed\nkeys                      6        6        0\n"))
        << outcome.out;
    EXPECT_TRUE(outcome.out.ends_with("\ntotal                    27       27        0\n"));
}

TEST(VectorsCommand, a_failure_is_told_and_exit_status_1) {
    const ScratchFile file(wrong);
    const CommandRun outcome = run({"vectors", file.path(), sample});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_TRUE(outcome.out.contains("secretbox                 1        0        1\n"));
    EXPECT_TRUE(
        outcome.out.contains("total                     1        0        1\n"
                             "secretbox #0 key_hex: expected lower-case hexadecimal, found \"5\" (string)\n"
                             "secretbox #0 plaintext_utf8: expected text, found nothing\n"
                             "secretbox #0 nonce_hex: expected lower-case hexadecimal, found nothing\n"
                             "note: unknown section future\n"));
}

TEST(VectorsCommand, as_json) {
    const ScratchFile file(wrong);
    const CommandRun outcome = run({"vectors", file.path(), "--json"});
    EXPECT_EQ(outcome.status, 1);
    const JsonValue report = parse_json(outcome.out).value();
    const auto at = [&](std::string_view pointer) { return to_json(*resolve(report, pointer)); };
    EXPECT_EQ(at("/files/0/path"), "\"" + file.path() + "\"");
    EXPECT_EQ(at("/files/0/entries"), "1");
    EXPECT_EQ(at("/files/0/failed"), "1");
    EXPECT_EQ(at("/files/0/sections/10"), R"({"name":"secretbox","entries":1,"passed":0,"failed":1})");
    EXPECT_EQ(at("/files/0/unknown_sections"), R"(["future"])");
    EXPECT_EQ(at("/files/0/failures/1"),
              R"({"section":"secretbox","entry":"#0","field":"plaintext_utf8","expected":"text","actual":"nothing"})");
    EXPECT_EQ(at("/files/0/failures_left_out"), "0");
}

TEST(VectorsCommand, what_can_not_be_read_is_exit_status_2_and_the_rest_still_runs) {
    const ScratchFile file("{\n \"keys\" 5}"), list("[]"), twice(R"({"keys": {}, "keys": {}})");
    const CommandRun outcome = run({"vectors", file.path(), "/no/such/file", list.path(), twice.path(), sample});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_TRUE(outcome.err.contains("keyturn vectors: " + file.path() + ":2:9: "));
    EXPECT_TRUE(outcome.err.contains("keyturn vectors: /no/such/file: No such file"));
    EXPECT_TRUE(
        outcome.err.contains("keyturn vectors: " + list.path() + ": a file of vectors is an object of sections\n"));
    EXPECT_TRUE(outcome.err.contains("keyturn vectors: " + twice.path() + ": the section keys stands there twice\n"));
    EXPECT_TRUE(outcome.out.contains("total                    27"));
}

TEST(VectorsCommand, without_any_entry_nothing_ran) {
    const ScratchFile file("{}");
    EXPECT_EQ(run({"vectors", file.path()}).status, 3);
    EXPECT_EQ(run({"vectors", file.path(), sample}).status, 0);
}

TEST(VectorsReport, tells_what_it_leaves_out) {
    VectorReport report;
    report.failures = {{"keys", "7", "", "this", "that"}};
    report.failures_left_out = 5;
    EXPECT_TRUE(text_of({"f", report}).contains("keys 7: expected this, found that\nand 5 more failures\n"));
    report.failures_left_out = 0;
    EXPECT_FALSE(text_of({"f", report}).contains("more failures"));
}

}  // namespace
}  // namespace keyturn
