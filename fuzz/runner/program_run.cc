#include "fuzz/runner/program_run.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace keyturn::fuzz {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t longest_line = 4096, largest_output = std::size_t{64} << 20;
constexpr milliseconds between_looks{100};

enum class Streams { both, output_only };

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// Started with no signal ignored, so that Ctrl-C reaches a program whose starter waits for it.
pid_t spawn(const ProgramRun& run, int output, Streams streams) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    if (streams == Streams::both) posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    if (streams == Streams::output_only)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    posix_spawnattr_setsigdefault(&attributes, &interrupt);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    std::vector<std::string> arguments = run.arguments, environment = run.environment;
    const char* path = std::getenv("PATH");
    environment.push_back(fmt::format("PATH={}", path ? path : "/usr/bin:/bin"));
    environment.emplace_back("LC_ALL=C.UTF-8");
    pid_t pid = -1;
    if (posix_spawnp(&pid, arguments[0].c_str(), &files, &attributes, pointers_to(arguments).data(),
                     pointers_to(environment).data()) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return pid;
}

ProgramEnd end_of(pid_t pid, bool too_slow) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (too_slow) return {ProgramEnd::How::too_slow};
    if (WIFSIGNALED(status)) return {ProgramEnd::How::killed_by_signal, WTERMSIG(status)};
    return {ProgramEnd::How::exited, WEXITSTATUS(status)};
}

// Hands on what the program writes until it closes its output; whether it was killed for being too slow.
bool follow(int reading, pid_t pid, Clock::time_point deadline,
            const std::function<void(std::string_view bytes)>& on_bytes) {
    std::array<char, 65536> buffer{};
    for (;;) {
        if (Clock::now() >= deadline) {
            kill(pid, SIGKILL);
            return true;
        }
        pollfd waiting{reading, POLLIN, 0};
        if (poll(&waiting, 1, static_cast<int>(between_looks.count())) <= 0) {
            on_bytes("");
            continue;
        }
        const ssize_t count = read(reading, buffer.data(), buffer.size());
        if (count <= 0) return false;
        on_bytes({buffer.data(), static_cast<std::size_t>(count)});
    }
}

ProgramEnd run_streams(const ProgramRun& run, Streams streams,
                       const std::function<void(std::string_view bytes)>& on_bytes) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return {ProgramEnd::How::not_started};
    const pid_t pid = spawn(run, ends[1], streams);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return {ProgramEnd::How::not_started};
    }
    const bool too_slow = follow(ends[0], pid, Clock::now() + run.deadline, on_bytes);
    close(ends[0]);
    return end_of(pid, too_slow);
}

}  // namespace

std::string to_string(const ProgramEnd& end) {
    switch (end.how) {
        case ProgramEnd::How::exited:
            return fmt::format("exit status {}", end.status);
        case ProgramEnd::How::killed_by_signal:
            return fmt::format("killed by signal {}", end.status);
        case ProgramEnd::How::too_slow:
            return "killed, for it took too long";
        case ProgramEnd::How::not_started:
            break;
    }
    return "it could not be started";
}

ProgramEnd run_program(const ProgramRun& run, const std::function<void(std::string_view line)>& on_line) {
    std::string line;
    const ProgramEnd end = run_streams(run, Streams::both, [&](std::string_view bytes) {
        if (bytes.empty()) on_line("");
        for (const char c : bytes) {
            if (c != '\n') {
                if (line.size() < longest_line) line += c;
                continue;
            }
            on_line(line);
            line.clear();
        }
    });
    if (!line.empty()) on_line(line);
    return end;
}

ProgramOutput output_of(const ProgramRun& run) {
    std::string output;
    const ProgramEnd end = run_streams(run, Streams::output_only, [&](std::string_view bytes) {
        if (output.size() + bytes.size() <= largest_output) output += bytes;
    });
    if (!end.is_well()) output.clear();
    return {end, std::move(output)};
}

}  // namespace keyturn::fuzz
