#include "tools/program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

extern char** environ;

namespace keyturn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_line = 200;

struct Pipe {
    int ends[2] = {-1, -1};

    Pipe() {
        if (pipe2(ends, O_CLOEXEC) != 0) ends[0] = ends[1] = -1;
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    void close_end(int which) {
        if (ends[which] >= 0) close(ends[which]);
        ends[which] = -1;
    }
};

std::optional<pid_t> start(const std::string& program, const std::vector<std::string>& arguments, const Pipe& output) {
    std::vector<char*> argv = {const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const int error = posix_spawn(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) return std::nullopt;
    return child;
}

// Everything is read, so that the program never waits for a reader.
std::string read_first_line(int descriptor) {
    std::string line;
    bool ended = false;
    char buffer[4096];
    for (ssize_t count = 0; (count = read(descriptor, buffer, sizeof buffer)) > 0;)
        for (ssize_t i = 0; i < count; ++i) {
            ended = ended || buffer[i] == '\n';
            if (!ended && line.size() < longest_line) line += buffer[i];
        }
    return line;
}

}  // namespace

std::optional<std::string> find_program(const std::string& name, const std::string& search_path) {
    std::istringstream folders(search_path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        const fs::path path = fs::path(folder) / name;
        std::error_code none;
        if (!folder.empty() && fs::is_regular_file(path, none) && access(path.c_str(), X_OK) == 0) return path.string();
    }
    return std::nullopt;
}

std::optional<std::string> first_line_of(const std::string& program, const std::vector<std::string>& arguments) {
    Pipe output;
    if (output.ends[0] < 0) return std::nullopt;
    const auto child = start(program, arguments, output);
    if (!child) return std::nullopt;
    output.close_end(1);
    std::string line = read_first_line(output.ends[0]);
    int status = 0;
    if (waitpid(*child, &status, 0) != *child || status != 0) return std::nullopt;
    return line;
}

}  // namespace keyturn
