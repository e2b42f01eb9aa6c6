#include <fmt/format.h>
#include <fmt/ranges.h>

#include "conformance/utf8_characters.h"
#include "fuzz/crash/strategies.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {
namespace {

constexpr std::size_t most_in_place_of_their_whole = 16;
constexpr std::size_t escape_bytes = 2, unicode_escape_bytes = 6, surrogate_pair_bytes = 12;

// Of \u and four digits.
bool is_high_surrogate(std::string_view escape) {
    return (escape[2] == 'd' || escape[2] == 'D') && std::string_view("89abAB").contains(escape[3]);
}

// The first character of a text as it is written between quotes: an escape is one, and so is a pair of them.
std::string_view first_written_character(std::string_view text) {
    if (text.front() != '\\') return first_character(text);
    if (text[1] != 'u') return text.substr(0, escape_bytes);
    return text.substr(0, is_high_surrogate(text) ? surrogate_pair_bytes : unicode_escape_bytes);
}

class JsonPlaces {
  public:
    explicit JsonPlaces(std::string_view input) : input_(input) {}

    std::vector<Place> all_of(const JsonValue& document) {
        add(document);
        places_.push_back({0, input_.size(), {}, {}, {to_json(document)}});
        return std::move(places_);
    }

  private:
    std::string_view text_of(const JsonValue& value) const {
        return input_.substr(value.offset, value.end - value.offset);
    }

    void add(const JsonValue& value) {
        if (value.is(JsonKind::array)) return add_array(value);
        if (value.is(JsonKind::object)) return add_object(value);
        Place place{value.offset, value.end, {}, {}, {"0"}};
        if (value.is(JsonKind::number)) add_digits(value, place);
        places_.push_back(std::move(place));
        if (value.is(JsonKind::string)) add_characters(value.offset);
    }

    void add_array(const JsonValue& array) {
        Parts elements;
        for (const JsonValue& element : array.elements) elements.push_back(text_of(element));
        add_container(array, elements, elements, "[]");
        for (const JsonValue& element : array.elements) add(element);
    }

    void add_object(const JsonValue& object) {
        Parts members, values;
        for (const JsonMember& member : object.members) {
            members.push_back(input_.substr(member.key_offset, member.value.end - member.key_offset));
            values.push_back(text_of(member.value));
        }
        add_container(object, members, values, "{}");
        for (const JsonMember& member : object.members) {
            add_characters(member.key_offset);
            add(member.value);
        }
    }

    void add_container(const JsonValue& container, const Parts& parts, const Parts& values, std::string_view brackets) {
        Place place{container.offset, container.end, parts, {}, {"0"}};
        place.made_of = [brackets](const Parts& kept) {
            return fmt::format("{}{}{}", brackets.front(), fmt::join(kept, ","), brackets.back());
        };
        for (std::size_t i = 0; i < values.size() && i < most_in_place_of_their_whole; ++i)
            place.instead.emplace_back(values[i]);
        places_.push_back(std::move(place));
    }

    // Fewer characters of a number may be none, such as 1e of 1e5: then it stays as it is.
    void add_digits(const JsonValue& number, Place& place) const {
        const std::string_view text = text_of(number);
        for (std::size_t i = 0; i < text.size(); ++i) place.parts.push_back(text.substr(i, 1));
        place.made_of = [text](const Parts& kept) {
            const std::string fewer = joined(kept);
            return parse_json(fewer) ? fewer : std::string(text);
        };
    }

    void add_characters(std::size_t quote) {
        Place place{quote + 1, quote + 1, {}, joined, {}};
        while (input_[place.end] != '"') {
            place.parts.push_back(first_written_character(input_.substr(place.end)));
            place.end += place.parts.back().size();
        }
        places_.push_back(std::move(place));
    }

    std::string_view input_;
    std::vector<Place> places_;
};

}  // namespace

std::vector<Place> json_places(std::string_view input) {
    const auto document = parse_json(input);
    return document ? JsonPlaces(input).all_of(*document) : std::vector<Place>();
}

}  // namespace keyturn::fuzz
