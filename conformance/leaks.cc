#include <fmt/format.h>

#include <algorithm>

#include "conformance/response_contract.h"
#include "protocol/base64.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

// Short texts would be found everywhere by chance.
constexpr std::size_t shortest_secret = 6;

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const std::uint8_t byte : bytes_of(text)) encoded += fmt::format("%{:02X}", byte);
    return encoded;
}

// Base64 of a text that stands `shift` bytes into a longer one: only the characters that depend on it alone.
std::string base64_core(std::string_view secret, std::size_t shift) {
    const std::string encoded = base64_unpadded(bytes_of(std::string(shift, '\0') + std::string(secret)));
    const std::size_t begin = (shift * 8 + 5) / 6, end = (shift + secret.size()) * 8 / 6;
    return encoded.substr(begin, end - begin);
}

std::string in_url_alphabet(std::string text) {
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::vector<std::string> spellings(const std::string& secret) {
    std::vector<std::string> all = {secret, hex(bytes_of(secret)), percent_encoded(secret)};
    for (std::size_t shift = 0; shift < 3; ++shift) {
        all.push_back(base64_core(secret, shift));
        all.push_back(in_url_alphabet(all.back()));
    }
    return all;
}

// The texts inside a JSON body as they read, so that escapes hide nothing.
void collect_texts(const JsonValue& value, std::string& into) {
    if (value.is(JsonKind::string)) into += value.text + '\n';
    for (const JsonValue& element : value.elements) collect_texts(element, into);
    for (const JsonMember& member : value.members) {
        into += member.key + '\n';
        collect_texts(member.value, into);
    }
}

std::string decoded_texts(const std::string& body) {
    std::string texts;
    if (const auto document = parse_json(body)) collect_texts(*document, texts);
    return texts;
}

}  // namespace

std::vector<ContractBreach> leaks(const HttpResponse& response, const std::vector<Confidential>& confidential) {
    std::vector<std::pair<std::string, std::string>> places = {{"reason phrase", response.reason}, {"body", response.body}, {"body", decoded_texts(response.body)}};
    for (const auto& [name, value] : response.headers) places.emplace_back("header " + name, name + ": " + value);

    std::vector<ContractBreach> breaches;
    for (const Confidential& item : confidential) {
        if (item.bytes.size() < shortest_secret) continue;
        const auto all = spellings(item.bytes);
        for (const auto& [place, text] : places) {
            const bool found = std::ranges::any_of(all, [&, &where = text](const std::string& spelling) { return where.contains(spelling); });
            const bool told = found && !breaches.empty() && breaches.back().requirement == item.requirement && breaches.back().difference.place == place;
            if (found && !told) breaches.push_back({item.requirement, {place, "nothing confidential", item.name + ", not shown here"}});
        }
    }
    return breaches;
}

}  // namespace keyturn
