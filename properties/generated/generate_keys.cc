#include <algorithm>

#include "properties/generated/generators.h"
#include "protocol/base64.h"

namespace keyturn::generate {
namespace {

using namespace rc;

Gen<KeyNumber> key_number() { return gen::inRange<KeyNumber>(0, 1000); }
Gen<std::uint64_t> seed() { return gen::inRange<std::uint64_t>(0, 1'000'000); }

template <class Forms>
std::vector<std::string> names_of(Forms forms) {
    std::vector<std::string> names;
    for (const auto& form : forms) names.emplace_back(form.name);
    return names;
}

Gen<KeyForm> key_form(std::vector<std::string> names) {
    return gen::apply([](KeyNumber key, std::string form) { return KeyForm{key, std::move(form)}; }, key_number(),
                      gen::elementOf(std::move(names)));
}

Gen<Bytes> some_bytes() {
    return gen::scale(0.4, gen::container<Bytes>(gen::cast<std::uint8_t>(gen::inRange(0, 256))));
}

std::string without_padding(std::string text) {
    while (text.ends_with('=')) text.pop_back();
    return text;
}

// Base64 with something done to it: each is refused, or read with padding that is partial or absent.
Gen<std::string> bent_base64() {
    return gen::apply(
        [](const Bytes& bytes, std::string piece, std::size_t at) {
            std::string text = base64(bytes);
            return text.insert(at % (text.size() + 1), piece);
        },
        some_bytes(),
        gen::element<std::string>("=", "==", "===", " ", "\n", "-", "_", "A", "B", "/", "+", ".", "\xc3\xa9"),
        gen::inRange<std::size_t>(0, 200));
}

// The bits behind the last whole byte set: 'B' for 'A', and the like.
Gen<std::string> with_stray_bits() {
    return gen::map(some_bytes(), [](const Bytes& bytes) {
        std::string text = without_padding(base64(bytes));
        if (bytes.size() % 3 != 0) ++text.back();
        return text;
    });
}

}  // namespace

Gen<Base64Text> base64_text() {
    const auto text = gen::weightedOneOf<std::string>(
        {{2, gen::map(some_bytes(), [](const Bytes& bytes) { return base64(bytes); })},
         {2, gen::map(some_bytes(), [](const Bytes& bytes) { return without_padding(base64(bytes)); })},
         {1, gen::map(some_bytes(), [](const Bytes& bytes) { return base64_url_unpadded(bytes); })},
         {1, gen::map(some_bytes(), [](const Bytes& bytes) { return without_padding(base64(bytes)) + "="; })},
         {2, with_stray_bits()},
         {3, bent_base64()}});
    return gen::map(text, [](std::string made) { return Base64Text{std::move(made)}; });
}

Gen<KeyForm> public_key_form() { return key_form(names_of(public_key_forms())); }
Gen<KeyForm> private_key_form() { return key_form(names_of(private_key_forms())); }

Gen<ConversationName> conversation_name() {
    return gen::apply(
        [](std::string id, std::string sender) { return ConversationName{std::move(id), std::move(sender)}; },
        conversation_id(), gen::oneOf(user_id(), gen::element<std::string>("", "abc", "12a", "0012")));
}

Gen<VersionList> version_list() {
    return gen::map(gen::scale(0.15, gen::container<std::vector<std::string>>(awkward_version())),
                    [](std::vector<std::string> versions) { return VersionList{std::move(versions)}; });
}

Gen<VersionList> three_versions() {
    return gen::map(gen::container<std::vector<std::string>>(3, awkward_version()),
                    [](std::vector<std::string> versions) { return VersionList{std::move(versions)}; });
}

Gen<SignInput> sign_input() {
    return gen::apply([](KeyNumber key, std::string payload) { return SignInput{key, std::move(payload)}; },
                      key_number(), any_text());
}

Gen<Wrap> wrap() {
    return gen::apply([](KeyNumber member, KeyNumber key, std::uint64_t entropy) { return Wrap{member, key, entropy}; },
                      key_number(), key_number(), seed());
}

Gen<DamagedWrap> damaged_wrap() {
    return gen::apply([](Wrap wrap, std::uint64_t bit) { return DamagedWrap{wrap, bit}; }, wrap(),
                      gen::inRange<std::uint64_t>(0, 113 * 8));
}

Gen<ResizedWrap> resized_wrap() {
    return gen::apply(
        [](Wrap wrap, std::uint64_t size) { return ResizedWrap{wrap, size}; }, wrap(),
        gen::weightedOneOf<std::uint64_t>({{1, gen::element<std::uint64_t>(0, 1, 64, 65, 80, 81, 97, 112, 114, 145)},
                                           {1, gen::inRange<std::uint64_t>(0, 200)}}));
}

Gen<WrapForStranger> wrap_for_stranger() {
    return gen::apply([](Wrap wrap, KeyNumber stranger) { return WrapForStranger{wrap, stranger}; }, wrap(),
                      key_number());
}

Gen<SealedInput> sealed_input() {
    return gen::apply(
        [](KeyNumber key, std::string text, std::uint64_t nonce) { return SealedInput{key, std::move(text), nonce}; },
        key_number(), any_text(), seed());
}

Gen<DamagedSeal> damaged_seal() {
    return gen::apply([](SealedInput sealed, std::uint64_t bit) { return DamagedSeal{std::move(sealed), bit}; },
                      sealed_input(), gen::inRange<std::uint64_t>(0, 2000));
}

Gen<CutSeal> cut_seal() {
    return gen::apply([](SealedInput sealed, std::uint64_t size) { return CutSeal{std::move(sealed), size}; },
                      sealed_input(), gen::inRange<std::uint64_t>(0, 200));
}

}  // namespace keyturn::generate
