#include "fuzz/dictionary/dictionary.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "fuzz/mutators/quoted_words.h"
#include "fuzz/mutators/sample_values.h"
#include "properties/conversation.h"
#include "protocol/bytes.h"
#include "protocol/thrift_wire.h"

namespace keyturn::fuzz {
namespace {

using Entries = std::vector<std::string>;

std::string quoted(std::string_view text) { return to_json(json_string(std::string(text))); }

void add_literals(Entries& entries) {
    entries.insert(entries.end(), {"null", "true", "false", "{}", "[]", "\":", ",\""});
    entries.insert(entries.end(), number_literals().begin(), number_literals().end());
}

// ---- the request

constexpr std::size_t contents = static_cast<std::size_t>(FieldContent::payload) + 1;

Entries request_entries() {
    Entries entries;
    for (const RequestField& field : request_fields()) entries.push_back(quoted(field.name()));
    for (std::size_t i = 0; i < contents; ++i)
        for (const auto texts :
             {right_texts(static_cast<FieldContent>(i)), boundary_texts(static_cast<FieldContent>(i))})
            std::ranges::transform(texts, std::back_inserter(entries), quoted);
    std::ranges::transform(odd_texts(), std::back_inserter(entries), quoted);
    add_literals(entries);
    return entries;
}

// ---- events

std::string big_endian(std::uint64_t number, std::size_t bytes) {
    std::string out;
    for (std::size_t i = bytes; i-- != 0;) out += static_cast<char>(number >> (8 * i));
    return out;
}

// Type and id, and of a list the type of its elements.
std::string field_start(const ThriftFieldSchema& field) {
    std::string start(1, static_cast<char>(wire_type(field.kind)));
    start += big_endian(static_cast<std::uint16_t>(field.id), 2);
    if (field.kind == ThriftKind::list) start += static_cast<char>(wire_type(field.element));
    return start;
}

Entries thrift_entries() {
    Entries entries;
    for (const ThriftStructSchema* schema : thrift_structs())
        for (const ThriftFieldSchema& field : schema->fields) entries.push_back(field_start(field));
    for (const std::uint64_t size :
         {0ull, 1ull, 10'000ull, 10'001ull, 100'000ull, 0x3fffffffull, 0x7fffffffull, 0xffffffffull})
        entries.push_back(big_endian(size, 4));
    for (std::size_t stops = 1; stops <= 4; ++stops)
        entries.push_back(std::string(stops, static_cast<char>(thrift_stop)));
    entries.push_back(big_endian(1ull << 63, 8));
    entries.push_back(big_endian((1ull << 63) - 1, 8));
    return entries;
}

// ---- HTTP

Entries http_entries() {
    return {"HTTP/1.1 200 OK\r\n",
            "HTTP/1.0 ",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 204 \r\n",
            "HTTP/1.1 304 \r\n",
            "HTTP/2 ",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r\n ",
            ": ",
            ";",
            "Content-Length: ",
            "Content-Length: 0\r\n",
            "Content-Length: 18446744073709551616\r\n",
            "Content-Type: application/json\r\n",
            "Content-Encoding: gzip\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: ",
            "Connection: close\r\n",
            "Retry-After: ",
            "Trailer: ",
            "chunked",
            "identity",
            "gzip, chunked",
            "0\r\n\r\n",
            "1\r\na\r\n",
            "ffffffffffffffff\r\n",
            "10000000000000000\r\n",
            ";ext=\"\\\"\"\r\n"};
}

// ---- scripts

Entries script_entries() {
    Entries entries(std::begin(script_acts), std::end(script_acts));
    entries.insert(entries.end(), std::begin(script_users), std::end(script_users));
    for (std::size_t group = 0; group <= script_groups; ++group) entries.push_back(fmt::format(" group {}\n", group));
    return entries;
}

// ---- formats of ours

Entries json_entries() {
    Entries entries;
    std::ranges::transform(words(), std::back_inserter(entries), quoted);
    std::ranges::transform(odd_texts(), std::back_inserter(entries), quoted);
    add_literals(entries);
    return entries;
}

Entries format_entries(std::string_view format) {
    Entries entries;
    for (const QuotedWord& word : quoted_words())
        if (word.format == format) entries.push_back(quoted(word.word));
    if (!entries.empty()) add_literals(entries);
    return entries;
}

struct Dictionary {
    std::string_view name;
    Entries (*entries)();
};

constexpr Dictionary dictionaries[] = {{"http", http_entries},
                                       {"json", json_entries},
                                       {"request", request_entries},
                                       {"script", script_entries},
                                       {"thrift", thrift_entries}};

Entries entries_of(std::string_view name) {
    const auto found = std::ranges::find(dictionaries, name, &Dictionary::name);
    return found == std::end(dictionaries) ? format_entries(name) : found->entries();
}

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

std::string escaped(std::string_view entry) {
    std::string line;
    for (const char c : entry) {
        if (c == '"' || c == '\\') line += '\\';
        if (is_printable(c))
            line += c;
        else
            fmt::format_to(std::back_inserter(line), "\\x{:02X}", static_cast<unsigned char>(c));
    }
    return line;
}

}  // namespace

std::vector<std::string_view> dictionary_names() {
    std::vector<std::string_view> names;
    for (const Dictionary& dictionary : dictionaries) names.push_back(dictionary.name);
    for (const QuotedWord& word : quoted_words())
        if (word.format != names.back()) names.push_back(word.format);
    return names;
}

std::optional<std::vector<std::string>> dictionary_entries(std::string_view name) {
    Entries entries = entries_of(name);
    if (entries.empty()) return std::nullopt;
    std::erase_if(entries, [](const std::string& entry) { return entry.empty() || entry.size() > longest_entry; });
    std::ranges::sort(entries);
    entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
    return entries;
}

std::string dictionary_text(std::string_view name, const std::vector<std::string>& entries) {
    std::string text =
        fmt::format("# {}: a dictionary for libFuzzer (-dict=) and AFL++ (-x), made by fuzz_dictionary\n", name);
    for (const std::string& entry : entries) text += fmt::format("\"{}\"\n", escaped(entry));
    return text;
}

}  // namespace keyturn::fuzz
