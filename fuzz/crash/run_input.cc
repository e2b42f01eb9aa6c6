#include "fuzz/crash/run_input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "fuzz/engine/crash_server.h"

namespace keyturn::fuzz {
namespace {

constexpr std::chrono::seconds patience{30};  // beyond an input's time: for starting, and on a busy machine
constexpr std::size_t longest_answer = 64, largest_text = std::size_t{64} << 10;

constexpr std::array<std::pair<std::string_view, InputEnd>, 6> ends = {{{"accepted", InputEnd::accepted},
                                                                        {"refused", InputEnd::refused},
                                                                        {"exit", InputEnd::exited},
                                                                        {"signal", InputEnd::killed},
                                                                        {"slow", InputEnd::too_slow},
                                                                        {"memory", InputEnd::too_large}}};

// Where a finding stands is told for all at once, later.
std::vector<std::string> environment() {
    const char* path = std::getenv("PATH");
    return {fmt::format("PATH={}", path ? path : "/usr/bin:/bin"), "LC_ALL=C.UTF-8", "LLVM_PROFILE_FILE=/dev/null",
            "ASAN_OPTIONS=symbolize=0:detect_leaks=0:detect_stack_use_after_return=1",
            "UBSAN_OPTIONS=symbolize=0:print_stacktrace=1"};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

pid_t spawn(std::vector<std::string> arguments, int socket) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, socket, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<std::string> variables = environment();
    pid_t pid = -1;
    if (posix_spawn(&pid, arguments[0].c_str(), &files, nullptr, pointers_to(arguments).data(),
                    pointers_to(variables).data()) != 0)
        pid = -1;
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

void wait_at_most(int socket, std::chrono::milliseconds time) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time + patience);
    const timeval longest{static_cast<time_t>(seconds.count()), 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
}

struct Answer {
    InputRun run;
    std::size_t size = 0;  // of what it said
};

std::string_view word_of(std::string_view& line) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(word.size() + 1, line.size()));
    return word;
}

template <class Number>
bool read_number(std::string_view word, Number& number) {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    return error == std::errc() && end == word.data() + word.size();
}

std::optional<Answer> read_answer(std::string_view line) {
    Answer answer;
    const auto* end = std::ranges::find(ends, word_of(line), &std::pair<std::string_view, InputEnd>::first);
    if (end == ends.end()) return std::nullopt;
    answer.run.end = end->second;
    if (!read_number(word_of(line), answer.run.number) || !read_number(word_of(line), answer.size)) return std::nullopt;
    return answer.size > largest_text ? std::nullopt : std::optional(answer);
}

}  // namespace

TargetProcess::TargetProcess(std::filesystem::path program, pid_t pid, int socket)
    : program_(std::move(program)), pid_(pid), socket_(socket) {}

TargetProcess::TargetProcess(TargetProcess&& other) noexcept
    : program_(std::move(other.program_)),
      pid_(std::exchange(other.pid_, -1)),
      socket_(std::exchange(other.socket_, -1)),
      has_sanitizers_(other.has_sanitizers_) {}

TargetProcess& TargetProcess::operator=(TargetProcess&& other) noexcept {
    std::swap(program_, other.program_);
    std::swap(pid_, other.pid_);
    std::swap(socket_, other.socket_);
    has_sanitizers_ = other.has_sanitizers_;
    return *this;
}

TargetProcess::~TargetProcess() {
    if (socket_ >= 0) close(socket_);
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

std::expected<TargetProcess, std::string> TargetProcess::start(const std::filesystem::path& program,
                                                               const InputLimits& limits) {
    std::array<int, 2> pair{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return std::unexpected(fmt::format("{}: no socket to talk to it", program.string()));
    const pid_t pid = spawn(
        {program.string(), crash_server_flag, std::to_string(limits.time.count()), std::to_string(limits.megabytes)},
        pair[1]);
    close(pair[1]);
    TargetProcess process(program, pid, pair[0]);
    if (pid < 0) return std::unexpected(fmt::format("{}: can't be started", program.string()));
    wait_at_most(process.socket_, limits.time);
    std::string greeting;
    if (!process.receive_line(greeting) || !greeting.starts_with(crash_server_greeting))
        return std::unexpected(fmt::format("{}: does not answer to {}; build it again, of this version",
                                           program.string(), crash_server_flag));
    process.has_sanitizers_ = greeting.ends_with(" sanitizers");
    return process;
}

bool TargetProcess::send_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool TargetProcess::receive(std::size_t count, std::string& bytes) {
    std::array<char, 16384> buffer{};
    while (bytes.size() < count) {
        const ssize_t got = recv(socket_, buffer.data(), std::min(buffer.size(), count - bytes.size()), 0);
        if (got <= 0) return false;
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return true;
}

bool TargetProcess::receive_line(std::string& line) {
    while (line.size() < longest_answer) {
        if (!receive(line.size() + 1, line)) return false;
        if (line.back() != '\n') continue;
        line.pop_back();
        return true;
    }
    return false;
}

std::expected<InputRun, std::string> TargetProcess::run(std::string_view input) {
    const auto gone = [&] { return std::unexpected(fmt::format("{}: ended by itself", program_.string())); };
    std::string line;
    if (!send_all(fmt::format("{}\n", input.size())) || !send_all(input) || !receive_line(line)) return gone();
    auto answer = read_answer(line);
    if (!answer || !receive(answer->size, answer->run.said)) return gone();
    return std::move(answer->run);
}

}  // namespace keyturn::fuzz
