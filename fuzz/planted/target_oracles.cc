#include "fuzz/planted/target_oracles.h"

#include <algorithm>

#include "protocol/identifiers.h"

namespace keyturn::fuzz {
namespace {

constexpr std::string_view call = "fuzz::expect(";

// The place behind a text or character literal that begins at `at`.
std::size_t behind_literal(std::string_view source, std::size_t at) {
    const char quote = source[at++];
    while (at < source.size() && source[at] != quote) at += source[at] == '\\' ? 2 : 1;
    return std::min(at + 1, source.size());
}

// A quote behind a digit parts a number: 60'000.
bool begins_literal(std::string_view source, std::size_t at) {
    return source[at] == '"' || (source[at] == '\'' && !is_decimal(source.substr(at - 1, 1)));
}

// What stands between the brackets of a call, and the text literal that stands last in it.
struct Arguments {
    std::string_view all, last_text;

    bool end_with_text() const { return !last_text.empty() && last_text.end() == all.end(); }
};

// `at` is behind the opening bracket.
Arguments arguments_from(std::string_view source, std::size_t at) {
    const std::size_t begin = at;
    std::string_view last_text;
    for (int depth = 1; at < source.size();) {
        const char c = source[at];
        if (begins_literal(source, at)) {
            const std::size_t end = behind_literal(source, at);
            if (c == '"') last_text = source.substr(at, end - at);
            at = end;
            continue;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) break;
        ++at;
    }
    return {source.substr(begin, at - begin), last_text};
}

TargetOracle oracle_of(const Arguments& arguments) {
    if (arguments.end_with_text())
        return {std::string(arguments.last_text.substr(1, arguments.last_text.size() - 2)), true};
    constexpr std::string_view ours = "fuzz::";
    std::string_view call_or_value = arguments.all;
    if (call_or_value.starts_with(ours)) call_or_value.remove_prefix(ours.size());
    return {std::string(call_or_value.substr(0, call_or_value.find('('))), false};
}

}  // namespace

std::vector<TargetOracle> oracles_in(std::string_view source) {
    std::vector<TargetOracle> oracles;
    for (auto at = source.find(call); at != std::string_view::npos; at = source.find(call, at + 1)) {
        TargetOracle oracle = oracle_of(arguments_from(source, at + call.size()));
        if (std::ranges::find(oracles, oracle) == oracles.end()) oracles.push_back(std::move(oracle));
    }
    return oracles;
}

}  // namespace keyturn::fuzz
