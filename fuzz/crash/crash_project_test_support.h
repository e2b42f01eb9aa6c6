// A project with the targets "one" and "two", whose program ends in every way that an input can.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/crash/reproduction.h"
#include "fuzz/runner/project_files.h"

namespace keyturn::fuzz {

class CrashProject : public testing::Test {
  protected:
    CrashProject() {
        std::filesystem::remove_all(root_);
        put("fuzz/targets.json",
            R"({"schema": 1, "targets": [
                {"name": "one", "subject": "s", "aims_at": ["x.cc"], "branch_floor": 0, "executions_floor": 0},
                {"name": "two", "subject": "s", "aims_at": ["x.cc"], "branch_floor": 0, "executions_floor": 0},
                {"name": "unbuilt", "subject": "s", "aims_at": ["x.cc"], "branch_floor": 0, "executions_floor": 0}]})");
        for (const char* program : {"fuzz_one", "fuzz_two"}) {
            std::filesystem::create_directories(root_ / "programs");
            std::filesystem::create_symlink(CRASHING_TARGET, root_ / "programs" / program);
        }
    }
    ~CrashProject() override { std::filesystem::remove_all(root_); }

    std::filesystem::path put(const std::string& file, std::string_view content) const {
        EXPECT_TRUE(write_whole(root_ / file, content));
        return root_ / file;
    }

    ReproduceSettings settings() const {
        return {.root = root_,
                .programs = root_ / "programs",
                .limits = {.time = std::chrono::seconds(60), .megabytes = 2'048}};
    }

    Reproduction reproduced(const ReproduceSettings& settings) const {
        auto all = reproduce({(root_ / "crashes").string()}, settings, [](std::size_t, std::size_t) {});
        EXPECT_TRUE(all) << all.error();
        return all ? *std::move(all) : Reproduction{};
    }
    Reproduction reproduced() const { return reproduced(settings()); }

    const std::filesystem::path root_ =
        std::filesystem::path(testing::TempDir()) /
        ("crash_project_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

}  // namespace keyturn::fuzz
