// fuzz_dictionary NAME: prints a dictionary for fuzzers.
#include <fmt/format.h>

#include <cstdio>

#include "fuzz/dictionary/dictionary.h"

using namespace keyturn::fuzz;

namespace {

int usage(std::FILE* to, int status) {
    fmt::print(to,
               "fuzz_dictionary NAME: prints a dictionary for libFuzzer (-dict=FILE) and AFL++ (-x FILE)\n"
               "  --list   the names, one a line\n"
               "Exit status: 0 printed, 2 usage.\n");
    return status;
}

int list() {
    for (const std::string_view name : dictionary_names()) fmt::print("{}\n", name);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view name = argc == 2 ? argv[1] : "";
    if (name == "--help") return usage(stdout, 0);
    if (name == "--list") return list();
    const auto entries = dictionary_entries(name);
    if (!entries) {
        if (!name.empty()) fmt::print(stderr, "there is no dictionary '{}': --list names them\n", name);
        return usage(stderr, 2);
    }
    fmt::print("{}", dictionary_text(name, *entries));
    return 0;
}
