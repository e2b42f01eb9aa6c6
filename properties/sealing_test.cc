#include "properties/sealing.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"
#include "protocol/sealed_text.h"

namespace keyturn {
namespace {

const SealedInput input = {.key = 3, .text = "T\"m", .seed = 5};

using Oracle = std::optional<Violation> (*)(Library&, const SealedInput&);

std::string told_of_sealing(Oracle oracle, decltype(LibraryFunctions::seal_text) seal_text) {
    return told(oracle(*reference_but([&](LibraryFunctions& f) { f.seal_text = seal_text; }), input));
}

std::string told_of_opening(Oracle oracle, decltype(LibraryFunctions::open_text) open_text) {
    return told(oracle(*reference_but([&](LibraryFunctions& f) { f.open_text = open_text; }), input));
}

struct Asked {
    Bytes key, blob;
};

// Opens everything, and keeps what it was asked to open.
std::unique_ptr<Library> opens_everything(Asked& asked) {
    return reference_but([&asked](LibraryFunctions& f) {
        f.open_text = [&asked](const Bytes& key, const Bytes& blob, const Surroundings&) -> Answer<std::string> {
            asked = {key, blob};
            return "opened";
        };
    });
}

Bytes right_blob() {
    Entropy entropy("nonce", input.seed);
    return seal(numbered_conversation_key(input.key), bytes_of(input.text), entropy.bytes<24>());
}

TEST(SealingOracle, finds_nothing_in_the_reference) {
    const auto library = reference_library();
    for (const Oracle oracle : {sealed_text_survives, sealed_text_opens_elsewhere, foreign_sealed_text_opens,
                                another_key_opens_no_text, nonce_is_fresh})
        EXPECT_EQ(told(oracle(*library, input)), "");
    EXPECT_EQ(told(sealed_text_with_flipped_bit_is_refused(*library, {input, 7})), "");
    EXPECT_EQ(told(cut_sealed_text_is_refused(*library, {input, 30})), "");
}

TEST(SealingOracle, a_text_survives_its_own_library) {
    EXPECT_EQ(told_of_sealing(sealed_text_survives, refusing<Bytes>()),
              R"(AM-SIG-030 the text "T\"m" was refused: no)");
    EXPECT_EQ(told_of_opening(sealed_text_survives, always(std::string("T"))),
              R"(AM-SIG-030 the text "T\"m", sealed by the library itself, came out as another value)");
}

TEST(SealingOracle, a_text_opens_elsewhere_as_what_it_was) {
    EXPECT_TRUE(told_of_sealing(sealed_text_opens_elsewhere, always(Bytes(50)))
                    .starts_with("AM-KEY-021 a sealed text does not open: "));
    EXPECT_EQ(told_of_sealing(sealed_text_opens_elsewhere,
                              [](const Bytes& key, const std::string&, const Surroundings& around) {
                                  return reference_functions().seal_text(key, "A", around);
                              }),
              R"(AM-SIG-030 the text "T\"m" is sealed as 41)");
    EXPECT_EQ(told_of_sealing(sealed_text_opens_elsewhere, refusing<Bytes>()), "");
}

TEST(SealingOracle, a_foreign_text_opens_under_its_key_alone) {
    EXPECT_EQ(told_of_opening(foreign_sealed_text_opens, refusing<std::string>()),
              R"(AM-KEY-021 the text "T\"m", sealed by the reference, was refused: no)");
    Asked asked;
    EXPECT_EQ(told(another_key_opens_no_text(*opens_everything(asked), input)),
              "AM-KEY-021 a text that was sealed under another key was accepted");
    EXPECT_EQ(asked.blob, right_blob());
    EXPECT_NE(asked.key, bytes_of_key(numbered_conversation_key(input.key)));
}

TEST(SealingOracle, exactly_the_bit_is_flipped) {
    Asked asked;
    const auto library = opens_everything(asked);
    for (const std::uint64_t bit : {9u, (24u + 16u + 3u) * 8u + 9u}) {
        EXPECT_EQ(told(sealed_text_with_flipped_bit_is_refused(*library, {input, bit})),
                  "AM-KEY-015 a sealed text with bit 9 flipped was accepted");
        asked.blob[1] ^= 2;
        EXPECT_EQ(asked.blob, right_blob());
    }
}

TEST(SealingOracle, a_text_is_cut_to_any_size_but_its_own) {
    Asked asked;
    const auto library = opens_everything(asked);
    EXPECT_EQ(told(cut_sealed_text_is_refused(*library, {input, 42})),
              "AM-KEY-015 a sealed text of 43 bytes, cut to 42, was accepted");
    EXPECT_EQ(asked.blob.size(), 42u);
    EXPECT_EQ(told(cut_sealed_text_is_refused(*library, {input, 43})),
              "AM-KEY-015 a sealed text of 43 bytes, cut to 0, was accepted");
}

TEST(SealingOracle, a_nonce_is_the_first_24_bytes) {
    const auto counting_at = [](std::size_t place) {
        return [place, calls = std::uint8_t{0}](const auto&...) mutable -> Answer<Bytes> {
            Bytes blob(43);
            blob[place] = ++calls;
            return blob;
        };
    };
    const std::string twice = "AM-KEY-031 two calls with different entropy used one nonce";
    EXPECT_EQ(told_of_sealing(nonce_is_fresh, counting_at(23)), "");
    EXPECT_EQ(told_of_sealing(nonce_is_fresh, counting_at(24)), twice);
    EXPECT_EQ(told_of_sealing(nonce_is_fresh, always(Bytes(24))), twice);
    EXPECT_EQ(told_of_sealing(nonce_is_fresh, always(Bytes(23))), "");
}

}  // namespace
}  // namespace keyturn
