// Exchanges out of other tools' files: browsers' HTTP archives, shell lines for curl, examples of OpenAPI documents.
//
// Bodies are taken as they are, or not at all: what a file holds only a part of is told, not guessed. No file but the
// one that is given is read, and nothing in it is run.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/interchange/recording.h"
#include "conformance/placeholders.h"

namespace keyturn {

struct Imported {
    std::vector<RecordedExchange> exchanges;
    std::vector<std::string> left_out;  // what was found and could not be taken, and why; a sentence each
    // Shell variables: what stands for the value of each, by name. Name them to the redactor.
    Secrets variables;
};

struct ImportLimits {
    std::size_t bytes = 64u << 20;
    std::size_t exchanges = 10'000;
};

// An HTTP archive, version 1.1 to 1.3. Its answers are decoded, so that no request asks for a content coding.
std::expected<Imported, std::string> read_har(std::string_view text, const ImportLimits& limits = {});

// Command lines that begin with curl, as a POSIX shell reads them. Variables stand for secrets; substitutions and
// pipes are refused. `status` is the answer that is expected, for a command line has none.
std::expected<Imported, std::string> read_curl(std::string_view text, int status, const ImportLimits& limits = {});

using ParameterValues = std::map<std::string, std::string, std::less<>>;  // by name

// The examples of an OpenAPI document, version 3, in JSON: a request each, with the example of its first success.
// `parameters`: values for those that have no example, or another one.
std::expected<Imported, std::string> read_openapi_examples(std::string_view text,
                                                           const ParameterValues& parameters = {},
                                                           const ImportLimits& limits = {});

// Where a URL leads: what is put behind a method, without the fragment. Nothing for what is no http or https URL.
struct UrlParts {
    std::string authority;  // without user and password
    std::string user_info;  // "user:password", encoded as in the URL
    std::string target;
};
std::optional<UrlParts> parts_of_url(std::string_view url);

}  // namespace keyturn
