#include <utility>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"
#include "protocol/base64.h"
#include "protocol/bytes.h"

namespace keyturn {
namespace {

constexpr std::string_view own_token = "AM-SEC-001";
constexpr std::string_view private_material = "AM-SEC-002";

using Secret = std::string (*)(const Turn& turn);

std::string callers_token(const Turn& turn) { return std::string(token_of(turn.request)); }

std::string another_users_token(const Turn& turn) {
    for (const auto& [id, user] : *turn.before.users)
        if (user.token && *user.token != token_of(turn.request)) return *user.token;
    return {};
}

std::string percent_throughout(std::string_view text) {
    std::string encoded;
    for (const char c : text) encoded += "%" + hex(bytes_of({&c, 1}));
    return encoded;
}

std::string escaped_throughout(std::string_view text) {
    std::string escaped;
    for (const char c : text) escaped += "\\u00" + hex(bytes_of({&c, 1}));
    return escaped;
}

Bending header_with(std::string name, Secret secret, std::string (*written)(const std::string& secret)) {
    return [name = std::move(name), secret, written](Turn& turn) {
        turn.handled.response.headers.emplace_back(name, written(secret(turn)));
    };
}

Bending member_with(std::string pointer, Secret secret, std::string (*written)(const std::string& secret)) {
    return [pointer = std::move(pointer), secret, written](Turn& turn) {
        member(pointer, '"' + written(secret(turn)) + '"')(turn);
    };
}

std::string plain(const std::string& secret) { return secret; }
std::string as_authorization(const std::string& secret) { return "Bearer " + secret; }
std::string as_cookie(const std::string& secret) { return "session=" + base64(bytes_of("user:" + secret)); }
std::string as_link(const std::string& secret) {
    return "<https://api.x.com/2/?token=" + percent_throughout(secret) + ">";
}
std::string as_hex(const std::string& secret) { return hex(bytes_of(secret)); }
std::string as_url_base64(const std::string& secret) { return base64_url_unpadded(bytes_of(secret)); }
std::string as_escapes(const std::string& secret) { return escaped_throughout(secret); }
std::string in_words(const std::string& secret) { return "not allowed with token " + secret; }

}  // namespace

ServerDefects leak_defects() {
    return {
        {"echoes_authorization", own_token, "sends the caller's Authorization back in a header", accepts,
         header_with("X-Debug-Authorization", callers_token, as_authorization)},
        {"sets_token_as_cookie", own_token, "keeps the caller's token in a cookie, as base64", accepts,
         header_with("Set-Cookie", callers_token, as_cookie)},
        {"links_with_token", own_token, "writes the caller's token into a link, percent-encoded", accepts,
         header_with("Link", callers_token, as_link)},
        {"traces_token_in_hex", own_token, "has the caller's token in its trace id, as hexadecimal", accepts,
         header_with("X-Trace-Id", callers_token, as_hex)},
        {"answers_with_token", own_token, "has the caller's token in the data of its answer", accepts,
         member_with("/data/token", callers_token, plain)},
        {"answers_with_encoded_token", own_token, "has the caller's token in its answer, in the url alphabet", accepts,
         member_with("/data/cursor", callers_token, as_url_base64)},
        {"answers_with_escaped_token", own_token, "has the caller's token in its answer, behind JSON escapes", accepts,
         member_with("/data/note", callers_token, as_escapes)},
        {"refuses_with_token", own_token, "names the caller's token in the detail of a refusal", refuses,
         member_with("/detail", callers_token, in_words)},
        {"says_token_as_reason", own_token, "has the caller's token in the reason phrase", accepts,
         [](Turn& turn) { turn.handled.response.reason = callers_token(turn); }},
        {"answers_with_other_token", private_material, "has another user's token in its answer", accepts,
         member_with("/data/invited_by", another_users_token, plain)},
        {"heads_with_other_token", private_material, "has another user's token in a header", accepts,
         header_with("X-Cache-Key", another_users_token, plain)},
        {"refuses_with_other_token", private_material, "has another user's token in a refusal", refuses,
         member_with("/detail", another_users_token, in_words)},
    };
}

}  // namespace keyturn
