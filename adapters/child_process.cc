#include "adapters/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <thread>
#include <utility>

#include "adapters/process_usage.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kept_errors = 4096, shown_errors = 300;
constexpr milliseconds grace{500}, look_at_memory_every{20}, between_looks{2};

std::unexpected<NoValue> failed(NoValueKind kind, std::string reason) {
    return std::unexpected(NoValue{kind, std::move(reason)});
}

// Writing to a program that has ended must be an error, not the end of this one. The signal is blocked in this thread
// only, and taken away if it came.
class WithoutSigpipe {
  public:
    WithoutSigpipe() {
        sigemptyset(&sigpipe_);
        sigaddset(&sigpipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
    }
    ~WithoutSigpipe() {
        const timespec no_time{};
        if (sigismember(&before_, SIGPIPE) == 0) sigtimedwait(&sigpipe_, nullptr, &no_time);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    WithoutSigpipe(const WithoutSigpipe&) = delete;
    WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;

  private:
    sigset_t sigpipe_{}, before_{};
};

struct Pipe {
    FileDescriptor reading, writing;
};

std::optional<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

void make_non_blocking(const FileDescriptor& descriptor) {
    fcntl(descriptor.get(), F_SETFL, fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

// What the program starts with: a group of its own, and no signal blocked or ignored that this program blocks or
// ignores.
class SpawnSettings {
  public:
    SpawnSettings(const Pipe& input, const Pipe& output, const Pipe& errors) {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_adddup2(&files_, input.reading.get(), STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files_, output.writing.get(), STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files_, errors.writing.get(), STDERR_FILENO);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        posix_spawnattr_setpgroup(&attributes_, 0);
        sigset_t none, pipe;
        sigemptyset(&none);
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &pipe);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&files_);
        posix_spawnattr_destroy(&attributes_);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    std::optional<pid_t> run(const std::string& command) const {
        std::string shell = "/bin/sh", option = "-c", script = command;
        const std::array<char*, 4> arguments = {shell.data(), option.data(), script.data(), nullptr};
        pid_t pid = -1;
        if (posix_spawn(&pid, shell.c_str(), &files_, &attributes_, arguments.data(), environ) != 0)
            return std::nullopt;
        return pid;
    }

  private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

std::string how_it_ended(const siginfo_t& end) {
    if (end.si_code == CLD_EXITED) return fmt::format("the process ended with status {}", end.si_status);
    return fmt::format("the process was ended by signal {} ({})", end.si_status, strsignal(end.si_status));
}

// The end of what a program wrote, on one line that no terminal acts on.
std::string quoted_end(std::string_view errors) {
    while (errors.ends_with('\n')) errors.remove_suffix(1);
    errors = errors.substr(errors.size() - std::min(errors.size(), shown_errors));
    const JsonValue text = json_string(is_utf8(errors) ? std::string(errors) : "bytes that are no UTF-8");
    return shown(&text, shown_errors);
}

}  // namespace

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    close();
    descriptor_ = std::exchange(other.descriptor_, -1);
    return *this;
}

void FileDescriptor::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

// One question on its way out and its answer on its way in.
struct ChildProcess::Exchange {
    std::string question;
    std::size_t written = 0;
    std::string answer = {};
    bool answered = false;  // the answer holds a line feed
    Clock::time_point deadline = {};
    Clock::time_point next_look_at_memory = Clock::now() + look_at_memory_every;
};

ChildProcess::ChildProcess(pid_t pid, FileDescriptor input, FileDescriptor output, FileDescriptor errors)
    : pid_(pid), input_(std::move(input)), output_(std::move(output)), errors_(std::move(errors)) {
    make_non_blocking(input_);
    make_non_blocking(output_);
    make_non_blocking(errors_);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::move(other.input_)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      standard_error_(std::move(other.standard_error_)) {}

Answer<ChildProcess> ChildProcess::start(const std::string& command) {
    auto input = make_pipe(), output = make_pipe(), errors = make_pipe();
    if (!input || !output || !errors) return failed(NoValueKind::died, "no pipe to the process could be made");
    const auto pid = SpawnSettings(*input, *output, *errors).run(command);
    if (!pid) return failed(NoValueKind::died, "/bin/sh could not be started");
    return ChildProcess(*pid, std::move(input->writing), std::move(output->reading), std::move(errors->reading));
}

// The leader is looked at but not yet waited for when the group is killed: so its number can't be another group's.
ChildProcess::~ChildProcess() {
    if (pid_ < 0) return;
    input_.close();
    output_.close();
    ends_within(grace);
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

bool ChildProcess::ends_within(milliseconds time) const {
    const auto until = Clock::now() + time;
    for (;;) {
        siginfo_t end{};
        if (waitid(P_PID, static_cast<id_t>(pid_), &end, WEXITED | WNOHANG | WNOWAIT) != 0 || end.si_pid != 0)
            return true;
        if (Clock::now() >= until) return false;
        std::this_thread::sleep_for(between_looks);
    }
}

NoValue ChildProcess::death() {
    const bool ended = ends_within(grace);
    read_errors();
    siginfo_t end{};
    waitid(P_PID, static_cast<id_t>(pid_), &end, WEXITED | WNOHANG | WNOWAIT);
    std::string reason = ended ? how_it_ended(end) : "the process closed its standard output";
    if (!standard_error_.empty()) reason += "; its last words: " + quoted_end(standard_error_);
    return {NoValueKind::died, std::move(reason)};
}

void ChildProcess::tell(std::string_view line) {
    const WithoutSigpipe guard;
    const std::string text = std::string(line) + '\n';
    [[maybe_unused]] const ssize_t written = write(input_.get(), text.data(), text.size());
}

// One block at a time, so that a program that never stops writing can't hold up the deadline.
void ChildProcess::read_errors() {
    std::array<char, 65536> block;
    const ssize_t size = read(errors_.get(), block.data(), block.size());
    if (size == 0) errors_.close();
    if (size <= 0) return;
    standard_error_.append(block.data(), static_cast<std::size_t>(size));
    if (standard_error_.size() > kept_errors) standard_error_.erase(0, standard_error_.size() - kept_errors);
}

void ChildProcess::write_some(Exchange& exchange) {
    const WithoutSigpipe guard;
    const std::string_view rest = std::string_view(exchange.question).substr(exchange.written);
    const ssize_t size = write(input_.get(), rest.data(), rest.size());
    if (size > 0) exchange.written += static_cast<std::size_t>(size);
    // A program may answer without hearing all; whether it has ended is told by its standard output.
    if (size < 0 && errno == EPIPE) exchange.written = exchange.question.size();
}

Answer<void> ChildProcess::read_some(Exchange& exchange, const ProcessLimits& limits) {
    std::array<char, 65536> block;
    const ssize_t size = read(output_.get(), block.data(), block.size());
    if (size == 0) return std::unexpected(death());
    if (size < 0) return {};
    const std::string_view came(block.data(), static_cast<std::size_t>(size));
    const std::size_t line = exchange.answer.size() + std::min(came.find('\n'), came.size());
    if (line > limits.line_bytes)
        return failed(NoValueKind::too_large, fmt::format("the answer is longer than {} bytes", limits.line_bytes));
    exchange.answered = came.contains('\n');
    exchange.answer += came;
    return {};
}

Answer<void> ChildProcess::keeps_within(std::size_t memory_bytes) const {
    const std::size_t used = peak_memory_of_tree(pid_);
    if (used <= memory_bytes) return {};
    return failed(NoValueKind::too_large,
                  fmt::format("the process used {} MiB of memory, more than {}", used >> 20, memory_bytes >> 20));
}

// Waits until something can be read or written, or is due.
Answer<void> ChildProcess::step(Exchange& exchange, const ProcessLimits& limits) {
    const auto now = Clock::now();
    if (now >= exchange.deadline) return failed(NoValueKind::too_slow, "there was no answer before the deadline");
    if (now >= exchange.next_look_at_memory) {
        if (auto ok = keeps_within(limits.memory_bytes); !ok) return ok;
        exchange.next_look_at_memory = now + look_at_memory_every;
    }
    const bool writes = exchange.written < exchange.question.size();
    std::array<pollfd, 3> files = {pollfd{output_.get(), POLLIN, 0}, pollfd{errors_.get(), POLLIN, 0},
                                   pollfd{writes ? input_.get() : -1, POLLOUT, 0}};
    const auto wait = std::min(exchange.deadline, exchange.next_look_at_memory) - now;
    poll(files.data(), files.size(), static_cast<int>(std::chrono::ceil<milliseconds>(wait).count()));
    if (files[1].revents != 0) read_errors();
    if (files[2].revents != 0) write_some(exchange);
    return files[0].revents != 0 ? read_some(exchange, limits) : Answer<void>();
}

bool ChildProcess::has_something_to_say() const {
    pollfd output = {output_.get(), POLLIN, 0};
    poll(&output, 1, 0);
    return (output.revents & POLLIN) != 0;
}

Answer<std::string> ChildProcess::ask(std::string_view line, milliseconds deadline, const ProcessLimits& limits) {
    if (has_something_to_say())
        return failed(NoValueKind::malformed, "the process wrote to standard output without being asked");
    Exchange exchange{.question = std::string(line) + '\n', .deadline = Clock::now() + deadline};
    while (!exchange.answered)
        if (auto ok = step(exchange, limits); !ok) return std::unexpected(std::move(ok.error()));
    if (exchange.answer.find('\n') + 1 != exchange.answer.size())
        return failed(NoValueKind::malformed, "the process wrote more than one line for one question");
    if (auto ok = keeps_within(limits.memory_bytes); !ok) return std::unexpected(std::move(ok.error()));
    exchange.answer.pop_back();
    return std::move(exchange.answer);
}

}  // namespace keyturn
