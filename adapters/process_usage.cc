#include "adapters/process_usage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn {
namespace {

constexpr std::size_t most_processes = 1000;

// By lines, for a process may be called whatever it wants.
std::size_t peak_memory_of(pid_t process) {
    constexpr std::string_view peak = "VmHWM:";
    std::ifstream status(fmt::format("/proc/{}/status", process));
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(peak)) return std::strtoull(line.c_str() + peak.size(), nullptr, 10) * 1024;
    return 0;
}

// Those started by the main thread; what another thread started is not seen.
std::vector<pid_t> children_of(pid_t process) {
    std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", process));
    std::vector<pid_t> found;
    for (pid_t child = 0; children >> child;) found.push_back(child);
    return found;
}

std::vector<pid_t> tree_of(pid_t process) {
    std::vector<pid_t> tree = {process};
    for (std::size_t next = 0; next < tree.size() && next < most_processes; ++next) {
        const std::vector<pid_t> children = children_of(tree[next]);
        tree.insert(tree.end(), children.begin(), children.end());
    }
    tree.resize(std::min(tree.size(), most_processes));
    return tree;
}

std::chrono::nanoseconds processor_time_of(pid_t process) {
    clockid_t clock{};
    std::timespec time{};
    const bool is_there = ::clock_getcpuclockid(process, &clock) == 0 && ::clock_gettime(clock, &time) == 0;
    return is_there ? std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec)
                    : std::chrono::nanoseconds(0);
}

}  // namespace

std::size_t peak_memory_of_tree(pid_t process) {
    std::size_t sum = 0;
    for (const pid_t one : tree_of(process)) sum += peak_memory_of(one);
    return sum;
}

std::chrono::nanoseconds processor_time_of_tree(pid_t process) {
    std::chrono::nanoseconds sum(0);
    for (const pid_t one : tree_of(process)) sum += processor_time_of(one);
    return sum;
}

}  // namespace keyturn
