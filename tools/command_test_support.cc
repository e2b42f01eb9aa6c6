#include "tools/command_test_support.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "tools/commands.h"

namespace keyturn {

CommandRun run(const std::vector<std::string>& arguments) {
    std::vector<const char*> argv = {"keyturn"};
    for (const std::string& argument : arguments) argv.push_back(argument.c_str());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    CommandRun outcome;
    outcome.status = run_command_line(static_cast<int>(argv.size()), argv.data());
    outcome.out = testing::internal::GetCapturedStdout();
    outcome.err = testing::internal::GetCapturedStderr();
    return outcome;
}

ScratchFile::ScratchFile(std::string_view content)
    : path_((std::filesystem::temp_directory_path() / "keyturn-test-XXXXXX").string()) {
    const int descriptor = ::mkstemp(path_.data());
    const bool written =
        descriptor >= 0 && ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    ::close(descriptor);
    if (!written) throw std::runtime_error("no room for a file in the temporary folder");
}

ScratchFile::~ScratchFile() { std::filesystem::remove(path_); }

StandardInput::StandardInput(const std::string& path) : before_(::dup(STDIN_FILENO)) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 || ::dup2(descriptor, STDIN_FILENO) < 0) throw std::runtime_error("can't read " + path);
    ::close(descriptor);
}

StandardInput::~StandardInput() {
    ::dup2(before_, STDIN_FILENO);
    ::close(before_);
}

}  // namespace keyturn
