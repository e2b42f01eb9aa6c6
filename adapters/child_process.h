// A program that is asked by lines: starts it, writes one line, waits for one line, bounded in time, memory and output,
// and ends it with everything it started.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/library.h"

namespace keyturn {

struct ProcessLimits {
    std::chrono::milliseconds deadline{10'000};        // of one answer
    std::chrono::milliseconds start_deadline{30'000};  // of the first one, for a run-time has to load
    std::size_t memory_bytes = std::size_t{1} << 30;   // resident, the peak, of the program and what it started
    std::size_t line_bytes = std::size_t{64} << 20;    // of one answer
};

class FileDescriptor {
  public:
    FileDescriptor() = default;
    explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor() { close(); }

    int get() const { return descriptor_; }
    void close();

  private:
    int descriptor_ = -1;
};

// One running program, in a process group of its own. Its standard error is read all the time, so that it never waits
// to be rid of it, and the end of it is kept. Not for several threads at once.
class ChildProcess {
  public:
    // Runs `command` by /bin/sh -c. A command that does not exist is seen at the first question.
    static Answer<ChildProcess> start(const std::string& command);

    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;
    // Closes its standard input, lets it end by itself for half a second, then kills the whole group.
    ~ChildProcess();

    // Writes the line and a line feed, and gives the line that follows, without its line feed. Fails: died, too slow,
    // too large, or malformed when the program says something unasked: bytes before the question or behind the answer.
    // After a failure the process is good for nothing but to be destroyed.
    Answer<std::string> ask(std::string_view line, std::chrono::milliseconds deadline, const ProcessLimits& limits);

    // Writes a line that nobody answers, as far as it fits into the pipe.
    void tell(std::string_view line);

    pid_t pid() const { return pid_; }
    // The last 4096 bytes of what it wrote to standard error.
    std::string_view last_words() const { return standard_error_; }

  private:
    struct Exchange;

    ChildProcess(pid_t pid, FileDescriptor input, FileDescriptor output, FileDescriptor errors);

    Answer<void> step(Exchange& exchange, const ProcessLimits& limits);
    void write_some(Exchange& exchange);
    Answer<void> read_some(Exchange& exchange, const ProcessLimits& limits);
    void read_errors();
    bool has_something_to_say() const;
    Answer<void> keeps_within(std::size_t memory_bytes) const;
    NoValue death();
    bool ends_within(std::chrono::milliseconds time) const;

    pid_t pid_;
    FileDescriptor input_, output_, errors_;
    std::string standard_error_;
};

}  // namespace keyturn
