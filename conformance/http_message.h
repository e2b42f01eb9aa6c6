// Requests and responses of HTTP/1.1 as values, nothing folded, sorted or decoded on the way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace keyturn {

using HeaderLine =
    std::pair<std::string, std::string>;  // name and value as written, without the white space around the value

struct HttpRequest {
    std::string method = "POST";
    std::string target;               // path and query, as it stands in the request line
    std::vector<HeaderLine> headers;  // in order; Host and Content-Length are computed when they are not named
    std::string body;
};

struct HttpResponse {
    int status = 0;
    std::string reason;
    std::vector<HeaderLine> headers;
    std::string body;  // transfer coding undone, content coding left as it is
};

// The first value of a field, by name without regard to case; nullptr when there is none.
const std::string* find_header(const std::vector<HeaderLine>& headers, std::string_view name);
bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII

// As URLs carry a text (RFC 3986): letters, digits and -._~ stay.
std::string percent_encoded(std::string_view text);
// %XX undone; nothing when an escape is broken.
std::optional<std::string> percent_decoded(std::string_view text);

// Whether a status says that the request was accepted: 200 to 299.
constexpr bool is_success(int status) { return status >= 200 && status <= 299; }

// Adds an Authorization with the token, unless the headers name one already or the token is empty.
void add_bearer(std::vector<HeaderLine>& headers, const std::string& token);

}  // namespace keyturn
