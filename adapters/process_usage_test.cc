#include "adapters/process_usage.h"

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

TEST(ProcessTime, grows_with_the_work_of_the_process_and_of_what_it_started) {
    auto process = *ChildProcess::start(
        "sh -c 'while read -r n; do i=0; while [ $i -lt $n ]; do i=$((i + 1)); done; "
        "echo done; done'; exit");
    const auto time_of = [&](std::string_view rounds) {
        const auto before = processor_time_of_tree(process.pid());
        EXPECT_EQ(process.ask(rounds, std::chrono::milliseconds(60'000), {}), "done");
        return processor_time_of_tree(process.pid()) - before;
    };
    time_of("1");  // until both shells have started
    const auto little = time_of("1000");
    EXPECT_GT(little.count(), 0);
    EXPECT_GT(time_of("100000"), 10 * little);
}

TEST(ProcessTime, is_nothing_where_no_process_is) { EXPECT_EQ(processor_time_of_tree(0x7ffffffe).count(), 0); }

}  // namespace
}  // namespace keyturn
