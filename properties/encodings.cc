#include "properties/encodings.h"

#include <algorithm>

#include "properties/answers.h"
#include "protocol/base64.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

constexpr std::string_view field_prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
constexpr std::string_view group_order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

Bytes hexadecimal(std::string_view text) { return from_hex(text).value_or(Bytes()); }

Bytes sec1(const PublicKey& key) { return copy(key.sec1()); }
Bytes spki(const PublicKey& key) { return copy(key.spki()); }

Bytes compressed(const PublicKey& key) {
    Bytes bytes = copy(key.sec1().first<33>());
    bytes[0] = static_cast<std::uint8_t>(2 + key.sec1().back() % 2);
    return bytes;
}

Bytes hybrid(const PublicKey& key) {
    Bytes bytes = sec1(key);
    bytes[0] = static_cast<std::uint8_t>(6 + bytes.back() % 2);
    return bytes;
}

Bytes with_byte_at(Bytes bytes, std::size_t at, std::uint8_t mask) {
    bytes[at] ^= mask;
    return bytes;
}

Bytes without_last(Bytes bytes) {
    bytes.pop_back();
    return bytes;
}

Bytes with_one_more(Bytes bytes) {
    bytes.push_back(0);
    return bytes;
}

// A point with X = p, which stands for 0 modulo p; there is a point with X = 0.
Bytes coordinate_of_p(const PublicKey&) { return hexadecimal("02" + std::string(field_prime)); }

constexpr PublicKeyForm public_forms[] = {
    {"sec1", true, sec1},
    {"compressed", true, compressed},
    {"spki", true, spki},
    {"hybrid", false, hybrid},
    {"raw", false, [](const PublicKey& key) { return copy(key.sec1().last<64>()); }},
    {"empty", false, [](const PublicKey&) { return Bytes(); }},
    {"infinity", false, [](const PublicKey&) { return Bytes{0}; }},
    {"infinity in 65 bytes", false, [](const PublicKey&) { return Bytes(65); }},
    {"zeros behind 04", false, [](const PublicKey&) { return with_byte_at(Bytes(65), 0, 4); }},
    {"off the curve", false, [](const PublicKey& key) { return with_byte_at(sec1(key), 64, 1); }},
    {"coordinate of p", false, coordinate_of_p},
    {"cut sec1", false, [](const PublicKey& key) { return without_last(sec1(key)); }},
    {"long sec1", false, [](const PublicKey& key) { return with_one_more(sec1(key)); }},
    {"cut spki", false, [](const PublicKey& key) { return without_last(spki(key)); }},
    {"long spki", false, [](const PublicKey& key) { return with_one_more(spki(key)); }},
    {"spki of another curve", false, [](const PublicKey& key) { return with_byte_at(spki(key), 22, 1); }},
    {"spki of a hybrid", false,
     [](const PublicKey& key) {
         Bytes bytes = spki(key);
         bytes[26] = static_cast<std::uint8_t>(6 + bytes.back() % 2);
         return bytes;
     }},
};

constexpr PrivateKeyForm private_forms[] = {
    {"scalar", true, [](const PrivateKey& key) { return bytes_of_key(key); }},
    {"one", true, [](const PrivateKey&) { return with_byte_at(Bytes(32), 31, 1); }},
    {"order less one", true, [](const PrivateKey&) { return with_byte_at(hexadecimal(group_order), 31, 1); }},
    {"zero", false, [](const PrivateKey&) { return Bytes(32); }},
    {"order", false, [](const PrivateKey&) { return hexadecimal(group_order); }},
    {"order and one", false, [](const PrivateKey&) { return with_byte_at(hexadecimal(group_order), 31, 3); }},
    {"all ones", false, [](const PrivateKey&) { return Bytes(32, 0xff); }},
    {"31 bytes", false, [](const PrivateKey& key) { return without_last(bytes_of_key(key)); }},
    {"33 bytes", false, [](const PrivateKey& key) { return with_one_more(bytes_of_key(key)); }},
    {"empty", false, [](const PrivateKey&) { return Bytes(); }},
};

Answer<std::string> latest_of(Library& library, const std::vector<std::string>& versions) {
    return library.latest_key_version(versions, surroundings());
}

// Whether the library takes `b` for later than `a`; nothing when it gave no answer.
std::optional<bool> is_later(Library& library, const std::string& a, const std::string& b) {
    const auto latest = latest_of(library, {a, b});
    if (!latest) return std::nullopt;
    return *latest != a;
}

// Which sentence says what becomes of an id.
std::string_view requirement_of(std::string_view id, std::string_view canonical) {
    if (id.find_first_of(":-") != id.npos && canonical.contains(':')) return "AM-SIG-052";
    return canonical == id ? "AM-SIG-054" : "AM-SIG-053";
}

bool are_different_numbers(const std::string& a, const std::string& b, const std::string& c) {
    return compare_versions(a, b) != 0 && compare_versions(b, c) != 0 && compare_versions(a, c) != 0;
}

std::string listed(const std::vector<std::string>& versions) { return fmt::format("{}", fmt::join(versions, ", ")); }

}  // namespace

std::span<const PublicKeyForm> public_key_forms() { return public_forms; }
std::span<const PrivateKeyForm> private_key_forms() { return private_forms; }

std::optional<Violation> base64_is_read_as_it_must(Library& library, const Base64Text& input) {
    const auto expected = read_base64(input.text);
    const auto answer = library.decode_base64(input.text, surroundings());
    const std::string what = fmt::format("the base64 {}", to_json(json_string(input.text)));
    return expected ? unless_equal(answer, *expected, "AM-KEY-018", what)
                    : unless_accepted(answer, "AM-KEY-018", fmt::format("{} ({})", what, expected.error().reason));
}

std::optional<Violation> public_key_is_read_as_it_must(Library& library, const KeyForm& input) {
    const auto form = std::ranges::find(public_forms, input.form, &PublicKeyForm::name);
    if (form == std::end(public_forms)) return std::nullopt;
    const PublicKey key = numbered_private_key(input.key).public_key();
    const auto answer = library.parse_public_key(form->bytes(key), surroundings());
    const std::string what = fmt::format("a public key in the form \"{}\"", form->name);
    return form->is_read ? unless_equal(answer, sec1(key), "AM-KEY-019", what)
                         : unless_accepted(answer, "AM-KEY-019", what);
}

std::optional<Violation> private_key_is_read_as_it_must(Library& library, const KeyForm& input) {
    const auto form = std::ranges::find(private_forms, input.form, &PrivateKeyForm::name);
    if (form == std::end(private_forms)) return std::nullopt;
    const auto answer = library.sign(form->bytes(numbered_private_key(input.key)), "payload", surroundings());
    const std::string what = fmt::format("a private key in the form \"{}\"", form->name);
    return form->is_read ? unless_refused(answer, "AM-KEY-020", what) : unless_accepted(answer, "AM-KEY-020", what);
}

std::optional<Violation> conversation_id_has_its_canonical_form(Library& library, const ConversationName& input) {
    const std::string canonical = canonical_conversation_id(input.id, input.sender);
    return unless_equal(library.canonical_conversation_id(input.id, input.sender, surroundings()), canonical,
                        requirement_of(input.id, canonical),
                        fmt::format("the conversation id {} of sender {}", to_json(json_string(input.id)),
                                    to_json(json_string(input.sender))));
}

std::optional<Violation> latest_version_is_the_highest_number(Library& library, const VersionList& input) {
    const auto latest = latest_of(library, input.versions);
    if (input.versions.empty()) return unless_accepted(latest, "AM-KEY-011", "no version at all");
    if (!latest) return unless_refused(latest, "AM-KEY-011", "a list of versions");
    const bool is_listed = std::ranges::find(input.versions, *latest) != input.versions.end();
    const bool is_highest = std::ranges::none_of(
        input.versions, [&](const std::string& version) { return compare_versions(version, *latest) > 0; });
    if (is_listed && is_highest) return std::nullopt;
    return violated("AM-KEY-011",
                    fmt::format("of {} the library takes {} for the latest", listed(input.versions), *latest));
}

std::optional<Violation> versions_are_in_one_order(Library& library, const VersionList& input) {
    for (std::size_t i = 0; i + 2 < input.versions.size(); ++i) {
        const std::string &a = input.versions[i], &b = input.versions[i + 1], &c = input.versions[i + 2];
        if (!are_different_numbers(a, b, c)) continue;
        const auto b_over_a = is_later(library, a, b), c_over_b = is_later(library, b, c);
        if (b_over_a == true && c_over_b == true && is_later(library, a, c) == false)
            return violated("AM-KEY-011", fmt::format("{} is later than {} and {} later than {}, but not {} than {}", b,
                                                      a, c, b, c, a));
        if (b_over_a == true && is_later(library, b, a) == true)
            return violated("AM-KEY-011", fmt::format("{} and {} are each later than the other", a, b));
    }
    return std::nullopt;
}

}  // namespace keyturn
