#include <algorithm>

#include "conformance/interchange/import.h"

namespace keyturn {

std::optional<UrlParts> parts_of_url(std::string_view url) {
    const std::size_t scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    const std::string_view scheme = url.substr(0, scheme_end);
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return std::nullopt;
    url.remove_prefix(scheme_end + 3);
    url = url.substr(0, url.find('#'));
    const std::size_t path = std::min(url.find_first_of("/?"), url.size());
    std::string_view authority = url.substr(0, path);
    UrlParts parts;
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        parts.user_info = authority.substr(0, at);
        authority.remove_prefix(at + 1);
    }
    parts.authority = authority;
    parts.target = url.substr(path);
    if (!parts.target.starts_with('/')) parts.target.insert(0, "/");
    if (parts.authority.empty()) return std::nullopt;
    return parts;
}

}  // namespace keyturn
