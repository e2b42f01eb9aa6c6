// For tests: tools of llvm that export what the test says.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {

// llvm-profdata and llvm-cov stand first in the path as long as this lives. They write down how they were called, in
// calls.txt of the folder they are called in; llvm-cov prints <root>/llvm/llvm-cov-19.json.
class WithLlvm {
  public:
    explicit WithLlvm(const std::filesystem::path& root) {
        for (const char* tool : {"llvm-profdata-19", "llvm-cov-19"}) {
            const std::filesystem::path file = root / "llvm" / tool;
            EXPECT_TRUE(
                write_whole(file, "#!/bin/sh\necho \"$0 $*\" >> calls.txt\ncat \"$0.json\" 2>/dev/null\nexit 0\n"));
            std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        }
        setenv("PATH", ((root / "llvm").string() + ":" + path_).c_str(), 1);
    }
    ~WithLlvm() { setenv("PATH", path_.c_str(), 1); }

    WithLlvm(const WithLlvm&) = delete;
    WithLlvm& operator=(const WithLlvm&) = delete;

  private:
    const std::string path_ = std::getenv("PATH");
};

}  // namespace keyturn::fuzz
