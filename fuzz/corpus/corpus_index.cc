#include "fuzz/corpus/corpus_index.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <set>

#include "conformance/file_format.h"
#include "protocol/object_reader.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t name_length = 40;

bool is_content_name(std::string_view text) {
    return text.size() == name_length && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Seed read_seed(const JsonValue& value, const std::string& pointer, Problems& problems) {
    ObjectReader object(value, pointer, problems);
    Seed seed;
    seed.file = object.text("file");
    if (const JsonValue* file = object.value("file"); file && !is_content_name(seed.file))
        object.complain("file", "40 hexadecimal digits", file);
    object.required_value("accepted");
    seed.accepted = object.optional_boolean("accepted").value_or(false);
    seed.why = nonempty_text(object, "why");
    seed.found = object.optional_boolean("found").value_or(false);
    object.finish();
    return seed;
}

}  // namespace

const Seed* CorpusIndex::find(std::string_view file) const {
    const auto found = std::ranges::find(seeds, file, &Seed::file);
    return found == seeds.end() ? nullptr : &*found;
}

void CorpusIndex::put(Seed seed) {
    erase(seed.file);
    seeds.insert(std::ranges::lower_bound(seeds, seed.file, {}, &Seed::file), std::move(seed));
}

void CorpusIndex::erase(std::string_view file) {
    std::erase_if(seeds, [&](const Seed& seed) { return seed.file == file; });
}

std::expected<CorpusIndex, Problems> read_corpus_index(const JsonValue& document) {
    Problems problems;
    ObjectReader object(document, "", problems);
    require_schema(object);
    CorpusIndex index;
    object.required_value("seeds");
    const std::vector<JsonValue>& seeds = object.elements("seeds");
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        Seed seed = read_seed(seeds[i], pointer_to(object.pointer("seeds"), i), problems);
        if (index.find(seed.file)) problems.push_back({"", pointer_to("/seeds", i), "each file once", seed.file});
        index.put(std::move(seed));
    }
    object.finish();
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return index;
}

JsonValue corpus_index_to_json(const CorpusIndex& index) {
    JsonValue seeds = json_array();
    for (const Seed& seed : index.seeds) {
        JsonValue row = json_object(
            {{"file", json_string(seed.file)}, {"accepted", json_bool(seed.accepted)}, {"why", json_string(seed.why)}});
        if (seed.found) row.set("found", json_bool(true));
        seeds.elements.push_back(std::move(row));
    }
    return json_object({{"schema", json_number("1")}, {"seeds", std::move(seeds)}});
}

std::string content_name(std::string_view content) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(content.data(), content.size(), digest.data(), &length, EVP_sha1(), nullptr);
    std::string name;
    for (unsigned i = 0; i < length; ++i) fmt::format_to(std::back_inserter(name), "{:02x}", digest[i]);
    return name;
}

std::vector<std::string> disagreements(const CorpusIndex& index,
                                       const std::vector<std::pair<std::string, std::string>>& contents) {
    std::vector<std::string> sentences;
    std::set<std::string_view> files;
    for (const auto& [file, content] : contents) {
        files.insert(file);
        if (const std::string name = content_name(content); name != file)
            sentences.push_back(fmt::format("{} is not named after its content, which is {}", file, name));
        if (!index.find(file)) sentences.push_back(fmt::format("{} has no row in the index", file));
    }
    for (const Seed& seed : index.seeds)
        if (!files.contains(seed.file)) sentences.push_back(fmt::format("{} has a row but is no file", seed.file));
    return sentences;
}

}  // namespace keyturn::fuzz
