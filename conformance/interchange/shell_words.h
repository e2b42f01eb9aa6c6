// Command lines taken apart as a POSIX shell takes them apart, and bash's $'…' besides. Nothing is run: what a shell
// would run or open is refused.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/placeholders.h"

namespace keyturn {

struct ShellCommands {
    std::vector<std::vector<std::string>> commands;  // none is empty
    // What stands in the words in place of each variable: a text that no shell line holds otherwise.
    Secrets variables;
};

// The error is a sentence that ends with line and column.
std::expected<ShellCommands, std::string> read_shell_commands(std::string_view text);

}  // namespace keyturn
