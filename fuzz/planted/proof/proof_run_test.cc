#include "fuzz/planted/proof/proof_run.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/planted/planted_project.h"

// The programs are shell scripts that say and do what libFuzzer does, and write down how they were called.
namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view start = R"sh(#!/bin/sh
echo "$0 $* inverted=$KEYTURN_INVERTED_ORACLE asan=$ASAN_OPTIONS profile=$LLVM_PROFILE_FILE" >> calls.txt
for word; do case $word in -artifact_prefix=*) prefix=${word#-artifact_prefix=} ;; -seed_inputs=@*) seeds=${word#*@} ;;
esac; done
cat "$seeds" >> seeds.txt; echo >> seeds.txt
finds() { echo "oracle violated: $1"; printf bad > "${prefix}crash-1"; echo "Test unit written to ${prefix}crash-1"
echo "stat::number_of_executed_units: $2"; exit 77; }
)sh";

constexpr std::string_view target_source =
    "#include \"x.h\"\nFUZZ_TARGET { fuzz::expect(a, \"a holds\"); fuzz::expect(fuzz::law(b)); }\n";

class ProofRunTest : public testing::Test {
  protected:
    ProofRunTest() {
        fs::remove_all(root_);
        fs::create_directories(root_);
        fs::current_path(root_);
        put("corpus/seeds/t/b2", "two");
        put("corpus/seeds/t/a1", "one");
        put("fuzz/t.cc", target_source);
        put("build/explore/fuzz/fuzz_t.options", "[libfuzzer]\ndict = d.dict\nmax_len = 100\n[asan]\nx=1\n");
        put_program("build/explore/fuzz/fuzz_t", "echo '#100 DONE cov: 9'");
        put_program("build/fuzz/fuzz/fuzz_t", "echo '#100 DONE cov: 9'");
        put_program("build/explore/fuzz/planted/inverted_t", "finds \"$KEYTURN_INVERTED_ORACLE\" 1");
    }
    ~ProofRunTest() override {
        fs::current_path("/");
        fs::remove_all(root_);
    }

    static void put(const fs::path& file, std::string_view content) { ASSERT_TRUE(write_whole(file, content)); }

    static void put_program(const fs::path& file, const std::string& script) {
        put(file, std::string(start) + script);
        fs::permissions(file, fs::perms::owner_all);
    }

    static PlantedBug plant(const std::string& name, const std::string& script, bool memory = false) {
        put_program(fs::path("build") / (memory ? "fuzz" : "explore") / "fuzz/planted" / ("fuzz_" + name), script);
        return {.name = name,
                .kind = "wrong key",
                .file = "protocol/x.cc",
                .from = "a",
                .to = "b",
                .target = "t",
                .oracle = "law",
                .says = "it broke",
                .why = "w",
                .memory = memory};
    }

    ProofSettings settings() const {
        return {.root = root_, .builds = root_ / "build", .work = root_ / "kept", .seeds = 2, .executions = 500};
    }

    FuzzProof run(const std::vector<PlantedBug>& bugs, const std::vector<std::string>& targets = {}) {
        auto proof =
            run_proof(bugs, targets, settings(), [this](const ProofStage& stage) { stages_.push_back(fmt_of(stage)); });
        EXPECT_TRUE(proof) << proof.error();
        return std::move(*proof);
    }

    static std::string fmt_of(const ProofStage& stage) {
        return std::string(stage.what) + " " + std::to_string(stage.ended) + "/" + std::to_string(stage.total) + " " +
               std::to_string(stage.survivors);
    }

    static std::string calls() { return read_corpus_file("calls.txt").value_or(""); }

    const fs::path root_ = fs::path(testing::TempDir()) /
                           ("proof_run_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::vector<std::string> stages_;
};

TEST_F(ProofRunTest, searches_for_a_bug_with_every_seed) {
    const FuzzProof proof = run({plant("bug", "finds 'it broke: x' 42")});
    ASSERT_EQ(proof.trials.size(), 1u);
    ASSERT_EQ(proof.trials[0].searches.size(), 2u);
    EXPECT_EQ(proof.trials[0].searches[0].seed, 1u);
    EXPECT_EQ(proof.trials[0].searches[1].seed, 2u);
    EXPECT_TRUE(proof.trials[0].is_caught());
    const SearchEnd& end = proof.trials[0].searches[0].end;
    EXPECT_EQ(end.finding, "it broke: x");
    EXPECT_EQ(end.executions, 42u);
    EXPECT_EQ(end.input, root_ / "kept/bug/crash-1");
    EXPECT_GT(end.seconds, 0);
    EXPECT_LT(end.seconds, 60);
    EXPECT_EQ(read_corpus("kept/bug")->size(), 1u) << "the list of seeds is gone";
}

TEST_F(ProofRunTest, the_engine_runs_as_it_repeats_from_the_seeds_in_one_order) {
    run({plant("bug", "finds 'it broke' 42")});
    EXPECT_TRUE(calls().contains("-dict=" + (root_ / "build/explore/fuzz/d.dict").string() + " -max_len=100 "))
        << calls();
    EXPECT_TRUE(calls().contains(" -entropic=0 -len_control=0 -use_value_profile=0 -reload=0 ")) << calls();
    EXPECT_TRUE(calls().contains(" -seed=1 -runs=500 ")) << calls();
    EXPECT_TRUE(calls().contains(" -seed=2 -runs=500 ")) << calls();
    EXPECT_TRUE(calls().contains(" -print_final_stats=1 ")) << calls();
    EXPECT_TRUE(calls().contains("inverted= asan=x=1:symbolize=0 profile=/dev/null")) << calls();
    const fs::path seeds = root_ / "corpus/seeds/t";
    EXPECT_TRUE(
        read_corpus_file("seeds.txt")->starts_with((seeds / "a1").string() + "," + (seeds / "b2").string() + "\n"));
}

TEST_F(ProofRunTest, a_bug_of_sanitizers_has_its_programs_in_the_other_build) {
    const FuzzProof proof = run({plant("bug", "echo 'SUMMARY: it broke'; exit 1", true)});
    EXPECT_TRUE(proof.trials[0].is_caught());
    EXPECT_TRUE(calls().contains("build/fuzz/fuzz/planted/fuzz_bug ")) << calls();
    EXPECT_TRUE(calls().contains("build/fuzz/fuzz/fuzz_t ")) << calls();
    EXPECT_FALSE(calls().contains("build/explore/fuzz/fuzz_t ")) << calls();
    EXPECT_TRUE(proof.controls.at(0).has_sanitizers);
}

TEST_F(ProofRunTest, what_a_proof_before_found_is_forgotten) {
    put("kept/bug/crash-old", "old");
    put("kept/other/crash-old", "old");
    run({plant("bug", "exit 0")});
    EXPECT_FALSE(fs::exists("kept/bug/crash-old"));
    EXPECT_TRUE(fs::exists("kept/other/crash-old"));
}

TEST_F(ProofRunTest, a_program_that_stops_without_a_finding_was_not_run) {
    const FuzzProof proof = run({plant("bug", "exit 3")});
    EXPECT_EQ(proof.trials[0].searches[0].end.trouble, "exit status 3");
}

TEST_F(ProofRunTest, a_search_ends_at_its_deadline_at_the_latest) {
    const PlantedBug bug = plant("bug", "exec sleep 20");
    ProofSettings hasty = settings();
    hasty.deadline = std::chrono::seconds(1);
    hasty.seeds = 1;
    const auto proof = run_proof({bug}, {}, hasty, [](const ProofStage&) {});
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->trials[0].searches[0].end.trouble, "killed, for it took too long");
    EXPECT_LT(proof->trials[0].searches[0].end.seconds, 15);
}

TEST_F(ProofRunTest, a_target_without_seeds_or_options_is_not_run) {
    const PlantedBug bug = plant("bug", "finds 'it broke' 42");
    fs::remove_all("corpus/seeds/t");
    EXPECT_EQ(run({bug}).trials[0].searches[0].end.trouble, (root_ / "corpus/seeds/t").string() + " holds no seed");
    fs::remove("build/explore/fuzz/fuzz_t.options");
    EXPECT_TRUE(run({bug}).trials[0].searches[0].end.trouble.contains("fuzz_t.options"));
}

TEST_F(ProofRunTest, an_unchanged_target_runs_as_long_as_the_longest_search) {
    const FuzzProof proof = run({plant("short", "finds 'it broke' 42"), plant("long", "echo '#77 DONE'")});
    ASSERT_EQ(proof.controls.size(), 2u);
    EXPECT_TRUE(proof.controls[0].is_quiet());
    EXPECT_EQ(proof.controls[1].search.seed, 2u);
    EXPECT_EQ(proof.controls[0].search.end.executions, 100u) << "as the program says";
    EXPECT_TRUE(calls().contains(" -seed=1 -runs=77 ")) << calls();
    EXPECT_FALSE(fs::exists("kept/unchanged/0"));
}

TEST_F(ProofRunTest, what_an_unchanged_target_finds_is_kept) {
    put_program("build/explore/fuzz/fuzz_t", "finds 'it broke' 1");
    const FuzzProof proof = run({plant("bug", "finds 'it broke' 42")});
    EXPECT_FALSE(proof.controls[0].is_quiet());
    EXPECT_EQ(proof.controls[1].search.end.input, root_ / "kept/unchanged/1/crash-1");
    EXPECT_TRUE(fs::exists("kept/unchanged/1/crash-1"));
}

TEST_F(ProofRunTest, every_oracle_that_says_its_name_is_turned_round) {
    const FuzzProof proof = run({plant("bug", "finds 'it broke' 42")}, {"t"});
    ASSERT_EQ(proof.oracles.size(), 2u);
    EXPECT_EQ(proof.oracles[0].oracle, (TargetOracle{"a holds", true}));
    EXPECT_TRUE(proof.oracles[0].fires);
    EXPECT_TRUE(proof.oracles[1].fires);
    EXPECT_EQ(proof.oracles[1].bugs, std::vector<std::string>{"bug"});
    EXPECT_TRUE(calls().contains("inverted_t ")) << calls();
    EXPECT_TRUE(calls().contains(" -runs=0 ")) << calls();
    EXPECT_TRUE(calls().contains("inverted=a holds asan")) << calls();
    EXPECT_FALSE(calls().contains("inverted=law")) << calls();
    EXPECT_FALSE(fs::exists("kept/turned"));
    EXPECT_TRUE(proof.holds());
}

TEST_F(ProofRunTest, an_oracle_is_quiet_that_stays_so_turned_round_or_whose_bug_is_not_found) {
    put_program("build/explore/fuzz/planted/inverted_t", "exit 0");
    const FuzzProof proof = run({plant("bug", "exit 0")}, {"t"});
    EXPECT_FALSE(proof.oracles[0].fires);
    EXPECT_FALSE(proof.oracles[1].fires);
    put_program("build/explore/fuzz/planted/inverted_t", "finds 'another oracle' 1");
    EXPECT_FALSE(run({}, {"t"}).oracles[0].fires);
}

TEST_F(ProofRunTest, tells_how_far_it_is) {
    run({plant("bug", "finds 'it broke' 42"), plant("lost", "exit 0")}, {"t"});
    EXPECT_EQ(stages_, (std::vector<std::string>{"searches 1/4 0", "searches 2/4 0", "searches 3/4 1", "searches 4/4 2",
                                                 "unchanged targets 1/2 0", "unchanged targets 2/2 0",
                                                 "oracles turned round 1/2 0", "oracles turned round 2/2 0"}));
}

TEST_F(ProofRunTest, several_searches_at_once_find_the_same) {
    ProofSettings parallel = settings();
    parallel.jobs = 4;
    std::vector<PlantedBug> bugs;
    for (const char* name : {"a", "b", "c", "d"}) bugs.push_back(plant(name, "finds 'it broke' 42"));
    const auto proof = run_proof(bugs, {"t"}, parallel, [](const ProofStage&) {});
    ASSERT_TRUE(proof);
    EXPECT_TRUE(proof->holds());
    EXPECT_EQ(proof->trials.size(), 4u);
}

TEST_F(ProofRunTest, a_target_without_source_is_an_error) {
    EXPECT_EQ(run_proof({}, {"no_such"}, settings(), [](const ProofStage&) {}).error(), "there is no fuzz/no_such.cc");
}

TEST_F(ProofRunTest, names_the_programs_that_nobody_built) {
    PlantedBug bug = plant("bug", "exit 0"), lost = plant("lost", "exit 0", true), elsewhere = plant("there", "exit 0");
    fs::remove("build/fuzz/fuzz/planted/fuzz_lost");
    elsewhere.target = "u";
    EXPECT_EQ(missing_programs({bug, lost, elsewhere}, {"t", "v"}, "build"),
              (std::vector<fs::path>{"build/fuzz/fuzz/planted/fuzz_lost", "build/explore/fuzz/fuzz_u",
                                     "build/explore/fuzz/planted/inverted_v"}));
}

}  // namespace
}  // namespace keyturn::fuzz
