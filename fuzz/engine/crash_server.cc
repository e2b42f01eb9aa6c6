#include "fuzz/engine/crash_server.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>

extern "C" {
bool keyturn_target_accepts(const std::uint8_t* data, std::size_t size);
[[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());  // there in every build with a sanitizer
}

namespace keyturn::fuzz {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t largest_input = std::size_t{64} << 20, most_text = std::size_t{64} << 10;
constexpr milliseconds between_looks{10};
constexpr int status_of_accepted = 120, status_of_refused = 121;  // that no sanitizer ends with

struct Limits {
    milliseconds time{};
    std::uint64_t megabytes = 0;
};

struct InputEnd {
    const char* end;
    int number = 0;
    std::string text = {};
};

bool has_sanitizers() { return &__sanitizer_set_death_callback != nullptr; }

void say_where(int /*signal*/) {
    std::array<void*, 64> places{};
    const int count = backtrace(places.data(), static_cast<int>(places.size()));
    for (int i = 0; i < count; ++i) {
        const auto place = reinterpret_cast<std::uintptr_t>(places[static_cast<std::size_t>(i)]) - 1;  // of the call
        Dl_info module{};
        if (dladdr(reinterpret_cast<void*>(place), &module) == 0) continue;
        dprintf(STDERR_FILENO, "    #%d 0x%zx (%s+0x%zx)\n", i, place, module.dli_fname,
                place - reinterpret_cast<std::uintptr_t>(module.dli_fbase));
    }
}

// Once, and on a stack of its own, for the target's may be full. A sanitizer tells of faults itself.
void say_where_at_signals() {
    static std::array<char, 64 * 1024> stack;
    stack_t other{};
    other.ss_sp = stack.data();
    other.ss_size = stack.size();
    sigaltstack(&other, nullptr);
    struct sigaction action{};
    action.sa_handler = say_where;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK);
    sigaction(SIGABRT, &action, nullptr);
    if (has_sanitizers()) return;
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) sigaction(fault, &action, nullptr);
}

// An exception that nobody catches ends the process where it was thrown, with the stack of that place.
bool is_accepted(const std::uint8_t* data, std::size_t size) noexcept { return keyturn_target_accepts(data, size); }

[[noreturn]] void run_as_child(const std::string& input, int output) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    say_where_at_signals();
    const auto exact = std::make_unique<std::uint8_t[]>(input.size());
    std::memcpy(exact.get(), input.data(), input.size());
    _exit(is_accepted(exact.get(), input.size()) ? status_of_accepted : status_of_refused);
}

std::uint64_t resident_megabytes(pid_t pid) {
    std::FILE* file = std::fopen(("/proc/" + std::to_string(pid) + "/statm").c_str(), "r");
    if (!file) return 0;
    unsigned long size = 0, resident = 0;
    const bool read = std::fscanf(file, "%lu %lu", &size, &resident) == 2;
    std::fclose(file);
    return read ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) >> 20 : 0;
}

// Whether there may be more to read. What is too much is read and dropped, so that nobody waits for a reader.
bool read_more(int reading, std::string& text) {
    std::array<char, 16384> buffer{};
    const ssize_t count = read(reading, buffer.data(), buffer.size());
    if (count > 0) text.append(buffer.data(), std::min(static_cast<std::size_t>(count), most_text - text.size()));
    return count > 0;
}

InputEnd end_of(int status, std::string text) {
    if (WIFSIGNALED(status)) return {"signal", WTERMSIG(status), std::move(text)};
    if (WEXITSTATUS(status) == status_of_accepted) return {"accepted", 0, std::move(text)};
    if (WEXITSTATUS(status) == status_of_refused) return {"refused", 0, std::move(text)};
    return {"exit", WEXITSTATUS(status), std::move(text)};
}

InputEnd ended(pid_t pid, const char* end, std::string text) {
    kill(pid, SIGKILL);
    waitpid(pid, nullptr, 0);
    return {end, 0, std::move(text)};
}

// Looks for the end of the process itself, for something that it started may hold its output.
InputEnd follow(pid_t pid, int reading, const Limits& limits) {
    const Clock::time_point deadline = Clock::now() + limits.time;
    std::string text;
    for (bool is_open = true;;) {
        pollfd waiting{is_open ? reading : -1, POLLIN, 0};
        const bool is_silent = poll(&waiting, 1, is_open ? static_cast<int>(between_looks.count()) : 1) == 0;
        if (!is_silent) is_open = read_more(reading, text);
        int status = 0;
        if (waitpid(pid, &status, WNOHANG) == pid) {
            while (poll(&waiting, is_open ? 1 : 0, 0) > 0 && read_more(reading, text)) {
            }
            return end_of(status, std::move(text));
        }
        if (Clock::now() >= deadline) return ended(pid, "slow", std::move(text));
        if (is_silent && resident_megabytes(pid) > limits.megabytes) return ended(pid, "memory", std::move(text));
    }
}

InputEnd run(const std::string& input, const Limits& limits) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return {"exit", errno, "no pipe"};
    const pid_t pid = fork();
    if (pid == 0) run_as_child(input, ends[1]);
    close(ends[1]);
    InputEnd end = pid > 0 ? follow(pid, ends[0], limits) : InputEnd{"exit", errno, "no process"};
    if (pid > 0) kill(-pid, SIGKILL);  // what it started
    close(ends[0]);
    return end;
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Nothing at the end of standard input.
std::optional<std::string> next_line() {
    std::string line;
    for (int byte = std::getchar(); byte != '\n'; byte = std::getchar()) {
        if (byte == EOF || line.size() > 20) return std::nullopt;
        line += static_cast<char>(byte);
    }
    return line;
}

void write_out(int writing, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = write(writing, bytes.data(), bytes.size());
        if (count <= 0) _exit(0);  // nobody listens any more
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void answer(int writing, const InputEnd& end) {
    std::string line = end.end;
    line += " " + std::to_string(end.number) + " " + std::to_string(end.text.size()) + "\n";
    write_out(writing, line + end.text);
}

// Once, here: the first call loads a library, which a handler of a signal may not.
void make_backtrace_ready() {
    void* place = nullptr;
    backtrace(&place, 1);
}

}  // namespace

int serve_crashes(const std::vector<std::string>& arguments) {
    const auto time = arguments.size() == 3 ? number_in<int>(arguments[1]) : std::nullopt;
    const auto megabytes = arguments.size() == 3 ? number_in<std::uint64_t>(arguments[2]) : std::nullopt;
    if (!time || !megabytes) {
        std::fprintf(stderr, "usage: TARGET %s MILLISECONDS MEGABYTES\n", crash_server_flag);
        return 2;
    }
    make_backtrace_ready();
    const int writing = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    write_out(writing, std::string(crash_server_greeting) + (has_sanitizers() ? "sanitizers\n" : "plain\n"));
    while (const auto line = next_line()) {
        const auto size = number_in<std::size_t>(*line);
        if (!size || *size > largest_input) return 2;
        std::string input(*size, '\0');
        if (std::fread(input.data(), 1, *size, stdin) != *size) return 2;
        answer(writing, run(input, {milliseconds(*time), *megabytes}));
    }
    return 0;
}

}  // namespace keyturn::fuzz
