#include "adapters/process_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "adapters/child_process.h"

namespace keyturn {
namespace {

TEST(ProcessMemory, counts_at_least_what_is_there) {
    const std::size_t own = peak_memory_of_tree(getpid());
    EXPECT_GT(own, std::size_t{1} << 20);
    EXPECT_EQ(own % 1024, 0u);
}

TEST(ProcessMemory, is_nothing_where_no_process_is) { EXPECT_EQ(peak_memory_of_tree(0x7ffffffe), 0u); }

TEST(ProcessMemory, is_not_hidden_by_a_name) {
    std::string folder = (std::filesystem::temp_directory_path() / "keyturn-memory-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    const std::string shell = folder + "/VmHWM: 0";
    std::filesystem::create_symlink("/bin/sh", shell);
    auto process = *ChildProcess::start("exec '" + shell + "' -c 'read -r line; echo ready; read -r line'");
    EXPECT_EQ(process.ask("", std::chrono::milliseconds(10'000), {}), "ready");
    EXPECT_GT(peak_memory_of_tree(process.pid()), 0u);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace keyturn
