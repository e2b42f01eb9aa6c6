#include "fuzz/runner/engine_line.h"

namespace keyturn::fuzz {
namespace {

EngineStatus read(std::initializer_list<std::string_view> lines) {
    EngineStatus status;
    for (const std::string_view line : lines) read_engine_line(line, status);
    return status;
}

TEST(EngineLine, status_lines_tell_executions_edges_and_memory) {
    const EngineStatus status = read({"INFO: seed corpus: files: 12 min: 1b max: 900b total: 3000b rss: 40Mb",
                                      "#13\tINITED cov: 210 ft: 640 corp: 9/2200b exec/s: 0 rss: 41Mb",
                                      "#4096\tpulse  cov: 214 ft: 660 corp: 31/2200b lim: 43 exec/s: 2048 rss: 61Mb"});
    EXPECT_EQ(status.seeds, 12u);
    EXPECT_EQ(status.executions, 4096u);
    EXPECT_EQ(status.edges, 214u);
    EXPECT_EQ(status.peak_mb, 61u);
    EXPECT_EQ(status.finding, "");
}

TEST(EngineLine, final_statistics_count_too) {
    const EngineStatus status = read({"#8 pulse cov: 2 ft: 3 rss: 50Mb", "stat::number_of_executed_units: 5000",
                                      "stat::peak_rss_mb:              77"});
    EXPECT_EQ(status.executions, 5000u);
    EXPECT_EQ(status.peak_mb, 77u);
}

TEST(EngineLine, numbers_never_go_down) {
    const EngineStatus status = read({"#9 NEW cov: 5 ft: 3 rss: 50Mb", "#8 NEW cov: 4 ft: 3 rss: 49Mb"});
    EXPECT_EQ(status.executions, 9u);
    EXPECT_EQ(status.edges, 5u);
    EXPECT_EQ(status.peak_mb, 50u);
}

TEST(EngineLine, the_first_oracle_is_the_finding_whatever_the_engine_says_of_it) {
    const EngineStatus status =
        read({"oracle violated: a refusal changes nothing", "oracle violated: another",
              "SUMMARY: libFuzzer: deadly signal", "artifact_prefix='f/'; Test unit written to f/crash-0123"});
    EXPECT_EQ(status.finding, "oracle violated: a refusal changes nothing");
    EXPECT_EQ(status.artifact, "f/crash-0123");
    EXPECT_EQ(read({"SUMMARY: libFuzzer: timeout", "oracle violated: x"}).finding, "oracle violated: x");
}

TEST(EngineLine, without_an_oracle_the_first_summary_is_the_finding) {
    const EngineStatus status =
        read({"==1==ERROR: AddressSanitizer: heap-use-after-free",
              "SUMMARY: AddressSanitizer: heap-use-after-free a.cc:3 in f", "SUMMARY: libFuzzer: deadly signal"});
    EXPECT_EQ(status.finding, "AddressSanitizer: heap-use-after-free a.cc:3 in f");
}

TEST(EngineLine, other_lines_say_nothing) {
    const EngineStatus status = read({"", "hello", "# no number cov: x", "cov: 12", " #12 cov: 3"});
    EXPECT_EQ(status.executions + status.edges + status.seeds + status.peak_mb, 0u);
    EXPECT_EQ(status.finding + status.artifact, "");
}

TEST(EngineLine, the_first_input_with_another_trace_is_named) {
    EXPECT_EQ(first_different_trace("", ""), std::nullopt);
    EXPECT_EQ(first_different_trace("a 1\nb 2\n", "a 1\nb 2\n"), std::nullopt);
    EXPECT_EQ(first_different_trace("a 1\nb 2\nc 3\n", "a 1\nb 9\nc 8\n"), "b");
    EXPECT_EQ(first_different_trace("a 1\nb 2\n", "a 1\n"), "b");
    EXPECT_EQ(first_different_trace("a 1\n", "a 1\nb 2\n"), "b");
}

}  // namespace
}  // namespace keyturn::fuzz
