#include <fmt/format.h>

#include <algorithm>

#include "conformance/interchange/export.h"
#include "conformance/interchange/export_parts.h"

namespace keyturn {
namespace {

// Linux takes arguments of less than 128 KiB; a longer body goes through a pipe.
constexpr std::size_t longest_argument = 100'000;

// For a POSIX shell: nothing in single quotes means anything but the quote itself.
std::string quoted(std::string_view text) {
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

// The shell ends with a message where the variable is not set, rather than send a request without it.
std::string expansion(const std::string& variable) { return fmt::format("\"${{{}:?is not set}}\"", variable); }

std::string shell_word(std::string_view text, const SecretNames& secrets) {
    const std::string word = rewritten(text, secrets, quoted, expansion);
    return word.empty() ? "''" : word;
}

// A format of printf that prints these bytes: no argument can hold a NUL, and octal escapes can.
std::string printf_format(std::string_view bytes) {
    std::string format;
    for (const char c : bytes) {
        const bool is_text = c == '\n' || (c >= ' ' && c <= '~');
        if (c == '%' || c == '\\')
            format += c == '%' ? "%%" : "\\\\";
        else
            format += is_text ? std::string(1, c) : fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    }
    return format;
}

std::string printing_command(std::string_view body, const SecretNames& secrets) {
    std::string format, arguments;
    for (const TextPiece& piece : pieces_of(body, secrets)) {
        format += piece.placeholder ? "%s" : printf_format(piece.literal);
        if (piece.placeholder) arguments += " " + expansion(variable_of(*piece.placeholder));
    }
    return fmt::format("printf {}{}", quoted(format), arguments);
}

// A body that a server awaits may be empty; of other methods none is named then.
bool names_a_body(const HttpRequest& request) {
    return !request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
}

bool fits_an_argument(const std::string& body) { return body.size() <= longest_argument && !body.contains('\0'); }

std::string header_argument(const HeaderLine& line, const SecretNames& secrets) {
    if (line.second.empty()) return "--header " + quoted(line.first + ";");  // with a colon curl leaves it out
    return "--header " + shell_word(line.first + ": " + line.second, secrets);
}

// What curl would add by itself, and this request does not have.
std::vector<std::string> unwanted_headers(const HttpRequest& request) {
    std::vector<std::string> arguments;
    for (const char* name : {"User-Agent", "Accept", "Content-Type", "Expect"}) {
        const bool is_added = std::string_view(name) != "Content-Type" || names_a_body(request);
        if (is_added && !find_header(request.headers, name)) arguments.push_back(fmt::format("--header '{}:'", name));
    }
    return arguments;
}

std::vector<std::string> arguments_of(const OutgoingRequest& outgoing) {
    const HttpRequest& request = outgoing.request;
    std::vector<std::string> arguments = {"--silent --show-error --include --http1.1 --globoff --path-as-is"};
    arguments.push_back(request.method == "HEAD" && request.body.empty() ? "--head"
                                                                         : "--request " + quoted(request.method));
    if (is_plain_target(request.target, outgoing.secrets)) {
        arguments.push_back("--url " + shell_word(outgoing.url + request.target, outgoing.secrets));
    } else {
        arguments.push_back("--request-target " + shell_word(request.target, outgoing.secrets));
        arguments.push_back("--url " + quoted(outgoing.url));
    }
    for (const HeaderLine& line : headers_to_name(outgoing))
        arguments.push_back(header_argument(line, outgoing.secrets));
    std::ranges::copy(unwanted_headers(request), std::back_inserter(arguments));
    if (names_a_body(request))
        arguments.push_back(fits_an_argument(request.body) ? "--data-raw " + shell_word(request.body, outgoing.secrets)
                                                           : "--data-binary @-");
    return arguments;
}

std::string comment_on(const OutgoingRequest& outgoing) {
    const auto variables = variables_of(outgoing);
    if (variables.empty()) return "";
    return fmt::format("# Secrets are taken from the environment: {}\n", fmt::join(variables, ", "));
}

std::string line_of(const OutgoingRequest& outgoing) {
    const std::string pipe = fits_an_argument(outgoing.request.body)
                                 ? ""
                                 : printing_command(outgoing.request.body, outgoing.secrets) + " |\n  ";
    return fmt::format("{}{}curl {}\n", comment_on(outgoing), pipe, fmt::join(arguments_of(outgoing), " \\\n    "));
}

}  // namespace

std::expected<std::string, std::string> as_curl(const std::vector<OutgoingRequest>& requests) {
    std::string script = "#!/bin/sh\n";
    for (const OutgoingRequest& outgoing : requests) script += line_of(outgoing);
    return script;
}

}  // namespace keyturn
