// Any bytes, explained in words. What is shown is UTF-8 without control characters, so that no terminal acts on it.
#include <algorithm>

#include "conformance/explain/explain.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

bool is_harmless(const std::string& line) {
    return is_utf8(line) && std::ranges::none_of(line, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

FUZZ_TARGET {
    const auto explanation = explain(text_of(input));
    if (!explanation) {
        fuzz::expect(!explanation.error().reason.empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    fuzz::expect(!explanation->kind.empty() && !explanation->lines.empty(), "what is recognised is explained");
    fuzz::expect(std::ranges::all_of(explanation->lines, is_harmless), "a line is harmless to a terminal");
    fuzz::expect(std::ranges::all_of(explanation->oddities, is_harmless), "an oddity is harmless to a terminal");
    return fuzz::Taken::accepted;
}
