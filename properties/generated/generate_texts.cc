#include "properties/generated/generators.h"

namespace keyturn::generate {
namespace {

using namespace rc;

Gen<std::string> joined(Gen<std::string> piece) {
    return gen::map(gen::container<std::vector<std::string>>(std::move(piece)), [](const auto& pieces) {
        std::string text;
        for (const std::string& one : pieces) text += one;
        return text;
    });
}

Gen<std::string> decimal(int longest) {
    return gen::mapcat(gen::inRange(1, longest + 1), [](int length) {
        return gen::apply([](char first, std::string rest) { return first + rest; },
                          gen::inRange('1', static_cast<char>('9' + 1)),
                          gen::container<std::string>(static_cast<std::size_t>(length - 1),
                                                      gen::inRange('0', static_cast<char>('9' + 1))));
    });
}

// A letter, a space, letters of two to four bytes, two spellings of one letter.
Gen<std::string> clean_piece() {
    return gen::weightedOneOf<std::string>(
        {{3, gen::map(gen::inRange('a', static_cast<char>('z' + 1)), [](char c) { return std::string(1, c); })},
         {1, gen::element<std::string>(" ", "\xc3\xa9", "e\xcc\x81", "\xe6\x97\xa5", "\xf0\x9f\x94\x91", "\"", "\\",
                                       "\t", "\n")}});
}

Gen<std::string> awkward_piece() {
    return gen::element<std::string>(",", "null", "\r\n", std::string(1, '\0'), "\x01", "\r", "\x7f", "\xef\xbf\xbd",
                                     "\xef\xbb\xbf", "\xe2\x80\xae", "\xf4\x8f\xbf\xbf", "%", "/", "<");
}

}  // namespace

Gen<std::string> user_id() {
    return gen::weightedOneOf<std::string>(
        {{8, gen::element<std::string>("1111", "2222", "3333", "4444")}, {1, decimal(19)}});
}

Gen<std::string> version() {
    return gen::weightedOneOf<std::string>(
        {{3, gen::element<std::string>("1", "9", "10", "99", "100", "999999", "1700000000000", "1700000000123",
                                       "9999999999999", "10000000000000")},
         {2, decimal(24)}});
}

Gen<std::string> awkward_version() {
    return gen::weightedOneOf<std::string>(
        {{4, version()},
         {2, gen::element<std::string>("9007199254740992", "9007199254740993", "9007199254740994", "9007199254740995")},
         {2, gen::element<std::string>("18446744073709551614", "18446744073709551615", "18446744073709551616",
                                       "18446744073709551617", "36893488147419103232")},
         {2, gen::apply([](int zeros,
                           std::string digits) { return std::string(static_cast<std::size_t>(zeros), '0') + digits; },
                        gen::inRange(1, 20), version())}});
}

Gen<std::string> clean_text() { return gen::scale(0.2, joined(clean_piece())); }

Gen<std::string> any_text() {
    return gen::weightedOneOf<std::string>({{2, gen::element<std::string>("", "null")},
                                            {3, clean_text()},
                                            {3, gen::scale(0.2, joined(gen::oneOf(clean_piece(), awkward_piece())))}});
}

Gen<std::string> conversation_id() {
    const auto pair = gen::apply([](std::string a, char separator, std::string b) { return a + separator + b; },
                                 user_id(), gen::element(':', '-'), user_id());
    return gen::weightedOneOf<std::string>(
        {{3, gen::just(std::string(property_group))},
         {4, pair},
         {2, user_id()},
         {2, gen::element<std::string>("", ":", "-", "1:", "-2", "1:2:3", "1-2-3", "a:1", "1:a", "g1-2", "007:7",
                                       "7-007", "+1:2", "1 :2", "G1700000000000000001", "g1A", "12-\xd9\xa3")}});
}

}  // namespace keyturn::generate
