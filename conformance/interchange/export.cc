#include "conformance/interchange/export.h"

#include <algorithm>
#include <array>

#include "conformance/interchange/export_parts.h"

namespace keyturn {
namespace {

struct FormRow {
    ExportForm form;
    std::string_view name;
};

constexpr std::array forms = {FormRow{ExportForm::curl, "curl"}, FormRow{ExportForm::har, "har"},
                              FormRow{ExportForm::hurl, "hurl"}, FormRow{ExportForm::http_task, "http-task"}};

char upper_or_underscore(char c) {
    if (c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
    return c == '-' ? '_' : c;
}

std::string_view authority_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
    return url.substr(begin, std::min(url.find('/', begin), url.size()) - begin);
}

bool is_computed(const HeaderLine& line, const OutgoingRequest& outgoing) {
    if (equals_ignoring_case(line.first, "Host")) return line.second == authority_of(outgoing.url);
    return equals_ignoring_case(line.first, "Content-Length") &&
           line.second == std::to_string(outgoing.request.body.size());
}

bool is_replaced(const SensitivePlace& place, const SecretNames& secrets) {
    return std::ranges::all_of(pieces_of(place.secret, secrets),
                               [](const TextPiece& piece) { return piece.placeholder.has_value(); });
}

std::vector<SensitivePlace> sensitive_places_of(const HttpRequest& request) {
    std::vector<SensitivePlace> places = sensitive_places_of_target(request.target);
    const std::string* type = find_header(request.headers, "Content-Type");
    std::ranges::move(sensitive_places_of_body(request.body, type ? *type : ""), std::back_inserter(places));
    for (const HeaderLine& line : request.headers)
        std::ranges::move(sensitive_places_of_header(line), std::back_inserter(places));
    return places;
}

// A place that holds a secret; "" when none does.
std::string secret_in(const OutgoingRequest& outgoing) {
    for (const SensitivePlace& place : sensitive_places_of(outgoing.request))
        if (!is_replaced(place, outgoing.secrets)) return place.what;
    return {};
}

std::expected<std::string, std::string> in_form(ExportForm form, const std::vector<OutgoingRequest>& requests,
                                                const ExportOptions& options) {
    switch (form) {
        case ExportForm::curl:
            return as_curl(requests);
        case ExportForm::har:
            return as_har(requests);
        case ExportForm::hurl:
            return as_hurl(requests);
        case ExportForm::http_task:
            break;
    }
    return as_http_tasks(requests, options.credentials);
}

}  // namespace

std::vector<std::string> export_form_names() {
    std::vector<std::string> names;
    for (const FormRow& row : forms) names.emplace_back(row.name);
    return names;
}

std::optional<ExportForm> export_form_named(std::string_view name) {
    const auto* row = std::ranges::find(forms, name, &FormRow::name);
    return row == forms.end() ? std::nullopt : std::optional(row->form);
}

void add_bearer_placeholder(OutgoingRequest& outgoing, const std::string& variable) {
    if (find_header(outgoing.request.headers, "Authorization")) return;
    add_bearer(outgoing.request.headers, to_string(Placeholder{variable}));
    outgoing.secrets.insert(variable);
}

std::string variable_of(const Placeholder& placeholder) {
    std::string name = placeholder.name;
    if (placeholder.spelling != Spelling::plain) name.append("_").append(name_of(placeholder.spelling));
    std::ranges::transform(name.begin() + static_cast<std::ptrdiff_t>(placeholder.name.size()), name.end(),
                           name.begin() + static_cast<std::ptrdiff_t>(placeholder.name.size()), upper_or_underscore);
    return name;
}

std::expected<std::string, std::string> exported(ExportForm form, const std::vector<OutgoingRequest>& requests,
                                                 const ExportOptions& options) {
    for (const OutgoingRequest& outgoing : requests)
        if (const std::string what = secret_in(outgoing); !what.empty())
            return std::unexpected(outgoing.name + ": a secret would be written down: " + what);
    return in_form(form, requests, options);
}

OutgoingRequest outgoing_request(std::string name, std::string url, const HttpRequest& request, Redactor& redactor) {
    auto redacted = redactor.redacted(request);
    return {std::move(name), std::move(url), std::move(redacted.message), std::move(redacted.names)};
}

std::vector<std::string> variables_of(const OutgoingRequest& outgoing) {
    std::vector<std::string_view> texts = {outgoing.request.target, outgoing.request.body};
    for (const auto& [name, value] : outgoing.request.headers) texts.push_back(value);
    std::set<std::string> variables;
    for (const std::string_view text : texts)
        for (const TextPiece& piece : pieces_of(text, outgoing.secrets))
            if (piece.placeholder) variables.insert(variable_of(*piece.placeholder));
    return {variables.begin(), variables.end()};
}

bool has_placeholder(std::string_view text, const SecretNames& secrets) {
    return std::ranges::any_of(pieces_of(text, secrets),
                               [](const TextPiece& piece) { return piece.placeholder.has_value(); });
}

bool is_plain_target(std::string_view target, const SecretNames& secrets) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;=%";
    const auto is_plain = [&](const TextPiece& piece) {
        return piece.placeholder || piece.literal.find_first_not_of(plain) == std::string::npos;
    };
    return target.starts_with('/') && std::ranges::all_of(pieces_of(target, secrets), is_plain);
}

std::vector<HeaderLine> headers_to_name(const OutgoingRequest& outgoing) {
    std::vector<HeaderLine> headers = outgoing.request.headers;
    std::erase_if(headers, [&](const HeaderLine& line) { return is_computed(line, outgoing); });
    return headers;
}

}  // namespace keyturn
