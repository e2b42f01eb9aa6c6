// The functions that code belongs to, of all crashes by one call of llvm-symbolizer.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "fuzz/crash/crash.h"

namespace keyturn::fuzz {

class FrameNames {
  public:
    // Functions in sources of the project at `root`, wherever these were built, are its own, but for those that run the
    // targets. `symbolizer`: the program; "" for none, and then no frame has a name.
    FrameNames(std::filesystem::path root, std::string symbolizer);

    // llvm-symbolizer as the system has it, by PATH; "" when it has none.
    static std::string installed_symbolizer();

    bool can_name() const { return !symbolizer_.empty(); }

    // Learns the names of all places that it does not know yet, at once.
    void learn(const std::vector<CodePlace>& places);

    // The project's own functions, innermost first, without arguments, each once where it calls itself. Learns what it
    // does not know.
    std::vector<std::string> own_functions(const std::vector<CodePlace>& stack);

  private:
    std::filesystem::path root_;
    std::string symbolizer_;
    std::map<CodePlace, std::vector<std::string>> functions_;  // inlined ones first; none of the project's own: empty
};

}  // namespace keyturn::fuzz
