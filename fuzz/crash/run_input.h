// One input in one fuzz target, in a process of its own: how it ended, and what it said.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace keyturn::fuzz {

struct InputLimits {
    std::chrono::milliseconds time{5'000};
    std::uint64_t megabytes = 2'048;  // resident
};

enum class InputEnd { accepted, refused, exited, killed, too_slow, too_large };

struct InputRun {
    InputEnd end = InputEnd::refused;
    int number = 0;         // the status of its exit, or the signal that ended it
    std::string said = {};  // on both streams, the first 64 KiB

    bool is_crash() const { return end != InputEnd::accepted && end != InputEnd::refused; }
};

// Runs inputs one after the other, each in a process forked from one that was started once: some hundreds a second.
// Every build of a target can (`TARGET --crashes`, fuzz/engine/crash_server.h). Not for several threads at once.
class TargetProcess {
  public:
    // The error is a sentence: the program does not start, or is no fuzz target of this project's.
    static std::expected<TargetProcess, std::string> start(const std::filesystem::path& program,
                                                           const InputLimits& limits);
    TargetProcess(TargetProcess&& other) noexcept;
    TargetProcess& operator=(TargetProcess&& other) noexcept;
    ~TargetProcess();

    // Inputs of up to 64 MiB. The error: the process that forks is gone; start another.
    std::expected<InputRun, std::string> run(std::string_view input);

    const std::filesystem::path& program() const { return program_; }
    bool has_sanitizers() const { return has_sanitizers_; }

  private:
    TargetProcess(std::filesystem::path program, pid_t pid, int socket);

    bool send_all(std::string_view bytes);
    bool receive(std::size_t count, std::string& bytes);
    bool receive_line(std::string& line);

    std::filesystem::path program_;
    pid_t pid_ = -1;
    int socket_ = -1;
    bool has_sanitizers_ = false;
};

}  // namespace keyturn::fuzz
