#include "fuzz/runner/options_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace keyturn::fuzz {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

void read_setting(std::string_view section, std::string_view name, std::string_view value,
                  const std::filesystem::path& folder, EngineOptions& options) {
    if (section == "[libfuzzer]" && name == "dict")
        options.arguments.push_back(fmt::format("-dict={}", (folder / value).string()));
    else if (section == "[libfuzzer]")
        options.arguments.push_back(fmt::format("-{}={}", name, value));
    else if (section == "[asan]")
        options.asan += fmt::format("{}{}={}", options.asan.empty() ? "" : ":", name, value);
}

}  // namespace

EngineOptions read_options(std::string_view text, const std::filesystem::path& folder) {
    EngineOptions options;
    std::string_view section;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = line.find('=');
        if (line.starts_with('#') || line.starts_with(';')) continue;
        if (line.starts_with('['))
            section = line;
        else if (equals != std::string_view::npos)
            read_setting(section, trimmed(line.substr(0, equals)), trimmed(line.substr(equals + 1)), folder, options);
    }
    return options;
}

}  // namespace keyturn::fuzz
