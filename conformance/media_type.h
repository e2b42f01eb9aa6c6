// Media types as Content-Type carries them (RFC 9110, section 8.3).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/matcher.h"

namespace keyturn {

struct MediaType {
    std::string name;                               // "application/json", lower case
    std::map<std::string, std::string> parameters;  // names in lower case; values unquoted, a charset's in lower case

    friend bool operator==(const MediaType&, const MediaType&) = default;
};

// Nothing where the text is no media type: a part missing, a parameter doubled, anything behind it.
std::optional<MediaType> read_media_type(std::string_view text);

// application/json, or any type that says +json.
bool is_json(const MediaType& type);

// How a found media type differs from an expected one: in name, in parameters that are missing, others or extra.
// `charset=utf-8` is no extra of a JSON type, for JSON is UTF-8. Values that are no media types are compared as text.
std::vector<Difference> media_type_differences(const std::string& place, std::string_view expected,
                                               std::string_view actual);

}  // namespace keyturn
