#include "fuzz/runner/progress_line.h"

#include <fmt/format.h>

#include <cstdio>

namespace keyturn::fuzz {
namespace {

constexpr std::chrono::milliseconds between_redraws{200};
constexpr std::chrono::seconds between_lines{10};
constexpr std::string_view erase_line = "\r\033[K";

}  // namespace

std::string progress_text(const Progress& progress) {
    const double rate = progress.seconds > 0 ? double(progress.executions) / progress.seconds : 0;
    const std::string branches =
        progress.branches ? fmt::format("{:.1f} %", progress.branches->percent()) : std::string("not yet counted");
    return fmt::format("{} {} {:.0f} s: {} runs, {:.0f}/s, branches {} (floor {:.0f} %), corpus {}, finds {}",
                       progress.target, progress.stage, progress.seconds, progress.executions, rate, branches,
                       progress.branch_floor, progress.corpus_files, progress.finds);
}

void ProgressLine::show(const Progress& progress) {
    const std::scoped_lock lock(mutex_);
    if (Clock::now() < next_) return;
    if (on_terminal_)
        fmt::print(stderr, "{}{}", erase_line, progress_text(progress));
    else
        fmt::print(stderr, "{}\n", progress_text(progress));
    std::fflush(stderr);
    next_ = Clock::now() + (on_terminal_ ? between_redraws : std::chrono::milliseconds(between_lines));
}

void ProgressLine::clear() {
    if (on_terminal_) fmt::print(stderr, "{}", erase_line);
}

}  // namespace keyturn::fuzz
