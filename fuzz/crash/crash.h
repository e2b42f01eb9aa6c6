// What a crash is about, read out of what its process said: the oracle, requirement and place, or the kind of error and
// where it happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/crash/run_input.h"

namespace keyturn::fuzz {

enum class CrashKind { oracle, sanitizer, signal, exit, too_slow, too_large };
std::string_view name_of(CrashKind kind);  // "oracle", "sanitizer", "signal", "exit", "too slow", "too large"

// Code of a loaded file: what a symboliser takes.
struct CodePlace {
    std::string module;
    std::uint64_t offset = 0;

    friend auto operator<=>(const CodePlace&, const CodePlace&) = default;
};

struct Crash {
    CrashKind kind = CrashKind::oracle;
    std::string said;         // the oracle's sentence, the sanitizer's error, the signal: one line, as it came
    std::string requirement;  // that an oracle names: "AM-ROT-002"; "" for none
    std::string place;        // that an oracle names: a JSON Pointer, or a field's id; "" for none
    std::vector<CodePlace> stack = {};  // innermost first, at most `most_frames`; none of an oracle's

    static constexpr std::size_t most_frames = 32;
};

// Nothing when the run is none.
std::optional<Crash> crash_of(const InputRun& run);

}  // namespace keyturn::fuzz
