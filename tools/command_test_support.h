// Runs the command in the test's own process, and files that are gone when a test ends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/json_document.h"

namespace keyturn {

struct CommandRun {
    int status = 0;
    std::string out, err;
};

// `keyturn` with these arguments.
CommandRun run(const std::vector<std::string>& arguments);

class ScratchFile {
  public:
    explicit ScratchFile(std::string_view content);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

// Standard input reads from a file until it ends.
class StandardInput {
  public:
    explicit StandardInput(const std::string& path);
    ~StandardInput();
    StandardInput(const StandardInput&) = delete;
    StandardInput& operator=(const StandardInput&) = delete;

  private:
    int before_;
};

}  // namespace keyturn
