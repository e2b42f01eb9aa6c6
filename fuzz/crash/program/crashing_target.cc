// A target for the tests of `keyturn crash`: ends the process in every way that an input can.
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/target.h"

namespace keyturn::fuzz {
namespace {

// Never inlined, so that stacks have them.
[[gnu::noinline]] int write_to_nowhere(int value) {
    static int* volatile nowhere = nullptr;
    *nowhere = value;
    return value;
}
[[gnu::noinline]] int fault_by_one_way(int value) { return write_to_nowhere(value) + 1; }
[[gnu::noinline]] int fault_by_another_way(int value) { return write_to_nowhere(value) + 2; }

// Ends only beyond any stack.
[[gnu::noinline]] int recurse(volatile int* depth) {
    *depth = *depth + 1;
    return *depth < 0 ? 1 : recurse(depth) + *depth;
}

[[gnu::noinline]] int fill_memory() {
    std::vector<std::string> blocks;
    for (;;) blocks.emplace_back(std::size_t{8} << 20, 'x');
}

[[gnu::noinline]] void throw_from_within(int depth) { throw std::length_error("of depth " + std::to_string(depth)); }

[[gnu::noinline]] void run_for_ever() {
    volatile int turn = 0;
    for (;;) turn = turn + 1;
}

bool crashes(std::string_view text) {
    volatile int depth = 0;
    if (text.starts_with("fault")) return fault_by_one_way(depth) != 0;
    if (text.starts_with("other fault")) return fault_by_another_way(depth) != 0;
    if (text.starts_with("deep")) return recurse(&depth) != 0;
    if (text.starts_with("large")) return fill_memory() != 0;
    if (text.starts_with("slow")) run_for_ever();
    if (text.starts_with("exit")) _exit(7);
    if (text.starts_with("abort")) std::abort();
    if (text.starts_with("throw")) throw_from_within(depth);
    if (text.starts_with("orphan")) return kill(getppid(), SIGKILL) != 0;
    if (text.starts_with("sometimes")) expect(getpid() % 2 != 0, "an even process is none");
    return false;
}

}  // namespace
}  // namespace keyturn::fuzz

FUZZ_TARGET {
    const std::string_view text = keyturn::text_of(input);
    keyturn::fuzz::expect(!text.starts_with("bad"), "nothing is bad");
    if (text.starts_with("rule")) keyturn::fuzz::expect(false, "AM-ROT-002 /user_ids/" + std::string(text.substr(4)));
    return keyturn::fuzz::accepted_if(text.starts_with("good") || keyturn::fuzz::crashes(text));
}
