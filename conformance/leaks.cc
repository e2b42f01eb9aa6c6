#include "conformance/leaks.h"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/base64_within.h"
#include "protocol/bytes.h"
#include "protocol/json_document.h"

namespace keyturn {
namespace {

constexpr std::size_t shortest_secret = 6;

std::string in_upper_case(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

// The text with %XX undone wherever it stands, of either case: some encode what they must, some everything.
std::string escapes_undone(std::string_view text) {
    std::string undone;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = text[at] == '%' ? from_hex(text.substr(at + 1, 2)) : std::nullopt;
        undone += byte && byte->size() == 1 ? static_cast<char>(byte->front()) : text[at];
        if (byte && byte->size() == 1) at += 2;
    }
    return undone;
}

std::string with_escapes_undone(const std::string& text) {
    return text.contains('%') ? text + '\n' + escapes_undone(text) : text;
}

std::vector<std::string> spellings(const std::string& secret) {
    const std::string digits = hex(bytes_of(secret));
    std::vector<std::string> all = {secret, digits, in_upper_case(digits)};
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

// A place of a response, and the text that stands there. Places are never named after what the response says.
struct Place {
    std::string name;
    std::string text;
};

std::vector<Place> places_of(const HttpResponse& response) {
    std::vector<Place> places = {{"reason phrase", with_escapes_undone(response.reason)},
                                 {"body", with_escapes_undone(response.body + '\n' + decoded_texts(response.body))}};
    std::size_t number = 0;
    for (const auto& [name, value] : response.headers)
        places.push_back({fmt::format("header line {}", ++number), with_escapes_undone(name + ": " + value)});
    return places;
}

// `everything`: the texts of all places. Most answers hold no secret, and one look at the whole says so.
std::vector<Place> places_with(const Confidential& item, const std::vector<Place>& places,
                               const std::string& everything) {
    const auto all = spellings(item.bytes);
    const auto stands_in = [&](const std::string& text) {
        return std::ranges::any_of(all, [&](const std::string& spelling) { return text.contains(spelling); });
    };
    std::vector<Place> found;
    if (stands_in(everything)) std::ranges::copy_if(places, std::back_inserter(found), stands_in, &Place::text);
    return found;
}

}  // namespace

std::vector<ContractBreach> leaks(const HttpResponse& response, const std::vector<Confidential>& confidential) {
    const std::vector<Place> places = places_of(response);
    std::string everything;
    for (const Place& place : places) everything += place.text + '\n';

    std::vector<ContractBreach> breaches;
    for (const Confidential& item : confidential) {
        if (item.bytes.size() < shortest_secret) continue;
        for (const Place& place : places_with(item, places, everything))
            breaches.push_back(
                {item.requirement, {place.name, "nothing confidential", item.name + ", not shown here"}});
    }
    return breaches;
}

}  // namespace keyturn
