// Runs a program to its end, its output line by line, bounded in time.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace keyturn::fuzz {

struct ProgramRun {
    std::vector<std::string> arguments;          // the first is the program, found by PATH unless it has a slash
    std::vector<std::string> environment = {};   // "NAME=value"; besides these only PATH and LC_ALL=C.UTF-8
    std::chrono::milliseconds deadline{60'000};  // then it is killed
};

struct ProgramEnd {
    enum class How { exited, killed_by_signal, too_slow, not_started } how;
    int status = 0;  // of its exit, or the signal's number

    bool is_well() const { return how == How::exited && status == 0; }
};

std::string to_string(const ProgramEnd& end);  // "exit status 1", "killed by signal 9", …

// Standard output and standard error, mixed as they come; lines are cut after 4096 bytes, and come without their line
// feed. `on_line` also gets nothing ("") about ten times a second while the program is silent, for progress.
ProgramEnd run_program(const ProgramRun& run, const std::function<void(std::string_view line)>& on_line);

// Its standard output as a whole, up to 64 MiB; nothing unless it ended well.
struct ProgramOutput {
    ProgramEnd end;
    std::string output;
};
ProgramOutput output_of(const ProgramRun& run);

}  // namespace keyturn::fuzz
