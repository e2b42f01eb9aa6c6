#include "fuzz/crash/frame_names.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <string_view>

#include "fuzz/runner/program_run.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

// Of an argument list that Linux takes in any case.
constexpr std::size_t most_places_of_a_call = 2'000;

// "std::vector<T> keyturn::f<int>(int)::{lambda(char)#1}::operator()(char) const" is keyturn::f: what stands in
// brackets depends on the compiler, and what is within a function belongs to it.
std::string function_name(std::string signature) {
    constexpr std::string_view unnamed = "(anonymous namespace)::";
    for (auto at = signature.find(unnamed); at != std::string::npos; at = signature.find(unnamed))
        signature.erase(at, unnamed.size());
    std::string name;
    int depth = 0;
    for (const char c : signature) {
        if (c == '(' && depth == 0 && !name.empty()) break;
        if (c == '<' || c == '(' || c == '{') ++depth;
        if (depth == 0) name += c;
        if (c == '>' || c == ')' || c == '}') depth = std::max(depth - 1, 0);
    }
    return name.substr(name.rfind(' ') + 1);
}

// Wherever it was built: /elsewhere/keyturn/protocol/bytes.cc is <root>/protocol/bytes.cc. A planted bug stands in a
// copy of a source.
bool is_own_source(const std::string& file, const fs::path& root) {
    if (file.contains("/fuzz/engine/")) return false;
    if (file.contains("/fuzz/planted/")) return true;
    fs::path rest = fs::path(file).lexically_normal().relative_path();
    while (rest.has_parent_path()) {
        std::error_code error;
        if (rest.begin()->string() != "build" && fs::is_regular_file(root / rest, error)) return true;
        rest = rest.lexically_relative(*rest.begin());
    }
    return false;
}

std::string without_line(const std::string& place) { return place.substr(0, place.find(':')); }

// A line with a function, then one with its file, for each function that is inlined at a place; an empty line behind.
std::vector<std::vector<std::string>> functions_in(const std::string& output, const fs::path& root) {
    std::vector<std::vector<std::string>> places(1);
    std::istringstream lines(output);
    for (std::string function, file; std::getline(lines, function);) {
        if (function.empty()) {
            places.emplace_back();
            continue;
        }
        if (std::getline(lines, file) && is_own_source(without_line(file), root))
            places.back().push_back(function_name(function));
    }
    return places;
}

}  // namespace

FrameNames::FrameNames(fs::path root, std::string symbolizer)
    : root_(std::move(root)), symbolizer_(std::move(symbolizer)) {}

std::string FrameNames::installed_symbolizer() {
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "");
    std::vector<std::string> all;
    for (std::string folder; std::getline(folders, folder, ':');) all.push_back(folder);
    for (const char* name : {"llvm-symbolizer", "llvm-symbolizer-19"})
        for (const std::string& folder : all)
            if (const fs::path program = fs::path(folder) / name; access(program.c_str(), X_OK) == 0)
                return program.string();
    return "";
}

void FrameNames::learn(const std::vector<CodePlace>& places) {
    std::set<CodePlace> unknown;
    for (const CodePlace& place : places)
        if (!functions_.contains(place) && unknown.size() < most_places_of_a_call) unknown.insert(place);
    if (unknown.empty() || !can_name()) return;
    ProgramRun run{.arguments = {symbolizer_, "--demangle", "--inlines"}};
    for (const CodePlace& place : unknown)
        run.arguments.push_back(fmt::format("\"{}\" 0x{:x}", place.module, place.offset));
    const auto named = functions_in(output_of(run).output, root_);
    std::size_t number = 0;
    for (const CodePlace& place : unknown) {
        functions_[place] = number < named.size() ? named[number] : std::vector<std::string>();
        ++number;
    }
}

std::vector<std::string> FrameNames::own_functions(const std::vector<CodePlace>& stack) {
    learn(stack);
    std::vector<std::string> functions;
    for (const CodePlace& place : stack)
        for (const std::string& function : functions_[place])
            if (std::ranges::find(functions, function) == functions.end()) functions.push_back(function);
    return functions;
}

}  // namespace keyturn::fuzz
