#include "fuzz/engine/trace.h"

#include <algorithm>
#include <span>
#include <vector>

// The linker gives these names to the section that the compiler keeps the counters in; absent where there is none.
extern "C" {
[[gnu::weak]] extern std::uint8_t __start___sancov_cntrs;
[[gnu::weak]] extern std::uint8_t __stop___sancov_cntrs;
bool keyturn_target_accepts(const std::uint8_t* data, std::size_t size);
}

namespace keyturn::fuzz {
namespace {

std::span<std::uint8_t> counters() {
    if (&__start___sancov_cntrs == nullptr) return {};
    return {&__start___sancov_cntrs, &__stop___sancov_cntrs};
}

std::vector<std::uint8_t> trace_of(const std::uint8_t* data, std::size_t size) {
    std::ranges::fill(counters(), std::uint8_t{0});
    keyturn_target_accepts(data, size);
    return {counters().begin(), counters().end()};
}

}  // namespace

bool edges_are_counted() { return !counters().empty(); }

bool trace_repeats(const std::uint8_t* data, std::size_t size) {
    if (!edges_are_counted()) return true;
    keyturn_target_accepts(data, size);
    const std::vector<std::uint8_t> first = trace_of(data, size);
    return first == trace_of(data, size);
}

}  // namespace keyturn::fuzz
