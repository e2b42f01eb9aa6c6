#include "tools/input_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace keyturn {
namespace {

std::string named(const std::string& path) { return path == "-" ? "standard input" : path; }

std::expected<std::string, std::string> read_all(int descriptor, const std::string& name, std::size_t limit) {
    std::string content;
    char buffer[1 << 16];
    for (;;) {
        const ssize_t got = ::read(descriptor, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::unexpected(fmt::format("{}: {}", name, std::strerror(errno)));
        if (got == 0) return content;
        content.append(buffer, static_cast<std::size_t>(got));
        if (content.size() > limit) return std::unexpected(fmt::format("{}: larger than {} bytes", name, limit));
    }
}

}  // namespace

std::expected<std::string, std::string> read_input(const std::string& path, std::size_t limit) {
    if (path == "-") return read_all(STDIN_FILENO, named(path), limit);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return std::unexpected(fmt::format("{}: {}", path, std::strerror(errno)));
    auto content = read_all(descriptor, path, limit);
    ::close(descriptor);
    return content;
}

std::expected<JsonValue, std::string> read_json_input(const std::string& path) {
    const auto content = read_input(path);
    if (!content) return std::unexpected(content.error());
    auto document = parse_json(*content, {.bytes = largest_input});
    if (document) return std::move(*document);
    const auto [line, column] = line_and_column(*content, document.error().offset);
    return std::unexpected(fmt::format("{}:{}:{}: {}", named(path), line, column, document.error().reason));
}

std::string lines_of(const std::string& path, const Problems& problems) {
    std::string text;
    for (const Problem& problem : problems)
        text += fmt::format("{}: {}: expected {}, found {}\n", named(path),
                            problem.pointer.empty() ? "the whole" : problem.pointer, problem.expected, problem.actual);
    return text;
}

}  // namespace keyturn
