#include "conformance/content_coding.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/shown_text.h"
#include "protocol/bytes.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The parts of every line of a field, at its commas.
std::vector<std::string_view> list_of(const std::vector<HeaderLine>& headers, std::string_view name) {
    std::vector<std::string_view> parts;
    for (const auto& [key, value] : headers) {
        if (!equals_ignoring_case(key, name)) continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::size_t comma = std::min(rest.find(','), rest.size());
            if (const auto part = trimmed(rest.substr(0, comma)); !part.empty()) parts.push_back(part);
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    return parts;
}

// The name that a coding also has (RFC 9110, section 8.4.1.3).
std::string_view usual_name(std::string_view coding) {
    return equals_ignoring_case(coding, "x-gzip") ? "gzip" : coding;
}

struct Wish {
    std::string_view coding;
    bool wanted;  // q is not 0
};

Wish wish_of(std::string_view part) {
    const std::size_t semicolon = std::min(part.find(';'), part.size());
    const std::string_view weight = trimmed(part.substr(std::min(semicolon + 1, part.size())));
    const bool is_zero = (weight.starts_with("q=0") || weight.starts_with("Q=0")) &&
                         weight.find_first_of("123456789", 3) == std::string_view::npos;
    return {usual_name(trimmed(part.substr(0, semicolon))), !is_zero};
}

bool is_asked_for(std::string_view coding, const HttpRequest& request) {
    bool any = false;
    for (const std::string_view part : list_of(request.headers, "Accept-Encoding")) {
        const Wish wish = wish_of(part);
        if (equals_ignoring_case(wish.coding, coding)) return wish.wanted;
        if (wish.coding == "*") any = wish.wanted;
    }
    return any;
}

struct Recognised {
    std::string_view coding;
    std::string_view first_bytes;
};

// Of deflate: a zlib header of the usual window, at each of the four levels.
constexpr Recognised recognised_codings[] = {
    {"gzip", "\x1f\x8b"},    {"zstd", "\x28\xb5\x2f\xfd"}, {"deflate", "\x78\x01"},
    {"deflate", "\x78\x5e"}, {"deflate", "\x78\x9c"},      {"deflate", "\x78\xda"},
};

bool is_recognised(std::string_view coding) {
    return std::ranges::any_of(recognised_codings,
                               [&](const Recognised& row) { return equals_ignoring_case(row.coding, coding); });
}

// "" where nothing is recognised.
std::string_view coding_seen_in(std::string_view body) {
    for (const Recognised& row : recognised_codings)
        if (body.starts_with(row.first_bytes)) return row.coding;
    return "";
}

// Codings that Content-Encoding names, in the order in which they were applied.
std::vector<std::string_view> stated_codings(const HttpResponse& response) {
    std::vector<std::string_view> codings;
    for (const std::string_view coding : list_of(response.headers, "Content-Encoding"))
        if (!equals_ignoring_case(coding, "identity")) codings.push_back(usual_name(coding));
    return codings;
}

void judge_body(std::string_view body, std::string_view stated, std::vector<Difference>& differences) {
    const std::string_view seen = coding_seen_in(body);
    if (stated.empty() && !seen.empty() && !is_utf8(body))
        differences.push_back({"body", "as it is, for no Content-Encoding says otherwise",
                               fmt::format("{}: {}", seen, shown_bytes(body))});
    if (!stated.empty() && is_recognised(stated) && !equals_ignoring_case(stated, seen))
        differences.push_back(
            {"body", fmt::format("{}, as Content-Encoding says", shown_bytes(stated)), shown_bytes(body)});
}

}  // namespace

CodingFindings judge_content_coding(const HttpRequest& request, const HttpResponse& response) {
    CodingFindings found;
    const auto stated = stated_codings(response);
    for (const std::string_view coding : stated)
        if (!is_asked_for(coding, request))
            found.differences.push_back(
                {"header Content-Encoding", "none that was not asked for", shown_bytes(coding)});
    if (response.body.empty()) return found;
    judge_body(response.body, stated.empty() ? "" : stated.back(), found.differences);
    found.hides_body = (!stated.empty() || !found.differences.empty()) && !parse_json(response.body);
    return found;
}

}  // namespace keyturn
