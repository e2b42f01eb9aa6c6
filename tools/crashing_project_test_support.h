// What tests of `keyturn crash` run on.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn {

// A project whose target "one" answers as fuzz targets do: every input that begins with "bad" violates an oracle.
class CrashingProject : public testing::Test {
  protected:
    CrashingProject() {
        std::filesystem::remove_all(root_);
        put("fuzz/targets.json",
            R"({"schema": 1, "targets": [
                {"name": "one", "subject": "s", "aims_at": ["x.cc"], "branch_floor": 0, "executions_floor": 0}]})");
        put("programs/fuzz_one", R"sh(#!/bin/sh
echo 'keyturn crashes 1 plain'
while read -r size; do
input=$(dd bs=1 count="$size" 2>/dev/null)
case "$input" in
bad*) text='oracle violated: nothing is bad'; echo "signal 6 ${#text}"; printf %s "$text" ;;
*) echo 'accepted 0 0' ;;
esac
done
)sh");
        std::filesystem::permissions(root_ / "programs/fuzz_one", std::filesystem::perms::owner_all);
    }
    ~CrashingProject() override { std::filesystem::remove_all(root_); }

    std::string put(const std::string& file, std::string_view content) const {
        EXPECT_TRUE(fuzz::write_whole(root_ / file, content));
        return root_ / file;
    }
    std::string content_of(const std::string& file) const {
        return fuzz::read_corpus_file(root_ / file).value_or("nothing");
    }

    const std::filesystem::path root_ =
        std::filesystem::path(testing::TempDir()) /
        (std::string(testing::UnitTest::GetInstance()->current_test_info()->test_suite_name()) + "_" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
};

}  // namespace keyturn
