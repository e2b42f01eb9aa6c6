#include <algorithm>

#include "conformance/server/operations.h"

namespace keyturn {

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t equals = std::min(pair.find('='), pair.size());
        if (pair.substr(0, equals) != name) continue;
        const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
        return percent_decoded(value).value_or(std::string(value));
    }
    return std::nullopt;
}

}  // namespace keyturn
