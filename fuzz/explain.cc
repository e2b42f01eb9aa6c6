// Any bytes, explained in words. What is shown is UTF-8 without control characters, so that no terminal acts on it.
#include <algorithm>

#include "conformance/explain/explain.h"
#include "fuzz/oracles/harmless.h"
#include "fuzz/target.h"

using namespace keyturn;

namespace {

bool are_harmless(const std::vector<std::string>& lines) {
    return std::ranges::all_of(lines, [](const std::string& line) { return fuzz::is_harmless(line); });
}

}  // namespace

FUZZ_TARGET {
    const auto explanation = explain(text_of(input));
    if (!explanation) {
        fuzz::expect(!explanation.error().reason.empty(), "a refusal has a reason");
        return fuzz::Taken::refused;
    }
    fuzz::expect(!explanation->kind.empty() && !explanation->lines.empty(), "what is recognised is explained");
    fuzz::expect(are_harmless(explanation->lines), "a line is harmless to a terminal");
    fuzz::expect(are_harmless(explanation->oddities), "an oddity is harmless to a terminal");
    return fuzz::Taken::accepted;
}
