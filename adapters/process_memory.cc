#include "adapters/process_memory.h"

#include <fmt/format.h>

#include <cstdlib>
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

}  // namespace

std::size_t peak_memory_of_tree(pid_t process) {
    std::vector<pid_t> tree = {process};
    std::size_t sum = 0;
    for (std::size_t next = 0; next < tree.size() && next < most_processes; ++next) {
        sum += peak_memory_of(tree[next]);
        const std::vector<pid_t> children = children_of(tree[next]);
        tree.insert(tree.end(), children.begin(), children.end());
    }
    return sum;
}

}  // namespace keyturn
