// corpus/crashes/<target>/<planted bug>/ holds what engines found with that bug planted.
#include <algorithm>
#include <filesystem>
#include <set>

#include "fuzz/crash/crash_buckets.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

const fs::path root = KEYTURN_SOURCE_DIR;

std::vector<fs::path> folders_of_bugs() {
    std::vector<fs::path> folders;
    for (const auto& target : fs::directory_iterator(root / "corpus/crashes"))
        for (const auto& bug : fs::directory_iterator(target)) folders.push_back(bug.path());
    return folders;
}

std::size_t count_files(const fs::path& folder) {
    const fs::recursive_directory_iterator all(folder);
    return static_cast<std::size_t>(
        std::count_if(begin(all), end(all), [](const auto& entry) { return entry.is_regular_file(); }));
}

TEST(CrashCorpus, holds_sixty_files_of_twelve_bugs) {
    EXPECT_EQ(folders_of_bugs().size(), 12u);
    EXPECT_GE(count_files(root / "corpus/crashes"), 60u);
}

#ifdef PLANTED_PROGRAMS

// A folder of programs in which the one with the bug stands for its target.
class PlantedPrograms {
  public:
    explicit PlantedPrograms(const fs::path& bug)
        : folder_(fs::path(testing::TempDir()) / ("planted_" + bug.filename().string())) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        fs::create_symlink(program_of(bug), folder_ / ("fuzz_" + bug.parent_path().filename().string()));
    }
    ~PlantedPrograms() { fs::remove_all(folder_); }
    PlantedPrograms(const PlantedPrograms&) = delete;
    PlantedPrograms& operator=(const PlantedPrograms&) = delete;

    static fs::path program_of(const fs::path& bug) {
        return fs::path(PLANTED_PROGRAMS) / ("fuzz_" + bug.filename().string());
    }
    const fs::path& folder() const { return folder_; }

  private:
    fs::path folder_;
};

TEST(CrashCorpus, falls_into_twelve_buckets_where_the_bugs_are_planted) {
    std::set<std::string> names;
    for (const fs::path& bug : folders_of_bugs()) {
        ASSERT_TRUE(fs::exists(PlantedPrograms::program_of(bug))) << bug;
        const PlantedPrograms programs(bug);
        const auto all = reproduce({bug.string()}, {.root = root, .programs = programs.folder()}, [](auto, auto) {});
        ASSERT_TRUE(all) << all.error();
        EXPECT_EQ(all->count(CrashOutcome::reproduced), count_files(bug)) << text_of(*all);
        const auto buckets = buckets_of(*all);
        EXPECT_EQ(buckets.size(), 1u) << text_of(buckets);
        for (const CrashBucket& bucket : buckets) names.insert(bucket.name);
    }
    EXPECT_EQ(names.size(), 12u);
}

#endif

}  // namespace
}  // namespace keyturn::fuzz
