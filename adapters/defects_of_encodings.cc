#include <algorithm>
#include <array>
#include <cstdlib>

#include "adapters/changed_text.h"
#include "adapters/defect_tables.h"
#include "protocol/identifiers.h"

namespace keyturn {
namespace {

// Gives decode_base64 another text than it was asked for.
void decode_after(LibraryFunctions& library, std::string (*change)(std::string)) {
    library.decode_base64 = [change, decode = library.decode_base64](const std::string& text,
                                                                     const Surroundings& surroundings) {
        return decode(change(text), surroundings);
    };
}

std::string without_stray_bits(std::string text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t characters = std::min(text.find('='), text.size());
    const std::size_t kept = characters % 4 == 2 ? 0b110000 : 0b111100;
    if (characters % 4 < 2) return text;
    char& last = text[characters - 1];
    if (const std::size_t value = alphabet.find(last); value != alphabet.npos) last = alphabet[value & kept];
    return text;
}

std::string without_white_space(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    return text;
}

// Gives parse_public_key other bytes than it was asked for.
void parse_after(LibraryFunctions& library, Bytes (*change)(Bytes)) {
    library.parse_public_key = [change, parse = library.parse_public_key](const Bytes& bytes,
                                                                          const Surroundings& surroundings) {
        return parse(change(bytes), surroundings);
    };
}

// Takes keys of that length for no keys.
template <std::size_t Length>
void refuse_keys_of(LibraryFunctions& library) {
    library.parse_public_key = [parse = library.parse_public_key](const Bytes& bytes,
                                                                  const Surroundings& surroundings) -> Answer<Bytes> {
        if (bytes.size() == Length) return refused_by_defect("this form is not read");
        return parse(bytes, surroundings);
    };
}

Bytes as_uncompressed(Bytes bytes) {
    if (bytes.size() == 65 && (bytes[0] == 6 || bytes[0] == 7)) bytes[0] = 4;
    return bytes;
}

Bytes with_form_byte(Bytes bytes) {
    if (bytes.size() == 64) bytes.insert(bytes.begin(), 4);
    return bytes;
}

// The order of the curve, big-endian.
constexpr std::array<std::uint8_t, 32> order = {0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
                                                0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
                                                0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51};

Bytes reduced(Bytes scalar) {
    if (scalar.size() != order.size() || std::ranges::lexicographical_compare(scalar, order)) return scalar;
    int borrow = 0;
    for (std::size_t place = order.size(); place-- > 0;) {
        const int difference = scalar[place] - order[place] - borrow;
        borrow = difference < 0 ? 1 : 0;
        scalar[place] = static_cast<std::uint8_t>(difference);
    }
    return scalar;
}

Bytes cut_to_scalar(Bytes scalar) {
    if (scalar.size() > 32) scalar.resize(32);
    return scalar;
}

// Gives sign and unwrap_key another private key than they were asked with.
void private_key_after(LibraryFunctions& library, Bytes (*change)(Bytes)) {
    library.sign = [change, sign = library.sign](const Bytes& key, const std::string& payload,
                                                 const Surroundings& surroundings) {
        return sign(change(key), payload, surroundings);
    };
    library.unwrap_key = [change, unwrap = library.unwrap_key](const Bytes& key, const Bytes& blob,
                                                               const Surroundings& surroundings) {
        return unwrap(change(key), blob, surroundings);
    };
}

using PairText = std::string (*)(std::string first, std::string second, char separator);

// Writes pairs of digit runs by `pair`, and every other id as it should be.
void write_pairs(LibraryFunctions& library, PairText pair) {
    library.canonical_conversation_id = [pair, canonical = library.canonical_conversation_id](
                                            const std::string& id, const std::string& sender,
                                            const Surroundings& surroundings) -> Answer<std::string> {
        const std::size_t separator = id.find_first_of(":-");
        if (separator == id.npos) return canonical(id, sender, surroundings);
        const std::string first = id.substr(0, separator), second = id.substr(separator + 1);
        if (!is_decimal(first) || !is_decimal(second)) return canonical(id, sender, surroundings);
        return pair(first, second, id[separator]);
    };
}

bool is_shorter_or_below(const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::string in_text_order(std::string first, std::string second, char) {
    return std::min(first, second) + ':' + std::max(first, second);
}

std::string with_separator_kept(std::string first, std::string second, char separator) {
    if (is_shorter_or_below(second, first)) std::swap(first, second);
    return first + separator + second;
}

std::string without_leading_zeros(std::string digits) {
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return digits;
}

std::string as_numbers(std::string first, std::string second, char) {
    return with_separator_kept(without_leading_zeros(first), without_leading_zeros(second), ':');
}

std::string in_order_given(std::string first, std::string second, char) { return first + ':' + second; }

using IsBelow = bool (*)(const std::string& a, const std::string& b);

void latest_by(LibraryFunctions& library, IsBelow is_below) {
    library.latest_key_version = [is_below](const std::vector<std::string>& versions,
                                            const Surroundings&) -> Answer<std::string> {
        if (versions.empty()) return refused_by_defect("there is no version");
        return *std::ranges::max_element(versions, is_below);
    };
}

bool below_as_text(const std::string& a, const std::string& b) { return a < b; }

bool below_as_double(const std::string& a, const std::string& b) {
    return std::strtod(a.c_str(), nullptr) < std::strtod(b.c_str(), nullptr);
}

bool below_as_64_bits(const std::string& a, const std::string& b) {
    return std::strtoll(a.c_str(), nullptr, 10) < std::strtoll(b.c_str(), nullptr, 10);
}

bool below_by_length(const std::string& a, const std::string& b) { return is_shorter_or_below(a, b); }

constexpr DefectiveLibrary table[] = {
    {"base64-with-stray-bits", "AM-KEY-018", "base64 whose last character has bits that belong to no byte is read",
     [](LibraryFunctions& library) { decode_after(library, without_stray_bits); }},
    {"base64-url-safe-read", "AM-KEY-018", "the url-safe alphabet is read as well",
     [](LibraryFunctions& library) { decode_after(library, in_standard_alphabet); }},
    {"base64-white-space-read", "AM-KEY-018", "white space within base64 is read past",
     [](LibraryFunctions& library) { decode_after(library, without_white_space); }},
    {"base64-excess-padding-read", "AM-KEY-018", "any number of = at the end is read",
     [](LibraryFunctions& library) { decode_after(library, without_padding); }},
    {"base64-padding-required", "AM-KEY-018", "base64 without its padding is refused",
     [](LibraryFunctions& library) {
         library.decode_base64 = [decode = library.decode_base64](const std::string& text,
                                                                  const Surroundings& surroundings) -> Answer<Bytes> {
             if (text.size() % 4 != 0) return refused_by_defect("the padding is missing");
             return decode(text, surroundings);
         };
     }},

    {"compressed-keys-refused", "AM-KEY-019", "compressed public keys are not read", refuse_keys_of<33>},
    {"spki-refused", "AM-KEY-019", "public keys in SPKI are not read", refuse_keys_of<91>},
    {"hybrid-keys-read", "AM-KEY-019", "the hybrid forms 06 and 07 are read like 04",
     [](LibraryFunctions& library) { parse_after(library, as_uncompressed); }},
    {"raw-keys-read", "AM-KEY-019", "64 bytes without the byte of the form are read",
     [](LibraryFunctions& library) { parse_after(library, with_form_byte); }},
    {"off-curve-keys-read", "AM-KEY-019", "65 bytes that begin with 04 are not checked to be a point",
     [](LibraryFunctions& library) {
         library.parse_public_key = [parse = library.parse_public_key](
                                        const Bytes& bytes, const Surroundings& surroundings) -> Answer<Bytes> {
             if (bytes.size() == 65 && bytes[0] == 4) return bytes;
             return parse(bytes, surroundings);
         };
     }},
    {"infinity-read", "AM-KEY-019", "the point at infinity is read as a key",
     [](LibraryFunctions& library) {
         library.parse_public_key = [parse = library.parse_public_key](
                                        const Bytes& bytes, const Surroundings& surroundings) -> Answer<Bytes> {
             if (bytes == Bytes{0}) return bytes;
             return parse(bytes, surroundings);
         };
     }},
    {"private-keys-reduced", "AM-KEY-020", "a private key not below the curve's order is reduced instead of refused",
     [](LibraryFunctions& library) { private_key_after(library, reduced); }},
    {"private-keys-cut", "AM-KEY-020", "of a private key that is too long the first 32 bytes are taken",
     [](LibraryFunctions& library) { private_key_after(library, cut_to_scalar); }},

    {"pairs-in-text-order", "AM-SIG-052", "the two ids of a conversation are ordered as text",
     [](LibraryFunctions& library) { write_pairs(library, in_text_order); }},
    {"pairs-in-order-given", "AM-SIG-052", "the two ids of a conversation stay in their order",
     [](LibraryFunctions& library) { write_pairs(library, in_order_given); }},
    {"pairs-as-numbers", "AM-SIG-052", "leading zeros of the two ids are dropped",
     [](LibraryFunctions& library) { write_pairs(library, as_numbers); }},
    {"hyphen-kept", "AM-SIG-052", "the separator of the two ids stays a hyphen",
     [](LibraryFunctions& library) { write_pairs(library, with_separator_kept); }},
    {"single-id-kept", "AM-SIG-053", "an id of digits alone is not paired with the sender's",
     [](LibraryFunctions& library) {
         library.canonical_conversation_id = [canonical = library.canonical_conversation_id](
                                                 const std::string& id, const std::string& sender,
                                                 const Surroundings& surroundings) -> Answer<std::string> {
             if (is_decimal(id)) return id;
             return canonical(id, sender, surroundings);
         };
     }},
    {"group-ids-in-upper-case", "AM-SIG-054", "a group's id is put into upper case",
     [](LibraryFunctions& library) {
         library.canonical_conversation_id = [canonical = library.canonical_conversation_id](
                                                 const std::string& id, const std::string& sender,
                                                 const Surroundings& surroundings) -> Answer<std::string> {
             return canonical(id.starts_with('g') ? 'G' + id.substr(1) : id, sender, surroundings);
         };
     }},

    {"versions-as-text", "AM-KEY-011", "key versions are compared as text",
     [](LibraryFunctions& library) { latest_by(library, below_as_text); }},
    {"versions-as-doubles", "AM-KEY-011", "key versions are compared as floating-point numbers",
     [](LibraryFunctions& library) { latest_by(library, below_as_double); }},
    {"versions-of-64-bits", "AM-KEY-011", "key versions that don't fit 64 bits count as one",
     [](LibraryFunctions& library) { latest_by(library, below_as_64_bits); }},
    {"versions-by-length", "AM-KEY-011", "leading zeros make a key version longer, and so later",
     [](LibraryFunctions& library) { latest_by(library, below_by_length); }},
    {"last-version-wins", "AM-KEY-011", "the version that stands last counts as the latest",
     [](LibraryFunctions& library) {
         library.latest_key_version = [](const std::vector<std::string>& versions,
                                         const Surroundings&) -> Answer<std::string> {
             if (versions.empty()) return refused_by_defect("there is no version");
             return versions.back();
         };
     }},
};

}  // namespace

std::span<const DefectiveLibrary> defects_of_encodings() { return table; }

}  // namespace keyturn
