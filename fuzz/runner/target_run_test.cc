#include "fuzz/runner/target_run.h"

#include <algorithm>
#include <sstream>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/llvm_test_support.h"

// The engines are shell scripts that say and do what libFuzzer does, and write down how they were called.
namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view merging_and_start = R"(#!/bin/sh
echo "$0 $*" >> calls.txt
case "$*" in
*-set_cover_merge=1*)
    out=; for word; do
        case $word in -*) ;; *) if [ -z "$out" ]; then out=$word; else cp "$word"/* "$out" 2>/dev/null; fi ;; esac
    done
    exit 0 ;;
*"-runs=1 -seed=1"*) echo '#2 INITED cov: 5 ft: 5 corp: 1/1b exec/s: 0 rss: 30Mb'; exit 0 ;;
esac
)";

class TargetRunTest : public testing::Test {
  protected:
    TargetRunTest() {
        fs::remove_all(root_);
        fs::create_directories(root_);
        fs::current_path(root_);
        put("corpus/seeds/a/" + content_name("seed"), "seed");
        put("explorers/fuzz_a.options", "[libfuzzer]\nmax_len = 100\n[asan]\nx=1\n");
    }
    ~TargetRunTest() override {
        fs::current_path("/");
        fs::remove_all(root_);
    }

    static void put(const fs::path& file, std::string_view content) { ASSERT_TRUE(write_whole(file, content)); }

    static void put_engine(const fs::path& file, const std::string& script) {
        put(file, std::string(merging_and_start) + script);
        fs::permissions(file, fs::perms::owner_all);
    }

    RunSettings settings() const {
        return {.root = root_,
                .explorers = root_ / "explorers",
                .judges = root_ / "judges",
                .work = root_ / "work",
                .budget = {.seconds = std::nullopt, .executions = 100},
                .seed = 7};
    }

    static TargetReport run(const RunSettings& settings) {
        return run_target({.name = "a", .aims_at = {"x.cc"}}, settings, [](const Progress&) {});
    }

    static std::string calls() { return read_corpus_file("calls.txt").value_or(""); }

    const fs::path root_ = fs::path(testing::TempDir()) /
                           ("target_run_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

const std::string explores_well =
    "echo 'INFO: seed corpus: files: 1 min: 4b'\n"
    "for word; do case $word in */explored) printf new > $word/c2a6b03f190dfb2b4aa91f8af8d477a9bc3401dc ;; esac; done\n"
    "echo '#100 DONE cov: 9 ft: 12 corp: 2/7b exec/s: 50 rss: 44Mb'\n";

TEST_F(TargetRunTest, explores_merges_and_judges) {
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a", "exit 0");
    const TargetReport report = run(settings());
    EXPECT_EQ(report.trouble, "");
    EXPECT_EQ(report.executions, 100u);
    EXPECT_EQ(report.seeds, 1u);
    EXPECT_EQ(report.edges, 9u);
    EXPECT_EQ(report.edges_of_nothing, 5u);
    EXPECT_EQ(report.peak_mb, 44u);
    EXPECT_EQ(report.corpus_files, 2u) << "the seed and what was new";
    EXPECT_EQ(report.corpus_bytes, 7u);
    EXPECT_TRUE(report.findings.empty());
    EXPECT_TRUE(calls().contains("-max_len=100")) << calls();
    EXPECT_TRUE(calls().contains("-runs=100 -print_final_stats=1"));
    EXPECT_TRUE(calls().contains("-seed=7 "));
    EXPECT_FALSE(calls().contains("-entropic=0"));
}

TEST_F(TargetRunTest, branches_are_counted_without_those_that_are_unreachable) {
    const WithLlvm llvm(root_);
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a", "exit 0");
    put("x.cc", "if (a) f();\nif (b) f();\n");
    put("llvm/llvm-cov-19.json",
        R"({"data": [{"files": [{"filename": "/p/x.cc", "segments": [],
            "branches": [[1, 5, 1, 6, 1, 0], [2, 5, 2, 6, 1, 0]]}]}]})");
    RunSettings with_unreachable = settings();
    with_unreachable.unreachable = {{.file = "x.cc", .line = "if (b) f();", .outcome = false}};
    const TargetReport report = run(with_unreachable);
    EXPECT_EQ(report.trouble, "");
    ASSERT_TRUE(report.branches);
    EXPECT_EQ(*report.branches, (BranchCoverage{3, 2, 1, {{"x.cc", 1, "if (a) f();", "a", false}}, {}}));
    EXPECT_TRUE(calls().contains("export -skip-functions -skip-expansions -instr-profile=")) << calls();
    EXPECT_TRUE(calls().contains("judges/fuzz_a " + (root_ / "x.cc").string() + "\n")) << calls();
}

TEST_F(TargetRunTest, branches_that_cannot_be_counted_are_trouble) {
    const WithLlvm llvm(root_);
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a", "exit 0");
    put("llvm/llvm-cov-19.json", R"({"data": [{"files": []}]})");
    EXPECT_TRUE(run(settings()).trouble.contains("/x.cc: ")) << "there is no such source";
    put("x.cc", "");
    EXPECT_EQ(run(settings()).trouble, "x.cc is not part of the target: see \"aims_at\"");
}

TEST_F(TargetRunTest, a_crash_while_exploring_is_a_finding_and_the_rest_of_the_budget_is_spent) {
    put_engine("explorers/fuzz_a",
               "for word; do case $word in -artifact_prefix=*) prefix=${word#-artifact_prefix=} ;; esac; done\n"
               "if [ ! -e crashed ]; then touch crashed; echo '#40 NEW cov: 6'; echo 'oracle violated: x holds'\n"
               "printf bad > ${prefix}crash-1; echo \"Test unit written to ${prefix}crash-1\"; exit 77; fi\n"
               "echo '#60 DONE cov: 9'\n");
    put_engine("judges/fuzz_a", "exit 0");
    const TargetReport report = run(settings());
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].oracle, "oracle violated: x holds");
    EXPECT_TRUE(report.findings[0].input.string().ends_with("work/a/findings/crash-1"));
    EXPECT_TRUE(report.findings[0].repeat.contains("judges/fuzz_a ")) << report.findings[0].repeat;
    EXPECT_EQ(report.executions, 100u);
    EXPECT_TRUE(calls().contains("-seed=8 -runs=60")) << calls();
}

TEST_F(TargetRunTest, what_sanitizers_see_is_a_finding_and_not_in_the_corpus) {
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a",
               "for word; do case $word in -artifact_prefix=*) prefix=${word#-artifact_prefix=} ;; */corpus) in=$word "
               ";; esac; done\n"
               "[ \"$ASAN_OPTIONS\" = x=1 ] || exit 3\n"
               "for file in $in/*; do if [ \"$(cat $file)\" = new ]; then cp $file ${prefix}crash-2\n"
               "echo 'SUMMARY: AddressSanitizer: heap-buffer-overflow'; echo \"Test unit written to "
               "${prefix}crash-2\"; exit 77; fi; done\n");
    RunSettings kept = settings();
    kept.kept = root_ / "kept";
    const TargetReport report = run(kept);
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].oracle, "AddressSanitizer: heap-buffer-overflow");
    EXPECT_EQ(read_corpus("kept")->size(), 1u) << "only the seed";
}

TEST_F(TargetRunTest, an_input_that_does_something_else_in_another_process_is_a_finding) {
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a",
               "if [ -n \"$KEYTURN_TRACES\" ]; then echo \"" + content_name("seed") + " $$\" > $KEYTURN_TRACES; fi\n");
    const TargetReport report = run(settings());
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(report.findings[0].oracle, "oracle violated: an input does the same every time");
    EXPECT_EQ(read_corpus_file(report.findings[0].input), "seed");
}

TEST_F(TargetRunTest, traces_are_compared_where_the_engine_runs_each_input_once_but_judged_with_its_limits) {
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a", "echo \"traces:$KEYTURN_TRACES $*\" >> judged\n");
    EXPECT_EQ(run(settings()).trouble, "");
    std::istringstream judged(read_corpus_file("judged").value());
    std::string judging, tracing;
    std::getline(judged, judging);
    EXPECT_TRUE(judging.starts_with("traces: ")) << judging;
    EXPECT_FALSE(judging.contains("-rss_limit_mb=0")) << judging;
    int traced = 0;
    for (; std::getline(judged, tracing); ++traced) {
        EXPECT_TRUE(tracing.contains("/traces ")) << tracing;
        EXPECT_TRUE(tracing.ends_with("-detect_leaks=0 -rss_limit_mb=0")) << tracing;
    }
    EXPECT_EQ(traced, 2);
}

TEST_F(TargetRunTest, a_target_that_just_stops_is_trouble) {
    put_engine("explorers/fuzz_a", "exit 5");
    EXPECT_EQ(run(settings()).trouble, "the target stopped: exit status 5");
    fs::remove("explorers/fuzz_a");
    EXPECT_EQ(run(settings()).trouble, "the target stopped: it could not be started");
    fs::remove("explorers/fuzz_a.options");
    EXPECT_TRUE(run(settings()).trouble.contains("fuzz_a.options"));
}

TEST_F(TargetRunTest, a_repeatable_run_has_every_flag_it_needs_and_no_seeds_from_where_its_corpus_goes) {
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a", "exit 0");
    put("kept/earlier", "earlier");
    RunSettings repeatable = settings();
    repeatable.kept = root_ / "kept";
    repeatable.repeatable = true;
    ASSERT_TRUE(addresses_can_be_fixed());
    EXPECT_EQ(run(repeatable).trouble, "");
    EXPECT_TRUE(calls().contains("-entropic=0 -len_control=0 -use_value_profile=0 -reload=0")) << calls();
    EXPECT_FALSE(calls().contains("/kept"));
    EXPECT_EQ(read_corpus("kept")->size(), 3u);
}

TEST_F(TargetRunTest, the_folder_of_the_corpus_has_seeds_unless_the_run_begins_from_nothing) {
    put_engine("explorers/fuzz_a", explores_well);
    put_engine("judges/fuzz_a", "exit 0");
    put("kept/earlier", "earlier");
    RunSettings settings_ = settings();
    settings_.kept = root_ / "kept";
    run(settings_);
    EXPECT_TRUE(calls().contains("corpus/seeds/a " + (root_ / "kept").string())) << calls();
    fs::remove("calls.txt");
    settings_.budget.from_empty = true;
    run(settings_);
    EXPECT_FALSE(calls().contains("corpus/seeds/a")) << calls();
    EXPECT_FALSE(calls().contains("/kept"));
}

}  // namespace
}  // namespace keyturn::fuzz
