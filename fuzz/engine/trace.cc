#include "fuzz/engine/trace.h"

#include <algorithm>
#include <span>

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

// FNV-1a: a difference is an accident here, never an attack.
std::uint64_t digest_of(std::span<const std::uint8_t> bytes) {
    std::uint64_t digest = 0xcbf29ce484222325;
    for (const std::uint8_t byte : bytes) digest = (digest ^ byte) * 0x100000001b3;
    return digest;
}

}  // namespace

bool edges_are_counted() { return !counters().empty(); }

Trace trace_of(const std::uint8_t* data, std::size_t size) {
    std::ranges::fill(counters(), std::uint8_t{0});
    const bool accepted = keyturn_target_accepts(data, size);
    return {accepted, digest_of(counters())};
}

}  // namespace keyturn::fuzz
