#include "conformance/explain/input_form.h"

#include <algorithm>
#include <optional>

#include "protocol/base64.h"

namespace keyturn {
namespace {

constexpr std::string_view white_space = " \t\r\n";

std::string without(std::string_view characters, std::string_view text) {
    std::string kept(text);
    std::erase_if(kept, [&](char c) { return characters.contains(c); });
    return kept;
}

std::optional<Bytes> bytes_of_base64(std::string_view text) {
    auto bytes = read_base64(text);
    return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

std::optional<Bytes> bytes_of_url_safe(std::string text) {
    if (text.find_first_of("-_") == std::string::npos || text.find_first_of("+/") != std::string::npos)
        return std::nullopt;
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    return bytes_of_base64(text);
}

std::optional<InputBytes> read_pem(std::string_view text) {
    constexpr std::string_view begin = "-----BEGIN ", end = "-----END ", dashes = "-----";
    if (!text.starts_with(begin)) return std::nullopt;
    text.remove_prefix(begin.size());
    const std::size_t label_end = text.find(dashes), body_end = text.find(end);
    if (label_end == text.npos || body_end == text.npos || label_end > body_end) return std::nullopt;
    const std::string_view body = text.substr(label_end + dashes.size(), body_end - label_end - dashes.size());
    auto bytes = bytes_of_base64(without(white_space, body));
    if (!bytes) return std::nullopt;
    return InputBytes{InputForm::pem, std::move(*bytes), std::string(text.substr(0, label_end))};
}

}  // namespace

std::string_view name_of(InputForm form) {
    constexpr std::string_view names[] = {"bytes", "hexadecimal", "base64", "url-safe base64", "PEM"};
    return names[static_cast<std::size_t>(form)];
}

std::string_view trimmed(std::string_view text) {
    const std::size_t start = std::min(text.find_first_not_of(white_space), text.size());
    const std::size_t end = text.find_last_not_of(white_space);
    return text.substr(start, end == text.npos ? 0 : end + 1 - start);
}

std::vector<InputBytes> as_bytes(std::string_view input) {
    std::vector<InputBytes> all;
    const auto append = [&](InputForm form, std::optional<Bytes> bytes) {
        if (bytes && !bytes->empty()) all.push_back({form, std::move(*bytes)});
    };
    if (auto pem = read_pem(trimmed(input))) all.push_back(std::move(*pem));
    append(InputForm::hexadecimal, from_hex(without(std::string(white_space) + ":", input)));
    const std::string on_one_line = without(white_space, input);
    append(InputForm::base64, bytes_of_base64(on_one_line));
    append(InputForm::url_safe_base64, bytes_of_url_safe(on_one_line));
    all.push_back({InputForm::bytes, copy(bytes_of(input))});
    return all;
}

}  // namespace keyturn
