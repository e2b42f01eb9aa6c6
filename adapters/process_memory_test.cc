#include "adapters/process_memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace keyturn {
namespace {

TEST(ProcessMemory, counts_at_least_what_is_there) {
    const std::size_t own = peak_memory_of_tree(getpid());
    EXPECT_GT(own, std::size_t{1} << 20);
    EXPECT_EQ(own % 1024, 0u);
}

TEST(ProcessMemory, is_nothing_where_no_process_is) { EXPECT_EQ(peak_memory_of_tree(0x7ffffffe), 0u); }

}  // namespace
}  // namespace keyturn
