// Where secrets stand in messages by what the place is called: Authorization, cookies, members and parameters named
// token, password or private_key, private keys in PEM.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/http_message.h"

namespace keyturn {

enum class SecretKind { token, cookie, private_key, other };

struct SensitivePlace {
    std::size_t offset = 0;  // of the text that was looked at
    std::size_t size = 0;
    std::string secret;  // what it says once its encoding is undone
    SecretKind kind = SecretKind::other;
    std::string what;     // in words, without the secret: "the value of Authorization"
    std::string pointer;  // JSON Pointer of a string in a JSON body; "" elsewhere
};

// Whether a name says that what it names is a secret. `conversation_token` and the tokens of pages are none.
bool names_a_secret(std::string_view name);

std::vector<SensitivePlace> sensitive_places_of_header(const HeaderLine& line);   // in its value
std::vector<SensitivePlace> sensitive_places_of_target(std::string_view target);  // in its query
// Members of JSON, parameters of a form, private keys in PEM.
std::vector<SensitivePlace> sensitive_places_of_body(std::string_view body, std::string_view media_type);

}  // namespace keyturn
