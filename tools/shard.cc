#include "tools/shard.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "protocol/identifiers.h"

namespace keyturn {
namespace {

std::optional<std::size_t> read_count(std::string_view text) {
    std::size_t count = 0;
    if (!is_decimal(text)) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    return error == std::errc() ? std::optional(count) : std::nullopt;
}

}  // namespace

std::expected<Shard, std::string> read_shard(const std::string& text) {
    if (text.empty()) return Shard{};
    const std::string_view all = text;
    const std::size_t slash = all.find('/');
    const auto number = read_count(all.substr(0, slash));
    const auto of = slash == std::string::npos ? std::nullopt : read_count(all.substr(slash + 1));
    if (!number || !of || *number == 0 || *number > *of)
        return std::unexpected(fmt::format("--shard '{}': expected I/N with I from 1 to N, as in 2/4", text));
    return Shard{*number, *of};
}

std::vector<Case> cases_of(const Shard& shard, std::vector<Case> cases) {
    std::vector<Case> part;
    for (std::size_t index = 0; index < cases.size(); ++index)
        if (index % shard.of == shard.number - 1) part.push_back(std::move(cases[index]));
    return part;
}

}  // namespace keyturn
