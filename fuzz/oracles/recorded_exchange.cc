#include "fuzz/oracles/recorded_exchange.h"

#include "conformance/captured_text.h"
#include "conformance/case_secrets.h"
#include "conformance/exchange.h"

namespace keyturn::fuzz {
namespace {

Secrets secrets_of(const Redactor& redactor) {
    Secrets secrets;
    for (const auto& [value, name] : redactor.book().names_by_value()) secrets[name] = value;
    return secrets;
}

// A body that is packed is one secret, whose value the redactor does not keep.
bool has_all_values(const Case& test, const Redactor& redactor) {
    for (const auto& [name, what] : test.secrets)
        if (what.starts_with("a packed body")) return false;
    return missing_secrets(test, secrets_of(redactor)).empty();
}

Finding is_sent_again(const RecordedExchange& exchange, Redactor& redactor) {
    const auto recorded = recorded_case(1, exchange, redactor);
    if (!recorded) return recorded.error().empty() ? Finding("a refusal has a reason") : std::nullopt;
    const auto read = read_case(recorded->document, recorded->name, "", {});
    if (!read) return "a recorded case reads";
    if (!has_all_values(*read, redactor)) return std::nullopt;
    HttpRequest request = std::get<HttpRequest>(read->exchanges.front().request);
    const auto target = path_with_captures(request.target, {});
    if (!target) return "a recorded path names nothing that is captured";
    request.target = *target;
    request = filled(std::move(request), secrets_for(*read, secrets_of(redactor)));
    if (request.method != exchange.request.method) return "the method is sent again";
    if (request.target != exchange.request.target) return "the path is sent again";
    if (request.body != exchange.request.body) return "the body is sent again";
    return std::nullopt;
}

}  // namespace

Finding exchanges_are_sent_again(const Imported& imported) {
    Redactor redactor;
    for (const auto& [name, value] : imported.variables) redactor.name(name, value);
    for (const RecordedExchange& exchange : imported.exchanges)
        if (Finding finding = is_sent_again(exchange, redactor)) return finding;
    for (const std::string& what : imported.left_out)
        if (what.empty()) return "what is left out is told";
    return std::nullopt;
}

}  // namespace keyturn::fuzz
