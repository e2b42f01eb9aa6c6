#include "tools/progress.h"

#include <fmt/format.h>

namespace keyturn {
namespace {

constexpr std::chrono::milliseconds between_on_terminal(100), between_lines(10'000);
constexpr std::string_view erase_line = "\x1b[K";

bool is_failure(VerdictKind kind) { return kind == VerdictKind::nonconformant || kind == VerdictKind::flaky; }

}  // namespace

Progress::Progress(std::size_t total, bool is_terminal, Now now)
    : total_(total), is_terminal_(is_terminal), now_(std::move(now)), said_(now_()) {}

std::string Progress::after(const Verdict& verdict) {
    ++ended_;
    if (is_failure(verdict.kind)) ++failed_;
    const auto now = now_();
    const bool is_due = now - said_ >= (is_terminal_ ? between_on_terminal : between_lines);
    if (!is_due || ended_ == total_) return {};
    said_ = now;
    const std::string text = fmt::format("keyturn conform: {} of {} cases, {} nonconformant", ended_, total_, failed_);
    // The cursor goes back to the left, so that what else is printed takes the line's place.
    return is_terminal_ ? fmt::format("{}{}\r", erase_line, text) : text + '\n';
}

std::string Progress::cleared() const { return is_terminal_ ? std::string(erase_line) : ""; }

}  // namespace keyturn
