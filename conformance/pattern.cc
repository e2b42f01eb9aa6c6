#include "conformance/pattern.h"

#include <re2/re2.h>

namespace keyturn {
namespace {

constexpr std::size_t longest_pattern = 1024;

RE2::Options quiet_and_small() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    return options;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::optional<std::string> mistake_in_pattern(std::string_view pattern) {
    if (pattern.size() > longest_pattern) return "longer than 1024 bytes";
    const RE2 compiled(piece(pattern), quiet_and_small());
    if (compiled.ok()) return std::nullopt;
    return compiled.error();
}

bool fits_pattern(std::string_view text, std::string_view pattern) {
    if (pattern.size() > longest_pattern) return false;
    const RE2 compiled(piece(pattern), quiet_and_small());
    return compiled.ok() && RE2::FullMatch(piece(text), compiled);
}

}  // namespace keyturn
