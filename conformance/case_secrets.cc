#include "conformance/case_secrets.h"

namespace keyturn {
namespace {

SecretNames names_of(const SecretWhats& secrets) {
    SecretNames names;
    for (const auto& [name, what] : secrets) names.insert(name);
    return names;
}

void collect_texts(const HttpRequest& request, std::vector<std::string>& texts) {
    texts.push_back(request.target);
    texts.push_back(request.body);
    for (const auto& [name, value] : request.headers) texts.push_back(value);
}

void collect_texts(const ExpectedResponse& response, std::vector<std::string>& texts) {
    for (const auto& [name, value] : response.headers) texts.push_back(value);
    if (response.json) texts.push_back(to_json(*response.json));
    if (response.bytes) texts.push_back(*response.bytes);
    for (const ExpectedResponse& other : response.any_of) collect_texts(other, texts);
}

std::vector<std::string> texts_of(const Case& test) {
    std::vector<std::string> texts;
    for (const Exchange& exchange : test.exchanges) {
        if (const auto* request = std::get_if<HttpRequest>(&exchange.request)) collect_texts(*request, texts);
        collect_texts(exchange.response, texts);
    }
    return texts;
}

}  // namespace

Secrets secrets_for(const Case& test, const Secrets& all) {
    Secrets secrets;
    for (const auto& [name, what] : test.secrets)
        if (const auto found = all.find(name); found != all.end()) secrets.insert(*found);
    return secrets;
}

std::vector<std::string> missing_secrets(const Case& test, const Secrets& all) {
    std::vector<std::string> missing;
    for (const auto& [name, what] : test.secrets)
        if (!all.contains(name)) missing.push_back(name);
    return missing;
}

Redactor redactor_of(const Secrets& secrets) {
    Redactor redactor;
    for (const auto& [name, value] : secrets) redactor.name(name, value);
    return redactor;
}

HttpRequest filled(HttpRequest request, const Secrets& secrets) {
    request.target = filled(request.target, secrets);
    for (auto& [name, value] : request.headers) value = filled(value, secrets);
    request.body = filled(request.body, secrets);
    return request;
}

std::vector<std::string> unused_secrets(const Case& test) {
    SecretNames unused = names_of(test.secrets);
    for (const std::string& text : texts_of(test))
        for (const TextPiece& piece : pieces_of(text, unused))
            if (piece.placeholder) unused.erase(piece.placeholder->name);
    return {unused.begin(), unused.end()};
}

}  // namespace keyturn
