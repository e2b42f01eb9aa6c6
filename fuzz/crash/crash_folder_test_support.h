// A source tree with the one target that ends the process in every way, and a folder of crash files; gone when the test
// ends.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {

class CrashFolder {
  public:
    CrashFolder() {
        std::filesystem::remove_all(root);
        put("tree/fuzz/targets.json",
            R"({"schema": 1, "targets": [{"name": "crashing", "subject": "s", "aims_at": ["fuzz/target.h"], )"
            R"("branch_floor": 0, "executions_floor": 20}, {"name": "absent", "subject": "s", )"
            R"("aims_at": ["fuzz/target.h"], "branch_floor": 0, "executions_floor": 20}]})");
        std::filesystem::create_directories(programs());
        std::filesystem::create_symlink(CRASHING_TARGET, programs() / "fuzz_crashing");
    }
    ~CrashFolder() { std::filesystem::remove_all(root); }
    CrashFolder(const CrashFolder&) = delete;
    CrashFolder& operator=(const CrashFolder&) = delete;

    std::filesystem::path put(const std::string& name, std::string_view content) const {
        EXPECT_TRUE(write_whole(root / name, content));
        return root / name;
    }
    std::string content(const std::filesystem::path& file) const { return read_corpus_file(file).value_or("nothing"); }
    std::filesystem::path tree() const { return root / "tree"; }
    std::filesystem::path programs() const { return root / "programs"; }

    const std::filesystem::path root =
        std::filesystem::path(testing::TempDir()) /
        ("crashes_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

}  // namespace keyturn::fuzz
