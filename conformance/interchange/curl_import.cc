#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "conformance/http_lines.h"
#include "conformance/interchange/import.h"
#include "conformance/interchange/shell_words.h"
#include "protocol/base64.h"

namespace keyturn {
namespace {

// What was asked for on one command line.
struct CurlLine {
    std::string url;
    std::string method;
    std::vector<HeaderLine> headers;
    std::vector<std::string> removed;  // names of headers that curl is not to send
    std::optional<std::string> data;
    std::vector<std::string> query;
    std::string user;
    bool is_json = false, is_get = false, is_head = false;
};

using Problem = std::optional<std::string>;
using Act = Problem (*)(CurlLine& line, std::string_view value);

Problem no_files() { return "a body or header in a file (@): no file is read here"; }

Problem add_data(CurlLine& line, std::string_view value) {
    if (line.data)
        line.data->append("&").append(value);
    else
        line.data = value;
    return {};
}

Problem add_data_or_file(CurlLine& line, std::string_view value) {
    return value.starts_with('@') ? no_files() : add_data(line, value);
}

// name=content and =content are encoded behind the name.
Problem add_encoded_data(CurlLine& line, std::string_view value) {
    const std::size_t equals = value.find_first_of("=@");
    if (equals == std::string_view::npos) return add_data(line, percent_encoded(value));
    if (value[equals] == '@') return no_files();
    const std::string name(value.substr(0, equals));
    return add_data(line, (name.empty() ? "" : name + "=") + percent_encoded(value.substr(equals + 1)));
}

Problem add_json(CurlLine& line, std::string_view value) {
    if (value.starts_with('@')) return no_files();
    line.is_json = true;
    line.data = line.data.value_or("").append(value);
    return {};
}

// "Name: value"; "Name:" keeps curl from sending one, "Name;" sends an empty one.
Problem add_header(CurlLine& line, std::string_view value) {
    if (value.starts_with('@')) return no_files();
    if (value.ends_with(';') && is_http_token(value.substr(0, value.size() - 1))) {
        line.headers.emplace_back(value.substr(0, value.size() - 1), "");
        return {};
    }
    auto header = read_header_line(value);
    if (!header || value.find_first_of("\r\n") != std::string_view::npos) return "a --header that is no header line";
    if (header->second.empty())
        line.removed.push_back(std::move(header->first));
    else
        line.headers.push_back(*std::move(header));
    return {};
}

template <const char* name>
Problem add_header_named(CurlLine& line, std::string_view value) {
    line.headers.emplace_back(name, value);
    return {};
}

constexpr char user_agent[] = "User-Agent", referer[] = "Referer";

Problem add_cookies(CurlLine& line, std::string_view value) {
    if (!value.contains('=')) return no_files();
    line.headers.emplace_back("Cookie", value);
    return {};
}

Problem set_method(CurlLine& line, std::string_view value) {
    line.method = value;
    return is_http_token(value) ? Problem() : "a --request that is no method";
}

Problem set_url(CurlLine& line, std::string_view value) {
    if (!line.url.empty()) return "more than one URL";
    line.url = value;
    return {};
}

struct Option {
    std::string_view name;
    char letter = 0;
    bool has_value = false;
    Act act = nullptr;  // nullptr: it says nothing about the request
};

constexpr Option options[] = {
    {"request", 'X', true, set_method},
    {"header", 'H', true, add_header},
    {"data", 'd', true, add_data_or_file},
    {"data-ascii", 0, true, add_data_or_file},
    {"data-binary", 0, true, add_data_or_file},
    {"data-raw", 0, true, add_data},
    {"data-urlencode", 0, true, add_encoded_data},
    {"json", 0, true, add_json},
    {"url", 0, true, set_url},
    {"url-query", 0, true,
     [](CurlLine& line, std::string_view value) {
         line.query.emplace_back(value);
         return Problem();
     }},
    {"user", 'u', true,
     [](CurlLine& line, std::string_view value) {
         line.user = value;
         return Problem();
     }},
    {"oauth2-bearer", 0, true,
     [](CurlLine& line, std::string_view value) {
         line.headers.emplace_back("Authorization", "Bearer " + std::string(value));
         return Problem();
     }},
    {"cookie", 'b', true, add_cookies},
    {"user-agent", 'A', true, add_header_named<user_agent>},
    {"referer", 'e', true, add_header_named<referer>},
    {"get", 'G', false,
     [](CurlLine& line, std::string_view) {
         line.is_get = true;
         return Problem();
     }},
    {"head", 'I', false,
     [](CurlLine& line, std::string_view) {
         line.is_head = true;
         return Problem();
     }},
    // What says nothing about the request.
    {"compressed", 0, false, nullptr},
    {"silent", 's', false, nullptr},
    {"show-error", 'S', false, nullptr},
    {"fail", 'f', false, nullptr},
    {"fail-with-body", 0, false, nullptr},
    {"verbose", 'v', false, nullptr},
    {"include", 'i', false, nullptr},
    {"insecure", 'k', false, nullptr},
    {"location", 'L', false, nullptr},
    {"globoff", 'g', false, nullptr},
    {"path-as-is", 0, false, nullptr},
    {"no-buffer", 'N', false, nullptr},
    {"no-progress-meter", 0, false, nullptr},
    {"http1.0", '0', false, nullptr},
    {"http1.1", 0, false, nullptr},
    {"http2", 0, false, nullptr},
    {"ipv4", '4', false, nullptr},
    {"ipv6", '6', false, nullptr},
    {"basic", 0, false, nullptr},
    {"output", 'o', true, nullptr},
    {"write-out", 'w', true, nullptr},
    {"max-time", 'm', true, nullptr},
    {"connect-timeout", 0, true, nullptr},
    {"retry", 0, true, nullptr},
    {"cacert", 0, true, nullptr},
    {"cert", 'E', true, nullptr},
    {"key", 0, true, nullptr},
    {"proxy", 'x', true, nullptr},
    {"resolve", 0, true, nullptr},
};

const Option* option_named(std::string_view name) {
    const auto* found = std::ranges::find(options, name, &Option::name);
    return found == std::end(options) ? nullptr : found;
}

const Option* option_of_letter(char letter) {
    const auto* found = std::ranges::find(options, letter, &Option::letter);
    return found == std::end(options) || letter == 0 ? nullptr : found;
}

// Reads the words of one command line behind "curl".
class CurlReader {
  public:
    explicit CurlReader(const std::vector<std::string>& words) : words_(words) {}

    std::expected<CurlLine, std::string> read() {
        for (at_ = 1; at_ < words_.size() && !problem_; ++at_) {
            const std::string& word = words_[at_];
            if (word.starts_with("--") && word.size() > 2)
                take_long(word.substr(2));
            else if (word.starts_with('-') && word.size() > 1)
                take_letters(std::string_view(word).substr(1));
            else
                problem_ = set_url(line_, word);
        }
        if (problem_) return std::unexpected(*problem_);
        return std::move(line_);
    }

  private:
    void take_long(const std::string& name) {
        const Option* option = option_named(name);
        if (!option)
            problem_ = "an option of curl that is not known here: --" + printable(name);
        else
            act(*option, option->has_value ? next_word() : "");
    }

    // -sSXPOST is -s -S -X POST.
    void take_letters(std::string_view letters) {
        while (!letters.empty() && !problem_) {
            const Option* option = option_of_letter(letters.front());
            letters.remove_prefix(1);
            if (!option) {
                problem_ = "an option of curl that is not known here, among single letters";
            } else if (option->has_value) {
                act(*option, letters.empty() ? next_word() : std::string(letters));
                return;
            } else {
                act(*option, "");
            }
        }
    }

    void act(const Option& option, const std::string& value) {
        if (option.act && !problem_) problem_ = option.act(line_, value);
    }

    std::string next_word() {
        if (at_ + 1 < words_.size()) return words_[++at_];
        problem_ = "an option of curl without its value";
        return {};
    }

    static std::string printable(const std::string& name) {
        return is_http_token(name) && name.size() < 40 ? name : "…";
    }

    const std::vector<std::string>& words_;
    std::size_t at_ = 0;
    CurlLine line_;
    Problem problem_;
};

// ---- the request that curl would send

bool is_removed(const CurlLine& line, std::string_view name) {
    return std::ranges::any_of(line.removed, [&](const std::string& one) { return equals_ignoring_case(one, name); });
}

std::string method_of(const CurlLine& line) {
    if (!line.method.empty()) return line.method;
    if (line.is_head) return "HEAD";
    return line.data && !line.is_get ? "POST" : "GET";
}

std::string target_of(const CurlLine& line, std::string target) {
    std::vector<std::string> queries = line.query;
    if (line.is_get && line.data) queries.push_back(*line.data);
    for (const std::string& query : queries) target.append(target.contains('?') ? "&" : "?").append(query);
    return target;
}

std::vector<HeaderLine> headers_of(const CurlLine& line, const UrlParts& url, bool has_body) {
    std::vector<HeaderLine> headers = line.headers;
    std::erase_if(headers, [&](const HeaderLine& header) {
        return equals_ignoring_case(header.first, "Host") && header.second == url.authority;
    });
    const auto add_unless_named = [&](const std::string& name, std::string value) {
        if (!find_header(headers, name) && !is_removed(line, name)) headers.emplace_back(name, std::move(value));
    };
    const std::string user = line.user.empty() ? percent_decoded(url.user_info).value_or(url.user_info) : line.user;
    if (!user.empty()) add_unless_named("Authorization", "Basic " + base64(bytes_of(user)));
    add_unless_named("Accept", line.is_json ? "application/json" : "*/*");
    if (has_body)
        add_unless_named("Content-Type", line.is_json ? "application/json" : "application/x-www-form-urlencoded");
    return headers;
}

std::expected<HttpRequest, std::string> request_of(const std::vector<std::string>& words) {
    if (words.front() != "curl") return std::unexpected("a command other than curl");
    const auto line = CurlReader(words).read();
    if (!line) return std::unexpected(line.error());
    const auto url = parts_of_url(line->url.contains("://") ? line->url : "http://" + line->url);
    if (line->url.empty() || !url) return std::unexpected("no URL of http or https");
    const bool has_body = line->data && !line->is_get;
    return HttpRequest{method_of(*line), target_of(*line, url->target), headers_of(*line, *url, has_body),
                       has_body ? *line->data : ""};
}

}  // namespace

std::expected<Imported, std::string> read_curl(std::string_view text, int status, const ImportLimits& limits) {
    if (text.size() > limits.bytes) return std::unexpected(fmt::format("more than {} bytes", limits.bytes));
    auto commands = read_shell_commands(text);
    if (!commands) return std::unexpected(commands.error());
    if (commands->commands.size() > limits.exchanges)
        return std::unexpected(fmt::format("more than {} commands", limits.exchanges));
    Imported imported;
    imported.variables = std::move(commands->variables);
    for (std::size_t i = 0; i < commands->commands.size(); ++i) {
        auto request = request_of(commands->commands[i]);
        if (!request) return std::unexpected(fmt::format("command {}: {}", i + 1, request.error()));
        imported.exchanges.push_back({*std::move(request), HttpResponse{status, "", {}, ""}, false});
    }
    if (imported.exchanges.empty()) return std::unexpected("no command line");
    return imported;
}

}  // namespace keyturn
