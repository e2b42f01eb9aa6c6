// corpus_tool and fuzz_jobs as programs, over a project with one target whose engine and replay are scripts.
#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/llvm_test_support.h"
#include "fuzz/runner/program_run.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view table =
    R"({"schema": 1, "targets": [{"name": "a", "subject": "s", "aims_at": ["x.cc"], "branch_floor": 0, "executions_floor": 0}]})";

// As a replay it takes what begins with "good" and dies of "bad"; merging by set cover it takes the first of the files
// that were found.
constexpr std::string_view script = R"sh(#!/bin/sh
case "$1" in
-set_cover_merge=1) for file in "$3"/*; do cp "$file" "$2"; break; done; exit 0 ;;
--index) exec grep -q '"accepted": true' "$2" ;;
esac
case "$(cat "$1")" in
good*) echo "$1 accepted" ;;
bad*) exit 1 ;;
*) echo "$1 refused" ;;
esac
)sh";

struct Ran {
    int status;
    std::string lines;
};

class FuzzPrograms : public testing::Test {
  protected:
    FuzzPrograms() {
        fs::remove_all(root_);
        put("fuzz/targets.json", table);
        put("programs/fuzz_a", script);
        fs::permissions(root_ / "programs/fuzz_a", fs::perms::owner_all);
    }
    ~FuzzPrograms() override { fs::remove_all(root_); }

    fs::path put(const std::string& file, std::string_view content) const {
        EXPECT_TRUE(write_whole(root_ / file, content));
        return root_ / file;
    }

    static Ran run(std::vector<std::string> arguments) {
        std::string lines;
        const ProgramEnd end = run_program({std::move(arguments)}, [&](std::string_view line) {
            if (!line.empty()) lines += std::string(line) + "\n";
        });
        return {end.status, std::move(lines)};
    }

    Ran corpus(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {CORPUS_TOOL, "--root", root_, "--programs", root_ / "programs"});
        return run(std::move(arguments));
    }

    Ran jobs(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {FUZZ_JOBS, "--root", root_, "--explorers", root_ / "programs", "--judges",
                                             root_ / "programs"});
        return run(std::move(arguments));
    }

    Ran floors(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {FLOORS_TOOL, "--root", root_});
        return run(std::move(arguments));
    }

    std::string table_now() const { return read_corpus_file(root_ / "fuzz/targets.json").value_or(""); }

    CorpusIndex index() const { return *load_index(index_of(root_, "a")); }

    const fs::path root_ =
        fs::path(testing::TempDir()) /
        ("fuzz_programs_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(FuzzPrograms, a_seed_is_added_under_its_content_with_what_the_target_makes_of_it) {
    EXPECT_EQ(corpus({"add", "a", put("one", "good 1"), put("two", "other"), "--why", "a reason"}).status, 0);
    EXPECT_EQ(read_corpus_file(seeds_of(root_, "a") / content_name("good 1")), "good 1");
    ASSERT_EQ(index().seeds.size(), 2u);
    EXPECT_EQ(*index().find(content_name("good 1")), (Seed{content_name("good 1"), true, "a reason", false}));
    EXPECT_FALSE(index().find(content_name("other"))->accepted);
}

TEST_F(FuzzPrograms, a_seed_without_a_reason_was_found_and_takes_no_reason_away) {
    corpus({"add", "a", put("one", "good 1"), "--why", "a reason"});
    const Ran ran = corpus({"add", "a", put("one", "good 1"), put("two", "good 2")});
    EXPECT_TRUE(ran.lines.contains(content_name("good 1") + " accepted (known)")) << ran.lines;
    EXPECT_EQ(index().find(content_name("good 1"))->why, "a reason");
    EXPECT_TRUE(index().find(content_name("good 2"))->found);
}

TEST_F(FuzzPrograms, what_violates_an_oracle_is_no_seed) {
    const Ran ran = corpus({"add", "a", put("one", "bad")});
    EXPECT_EQ(ran.status, 1);
    EXPECT_TRUE(ran.lines.contains("an oracle does not hold on it")) << ran.lines;
    EXPECT_TRUE(index().seeds.empty());
}

TEST_F(FuzzPrograms, minimizing_drops_what_was_found_and_reaches_nothing_of_its_own) {
    corpus({"add", "a", put("one", "chosen"), "--why", "a reason"});
    corpus({"add", "a", put("two", "good 2"), put("three", "good 3")});
    EXPECT_EQ(corpus({"minimize", "a"}).status, 0);
    ASSERT_EQ(index().seeds.size(), 2u);
    EXPECT_NE(index().find(content_name("chosen")), nullptr);
    EXPECT_EQ(read_corpus(seeds_of(root_, "a"))->size(), 2u);
}

TEST_F(FuzzPrograms, a_check_holds_names_rows_and_targets_together) {
    EXPECT_EQ(corpus({"check"}).status, 1) << "a target without a seed";
    corpus({"add", "a", put("one", "good"), "--why", "a reason"});
    const Ran good = corpus({"check"});
    EXPECT_EQ(good.status, 0);
    EXPECT_TRUE(good.lines.contains("4 bytes of at most 5000000")) << good.lines;
    put("corpus/seeds/a/unnamed", "x");
    const Ran wrong = corpus({"check", "a"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_TRUE(wrong.lines.contains("a: unnamed has no row in the index")) << wrong.lines;
}

TEST_F(FuzzPrograms, a_target_that_takes_a_seed_otherwise_fails_the_check) {
    corpus({"add", "a", put("one", "other"), "--why", "a reason"});
    EXPECT_EQ(corpus({"check"}).status, 1);
}

TEST_F(FuzzPrograms, a_corpus_too_large_fails_the_check) {
    corpus({"add", "a", put("one", "good" + std::string(5'000'000, 'x')), "--why", "a reason"});
    const Ran ran = corpus({"check"});
    EXPECT_EQ(ran.status, 1);
    EXPECT_TRUE(ran.lines.contains("the corpus is too large: tools/corpus minimize")) << ran.lines;
}

TEST_F(FuzzPrograms, seeds_are_counted) {
    corpus({"add", "a", put("one", "good"), put("two", "other"), "--why", "a reason"});
    const Ran ran = corpus({"stats"});
    EXPECT_EQ(ran.lines,
              "target                    seeds     bytes accepted  refused  found\n"
              "a                             2         9        1        1      0\n"
              "all                           2         9\n");
}

TEST_F(FuzzPrograms, wrong_usage_is_status_2) {
    EXPECT_EQ(corpus({}).status, 2);
    EXPECT_EQ(corpus({"stats", "b"}).status, 2);
    EXPECT_EQ(corpus({"add", "a", "/nowhere/file"}).status, 2);
    EXPECT_EQ(corpus({"--help"}).status, 0);
    EXPECT_EQ(jobs({"b"}).status, 2);
    EXPECT_EQ(jobs({"--for", "1", "--runs", "2"}).status, 2);
    EXPECT_EQ(jobs({"--for", "0"}).status, 2);
    EXPECT_EQ(jobs({"--repeatable"}).status, 2) << "time is not repeatable";
    EXPECT_EQ(jobs({"--help"}).status, 0);
}

TEST_F(FuzzPrograms, a_target_that_could_not_run_is_status_3_and_stands_in_the_report) {
    const Ran ran = jobs({"a", "--runs", "10", "--json"});
    EXPECT_EQ(ran.status, 3);
    EXPECT_TRUE(ran.lines.contains("fuzz_a.options")) << ran.lines;
    EXPECT_TRUE(read_corpus_file(root_ / "build/fuzzing/report.json").value_or("").contains("shortcomings"));
    EXPECT_TRUE(read_corpus_file(root_ / "build/fuzzing/findings.sarif").value_or("").contains("\"results\": []"));
}

TEST_F(FuzzPrograms, a_report_says_what_its_run_began_with) {
    EXPECT_TRUE(jobs({"a", "--runs", "10", "--json"}).lines.contains(R"("kept_corpus": false)"));
    const std::string corpus = root_ / "kept";
    EXPECT_TRUE(jobs({"a", "--runs", "10", "--json", "--corpus", corpus}).lines.contains(R"("kept_corpus": true)"));
    EXPECT_TRUE(jobs({"a", "--runs", "10", "--json", "--corpus", corpus, "--repeatable"})
                    .lines.contains(R"("kept_corpus": false)"));
    EXPECT_TRUE(jobs({"a", "--runs", "10", "--json", "--corpus", corpus, "--from-empty"})
                    .lines.contains(R"("kept_corpus": false)"));
}

TEST_F(FuzzPrograms, files_of_ours_that_are_wrong_are_status_2_before_anything_runs) {
    EXPECT_EQ(jobs({"a", "--runs", "10", "--before", root_ / "none.json"}).status, 2);
    const Ran wrong = jobs({"a", "--runs", "10", "--before", put("earlier.json", R"({"schema": 1})")});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_TRUE(wrong.lines.contains("/budget")) << wrong.lines;
    put("fuzz/unreachable.json", R"({"schema": 1, "branches": [{"file": "x.cc", "line": "l", "reason": "r"}]})");
    const Ran unreachable = jobs({"a", "--runs", "10"});
    EXPECT_EQ(unreachable.status, 2);
    EXPECT_TRUE(unreachable.lines.contains("fuzz/unreachable.json: x.cc: l: the file can't be read"));
    EXPECT_FALSE(fs::exists(root_ / "build/fuzzing/report.json"));
}

// One of four branches is reached; what the target needs besides to be run is there.
class FuzzProgramsUnderAFloor : public FuzzPrograms {
  protected:
    FuzzProgramsUnderAFloor() : llvm_(root_) {
        std::string with_floor(table);
        with_floor.replace(with_floor.find("\"branch_floor\": 0"), 17, "\"branch_floor\": 90");
        put("fuzz/targets.json", with_floor);
        put("programs/fuzz_a.options", "[libfuzzer]\n");
        put("x.cc", "if (a) f();\nif (b) f();\n");
        put("llvm/llvm-cov-19.json", R"({"data": [{"files": [{"filename": "/p/x.cc", "segments": [],
            "branches": [[1, 5, 1, 6, 1, 0], [2, 5, 2, 6, 0, 0]]}]}]})");
        fs::current_path(root_);
    }
    ~FuzzProgramsUnderAFloor() override { fs::current_path("/"); }

  private:
    const WithLlvm llvm_;
};

TEST_F(FuzzProgramsUnderAFloor, branches_that_were_not_reached_are_shown) {
    const Ran ran = jobs({"a", "--runs", "10"});
    EXPECT_EQ(ran.status, 3);
    EXPECT_TRUE(
        ran.lines.contains("a: it reached 1 of 4 branches, 25.0 %, and its floor is 90 %\n  not reached:\n"
                           "    x.cc:1: a was never false\n"))
        << ran.lines;
}

TEST_F(FuzzProgramsUnderAFloor, only_those_that_were_lost_where_an_earlier_report_is_named) {
    const fs::path earlier = put("earlier.json", R"({"schema": 1,
        "budget": {"seconds": 60, "executions": null, "from_empty": true, "kept_corpus": false},
        "targets": [{"name": "a", "executions": 600, "executions_a_second": 300.0, "seeds": 0,
        "corpus": {"files": 1, "bytes": 1}, "branches": {"count": 4, "reached": 3, "percent": 75.0, "floor": 0,
        "unreachable": 0, "unreached": [{"file": "x.cc", "line": 1, "text": "if (a) f();", "condition": "a",
        "never": "false"}]}, "peak_mb": 30, "findings": [], "shortcomings": []}]})");
    const Ran ran = jobs({"a", "--runs", "10", "--before", earlier});
    EXPECT_EQ(ran.status, 3);
    EXPECT_TRUE(
        ran.lines.contains("  lost since the earlier run:\n    x.cc:2: b was never true\n"
                           "    x.cc:2: b was never false\n"))
        << ran.lines;
}

TEST_F(FuzzProgramsUnderAFloor, branches_that_are_unreachable_do_not_count) {
    put("fuzz/unreachable.json",
        R"({"schema": 1, "branches": [{"file": "x.cc", "line": "if (b) f();", "reason": "r"}]})");
    EXPECT_TRUE(jobs({"a", "--runs", "10"}).lines.contains("a: it reached 1 of 2 branches, 50.0 %"));
}

constexpr std::string_view measured =
    R"({"schema": 1, "budget": {"seconds": 60, "executions": null, "from_empty": true, "kept_corpus": false},
        "targets": [{"name": "a", "executions": 600, "executions_a_second": 300.0, "seeds": 0,
        "corpus": {"files": 1, "bytes": 1}, "branches": {"count": 10, "reached": 9, "percent": 90.0, "floor": 0,
        "unreachable": 0, "unreached": []}, "peak_mb": 30, "findings": [], "shortcomings": []}]})";

std::string measured_with(std::string_view words, std::string_view instead) {
    std::string text(measured);
    return text.replace(text.find(words), words.size(), instead);
}

TEST_F(FuzzPrograms, floors_are_raised_to_what_was_measured) {
    put("build/fuzzing/report.json", measured);
    const Ran first = floors({});
    EXPECT_EQ(first.status, 0);
    EXPECT_EQ(first.lines, "a                        branches 0 -> 88 %, executions a second 0 -> 100\n");
    std::string raised(table);
    raised.replace(raised.find("\"branch_floor\": 0"), 17, "\"branch_floor\": 88");
    raised.replace(raised.find("\"executions_floor\": 0"), 21, "\"executions_floor\": 100");
    EXPECT_EQ(table_now(), raised) << "and nothing else";
    EXPECT_TRUE(floors({"a"}).lines.contains("branches 88 -> 88 %, executions a second 100 -> 100"));
    const fs::path lower = put("lower.json", measured_with("\"percent\": 90.0", "\"percent\": 50.0"));
    EXPECT_EQ(floors({"--report", lower}).status, 0);
    EXPECT_EQ(table_now(), raised) << "none is lowered";
}

TEST_F(FuzzPrograms, a_dry_run_only_says_what_would_be_raised) {
    put("build/fuzzing/report.json", measured);
    EXPECT_TRUE(floors({"--dry-run"}).lines.contains("branches 0 -> 88 %"));
    EXPECT_EQ(table_now(), table);
}

TEST_F(FuzzPrograms, a_target_that_was_not_sound_keeps_its_floors) {
    put("build/fuzzing/report.json", measured_with("\"shortcomings\": []", "\"shortcomings\": [\"too slow\"]"));
    const Ran ran = floors({});
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.lines, "a                        as it was: it had a finding or did too little: see the report\n");
    EXPECT_EQ(table_now(), table);
}

TEST_F(FuzzPrograms, a_report_that_says_nothing_of_floors_is_status_3) {
    put("build/fuzzing/report.json", measured_with("\"kept_corpus\": false", "\"kept_corpus\": true"));
    EXPECT_EQ(floors({}).status, 3);
    put("build/fuzzing/report.json", measured_with("\"seconds\": 60", "\"seconds\": null"));
    EXPECT_EQ(floors({}).status, 3);
    put("build/fuzzing/report.json", measured_with("\"name\": \"a\"", "\"name\": \"b\""));
    EXPECT_EQ(floors({}).status, 3);
    EXPECT_EQ(table_now(), table);
}

TEST_F(FuzzPrograms, wrong_usage_of_floors_is_status_2) {
    EXPECT_EQ(floors({}).status, 2) << "there is no report";
    put("build/fuzzing/report.json", measured);
    EXPECT_EQ(floors({"b"}).status, 2);
    EXPECT_EQ(floors({"--unknown"}).status, 2);
    EXPECT_EQ(floors({"--help"}).status, 0);
    put("fuzz/targets.json", R"({"schema": 1, "targets": [{"subject": "s", "name": "a", "aims_at": ["x.cc"],
        "branch_floor": 0, "executions_floor": 0}]})");
    const Ran ran = floors({});
    EXPECT_EQ(ran.status, 2);
    EXPECT_TRUE(ran.lines.contains("no line begins with {\"name\": \"a\",")) << ran.lines;
}

}  // namespace
}  // namespace keyturn::fuzz
