#include "conformance/sensitive_places.h"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

using Places = std::vector<SensitivePlace>;

// ---- names

// Ends of names, small letters and digits alone.
constexpr std::string_view ends_of_secret_names[] = {
    "token",   "secret",    "secretkey", "password", "passwd",     "apikey",        "privatekey", "privatekeys",
    "session", "sessionid", "cookie",    "cookies",  "passphrase", "authorization", "credential", "credentials"};
// Tokens of the protocol and of pages that authorize nobody.
constexpr std::string_view open_names[] = {"conversationtoken", "nexttoken", "previoustoken", "paginationtoken"};

std::string bare_name(std::string_view name) {
    std::string bare;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z') bare += static_cast<char>(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) bare += c;
    }
    return bare;
}

SecretKind kind_of(std::string_view name) {
    const std::string bare = bare_name(name);
    if (bare.contains("privatekey")) return SecretKind::private_key;
    return bare.ends_with("token") || bare == "authorization" ? SecretKind::token : SecretKind::other;
}

// ---- header lines

// The part of a value behind `offset`, white space left out.
SensitivePlace rest_of(std::string_view value, std::size_t offset, SecretKind kind, std::string what) {
    const std::size_t begin = std::min(value.find_first_not_of(' ', offset), value.size());
    return {begin, value.size() - begin, std::string(value.substr(begin)), kind, std::move(what), ""};
}

// `Bearer TOKEN`, `Basic BASE64`: the scheme is no secret.
Places places_of_credentials(const HeaderLine& line) {
    const std::size_t space = line.second.find(' ');
    const SensitivePlace place = rest_of(line.second, space == std::string::npos ? 0 : space, SecretKind::token,
                                         "the credentials in " + line.first);
    return place.size == 0 ? Places() : Places{place};
}

// The value of each `name=value`; of a Set-Cookie only the first is one.
Places places_of_cookies(const HeaderLine& line, std::size_t most) {
    Places places;
    const std::string_view value = line.second;
    for (std::size_t begin = 0; begin < value.size() && places.size() < most;) {
        const std::size_t end = std::min(value.find(';', begin), value.size());
        const std::size_t equals = std::min(value.find('=', begin), end);
        const std::size_t from = equals == end ? std::min(value.find_first_not_of(' ', begin), end) : equals + 1;
        if (from < end)
            places.push_back({from, end - from, std::string(value.substr(from, end - from)), SecretKind::cookie,
                              "a cookie in " + line.first, ""});
        begin = end + 1;
    }
    return places;
}

// ---- parameters of queries and forms

std::string form_decoded(std::string text) {
    std::ranges::replace(text, '+', ' ');
    return percent_decoded(text).value_or(text);
}

Places places_of_parameters(std::string_view text, std::size_t begin) {
    Places places;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('&', begin), text.size());
        const std::size_t equals = std::min(text.find('=', begin), end);
        const std::string name = form_decoded(std::string(text.substr(begin, equals - begin)));
        if (equals + 1 < end && names_a_secret(name)) {
            const std::string value(text.substr(equals + 1, end - equals - 1));
            places.push_back({equals + 1, value.size(), form_decoded(value), kind_of(name),
                              fmt::format("the parameter {}", name), ""});
        }
        begin = end + 1;
    }
    return places;
}

// ---- JSON bodies

class JsonPlaces {
  public:
    void visit(const JsonValue& value, const std::string& pointer, std::string_view secret_name) {
        if (!secret_name.empty()) take(value, pointer, secret_name);
        for (std::size_t i = 0; i < value.elements.size(); ++i)
            visit(value.elements[i], pointer_to(pointer, i), secret_name);
        for (const JsonMember& member : value.members) {
            const bool is_secret = names_a_secret(member.key);
            visit(member.value, pointer_to(pointer, member.key),
                  is_secret ? std::string_view(member.key) : secret_name);
        }
    }

    Places places;

  private:
    void take(const JsonValue& value, const std::string& pointer, std::string_view name) {
        const bool is_text = value.is(JsonKind::string);
        if (value.text.empty() || !(is_text || value.is(JsonKind::number))) return;
        const std::size_t quote = is_text ? 1 : 0;
        places.push_back({value.offset + quote, value.end - value.offset - 2 * quote, value.text, kind_of(name),
                          fmt::format("the member {}", name), pointer});
    }
};

Places places_in_json(const JsonValue& document) {
    JsonPlaces visitor;
    visitor.visit(document, "", "");
    return std::move(visitor.places);
}

// ---- PEM

Places places_of_pem(std::string_view body) {
    constexpr std::string_view begin_mark = "-----BEGIN ", end_mark = "-----END ", kind = "PRIVATE KEY-----";
    Places places;
    for (std::size_t begin = 0; (begin = body.find(begin_mark, begin)) != std::string_view::npos;) {
        const std::size_t content = body.find(kind, begin);
        const std::size_t end = content == std::string_view::npos ? content : body.find(end_mark, content);
        if (end == std::string_view::npos) break;
        const std::size_t from = content + kind.size();
        places.push_back({from, end - from, std::string(body.substr(from, end - from)), SecretKind::private_key,
                          "a private key in PEM", ""});
        begin = end;
    }
    return places;
}

bool is_form(std::string_view media_type) {
    constexpr std::string_view form = "application/x-www-form-urlencoded";
    return equals_ignoring_case(media_type.substr(0, form.size()), form);
}

}  // namespace

bool names_a_secret(std::string_view name) {
    const std::string bare = bare_name(name);
    return std::ranges::find(open_names, bare) == std::end(open_names) &&
           std::ranges::any_of(ends_of_secret_names, [&](std::string_view end) { return bare.ends_with(end); });
}

Places sensitive_places_of_header(const HeaderLine& line) {
    const auto is = [&](std::string_view name) { return equals_ignoring_case(line.first, name); };
    if (is("Authorization") || is("Proxy-Authorization")) return places_of_credentials(line);
    if (is("Cookie")) return places_of_cookies(line, line.second.size());
    if (is("Set-Cookie")) return places_of_cookies(line, 1);
    if (!names_a_secret(line.first) || line.second.empty()) return {};
    return {rest_of(line.second, 0, kind_of(line.first), "the value of " + line.first)};
}

Places sensitive_places_of_target(std::string_view target) {
    const std::size_t mark = target.find('?');
    return mark == std::string_view::npos ? Places() : places_of_parameters(target, mark + 1);
}

Places sensitive_places_of_body(std::string_view body, std::string_view media_type) {
    if (is_form(media_type)) return places_of_parameters(body, 0);
    Places places = places_of_pem(body);
    if (const auto document = parse_json(body))
        std::ranges::move(places_in_json(*document), std::back_inserter(places));
    return places;
}

}  // namespace keyturn
