#include "fuzz/runner/progress_line.h"

namespace keyturn::fuzz {
namespace {

TEST(ProgressLine, says_speed_branches_corpus_and_finds) {
    Progress progress = {.target = "request",
                         .stage = "exploring",
                         .seconds = 12,
                         .executions = 24'000,
                         .edges = 9,
                         .corpus_files = 210,
                         .branches = BranchCoverage{1000, 931},
                         .branch_floor = 90,
                         .finds = 1};
    EXPECT_EQ(progress_text(progress),
              "request exploring 12 s: 24000 runs, 2000/s, branches 93.1 % (floor 90 %), corpus 210, finds 1");
    progress.branches.reset();
    progress.seconds = 0;
    EXPECT_EQ(progress_text(progress),
              "request exploring 0 s: 24000 runs, 0/s, branches not yet counted (floor 90 %), corpus 210, finds 1");
}

}  // namespace
}  // namespace keyturn::fuzz
