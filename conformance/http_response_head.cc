#include "conformance/http_response_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace keyturn {
namespace {

constexpr std::string_view version_prefix = "HTTP/1.";
constexpr std::size_t after_version = version_prefix.size() + 1;  // the space behind the minor version
constexpr std::size_t status_digits = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The value of each line of this name, in order.
std::vector<std::string_view> values_of(const std::vector<HeaderLine>& headers, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : headers)
        if (equals_ignoring_case(key, name)) values.push_back(value);
    return values;
}

std::optional<std::uint64_t> decimal_or_largest(std::string_view text) {
    if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t number = 0;
    for (const char c : text) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (number > (largest - digit) / 10) return largest;
        number = number * 10 + digit;
    }
    return number;
}

std::expected<std::optional<std::uint64_t>, std::string> content_length(const std::vector<HeaderLine>& headers) {
    std::optional<std::uint64_t> length;
    for (const auto value : values_of(headers, "Content-Length")) {
        const auto number = decimal_or_largest(value);
        if (!number) return std::unexpected("a Content-Length that is not a decimal number");
        if (length.value_or(*number) != *number) return std::unexpected("two values of Content-Length that differ");
        length = number;
    }
    return length;
}

bool has_no_body(std::string_view request_method, int status) {
    return request_method == "HEAD" || status == 204 || status == 304;
}

bool lists(std::string_view value, std::string_view token) {
    while (!value.empty()) {
        const auto comma = std::min(value.find(','), value.size());
        auto item = value.substr(0, comma);
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        item = item.substr(0, item.find_last_not_of(" \t") + 1);
        if (equals_ignoring_case(item, token)) return true;
        value.remove_prefix(std::min(comma + 1, value.size()));
    }
    return false;
}

bool connection_lists(const std::vector<HeaderLine>& headers, std::string_view token) {
    return std::ranges::any_of(values_of(headers, "Connection"), [&](auto value) { return lists(value, token); });
}

}  // namespace

bool may_begin_status_line(std::string_view bytes) {
    const auto prefix = bytes.substr(0, version_prefix.size());
    if (!version_prefix.starts_with(prefix)) return false;
    if (bytes.size() < after_version) return true;
    const char minor = bytes[version_prefix.size()];
    if (minor != '0' && minor != '1') return false;
    return bytes.size() == after_version || bytes[after_version] == ' ';
}

std::expected<HttpStatusLine, std::string> read_status_line(std::string_view line) {
    if (line.size() <= after_version || !may_begin_status_line(line))
        return std::unexpected("no status line of HTTP/1.0 or HTTP/1.1");
    const int minor_version = line[version_prefix.size()] - '0';
    line.remove_prefix(after_version + 1);

    const auto digits = line.substr(0, status_digits);
    if (digits.size() < status_digits || !std::ranges::all_of(digits, is_digit))
        return std::unexpected("a status that is not three digits");
    const int status = (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
    if (status < 100 || status > 599) return std::unexpected(fmt::format("the status {}, which no class has", digits));
    line.remove_prefix(status_digits);

    if (!line.starts_with(' ')) return std::unexpected("no space after the status");
    return HttpStatusLine{minor_version, status, std::string{line.substr(1)}};
}

std::expected<BodyLength, std::string> body_length(std::string_view request_method, const HttpStatusLine& status_line,
                                                   const std::vector<HeaderLine>& headers) {
    const auto codings = values_of(headers, "Transfer-Encoding");
    const auto length = content_length(headers);
    if (!length) return std::unexpected(length.error());
    if (!codings.empty() && *length) return std::unexpected("both Content-Length and Transfer-Encoding");
    if (codings.size() > 1 || (!codings.empty() && !equals_ignoring_case(codings.front(), "chunked")))
        return std::unexpected("a Transfer-Encoding other than chunked alone");
    if (!codings.empty() && status_line.minor_version == 0) return std::unexpected("Transfer-Encoding in HTTP/1.0");

    if (has_no_body(request_method, status_line.status)) return BodyLength{};
    if (!codings.empty()) return BodyLength{BodyFraming::chunked};
    if (*length) return BodyLength{BodyFraming::counted, **length};
    return BodyLength{BodyFraming::until_close};
}

bool asks_to_keep_alive(const HttpStatusLine& status_line, const std::vector<HeaderLine>& headers) {
    if (connection_lists(headers, "close")) return false;
    return status_line.minor_version == 1 || connection_lists(headers, "keep-alive");
}

}  // namespace keyturn
