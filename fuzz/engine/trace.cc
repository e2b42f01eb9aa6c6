#include "fuzz/engine/trace.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

// The linker gives these names to the section that the compiler keeps the counters in; absent where there is none.
extern "C" {
[[gnu::weak]] extern std::uint8_t __start___sancov_cntrs;
[[gnu::weak]] extern std::uint8_t __stop___sancov_cntrs;
bool keyturn_target_accepts(const std::uint8_t* data, std::size_t size);
}

namespace keyturn::fuzz {
namespace {

// The standard library compares addresses in a few places (whether a string overlaps another), and where blocks of
// memory lie is nobody's choice: so that two runs differ now and then says nothing.
constexpr int most_attempts = 4;

std::span<std::uint8_t> counters() {
    if (&__start___sancov_cntrs == nullptr) return {};
    return {&__start___sancov_cntrs, &__stop___sancov_cntrs};
}

struct Trace {
    bool accepted;
    std::vector<std::uint8_t> counts;

    friend bool operator==(const Trace&, const Trace&) = default;
};

Trace trace_of(const std::uint8_t* data, std::size_t size) {
    std::ranges::fill(counters(), std::uint8_t{0});
    const bool accepted = keyturn_target_accepts(data, size);
    return {accepted, {counters().begin(), counters().end()}};
}

}  // namespace

bool edges_are_counted() { return !counters().empty(); }

bool trace_repeats(const std::uint8_t* data, std::size_t size) {
    if (!edges_are_counted()) return true;
    const bool accepted = keyturn_target_accepts(data, size);
    Trace before = trace_of(data, size);
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        Trace again = trace_of(data, size);
        if (again.accepted != accepted) return false;
        if (again == before) return true;
        before = std::move(again);
    }
    return false;
}

}  // namespace keyturn::fuzz
