// Requests in the forms of other tools: a shell line for curl, an HTTP archive, a Hurl file, a workflow of HTTP tasks.
//
// No secret is in any of them: where one stands in the request, the form refers to the environment, to a variable of
// the file or to a task's input by the placeholder's name (placeholders.h). A spelling other than plain has a variable
// of its own, NAME_BASE64 for {{NAME|base64}}. What arrives is the request byte for byte, or the form is refused.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/http_message.h"
#include "conformance/placeholders.h"
#include "conformance/redaction.h"

namespace keyturn {

enum class ExportForm { curl, har, hurl, http_task };

std::vector<std::string> export_form_names();  // "curl", "har", "hurl", "http-task"
std::optional<ExportForm> export_form_named(std::string_view name);

struct OutgoingRequest {
    std::string name;                        // what it is called where it needs a name
    std::string url;                         // http(s)://host[:port][/base], put before the target; no slash at its end
    HttpRequest request;                     // secrets in it as placeholders
    SecretNames secrets;                     // of those placeholders
    std::uint64_t at_msec = 0;               // when it was made or sent
    std::optional<HttpResponse> response{};  // what it got, for forms that hold it
};

// Adds `Authorization: Bearer {{VARIABLE}}`, unless the request names an Authorization.
void add_bearer_placeholder(OutgoingRequest& outgoing, const std::string& variable);

// A recorded or composed request with the secrets that it holds, and those that the redactor knows, taken out.
OutgoingRequest outgoing_request(std::string name, std::string url, const HttpRequest& request, Redactor& redactor);

// The variable that a placeholder stands for.
std::string variable_of(const Placeholder& placeholder);

struct ExportOptions {
    // Of saved credentials, for http-task: they stand in for Authorization. "" hands the secret in as a task's input.
    std::string credentials;
};

// All of them in one text that ends with a line feed. The error is a sentence: what the form can't hold, or a place
// that holds a secret where a placeholder should stand.
std::expected<std::string, std::string> exported(ExportForm form, const std::vector<OutgoingRequest>& requests,
                                                 const ExportOptions& options = {});

}  // namespace keyturn
