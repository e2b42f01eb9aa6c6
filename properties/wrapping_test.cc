#include "properties/wrapping.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"
#include "protocol/key_wrap.h"

namespace keyturn {
namespace {

const Wrap wrap = {.member = 3, .key = 4, .seed = 5};

using Oracle = std::optional<Violation> (*)(Library&, const Wrap&);

std::string told_of_wrapping(Oracle oracle, decltype(LibraryFunctions::wrap_key) wrap_key) {
    return told(oracle(*reference_but([&](LibraryFunctions& f) { f.wrap_key = wrap_key; }), wrap));
}

std::string told_of_unwrapping(Oracle oracle, decltype(LibraryFunctions::unwrap_key) unwrap_key) {
    return told(oracle(*reference_but([&](LibraryFunctions& f) { f.unwrap_key = unwrap_key; }), wrap));
}

// Wraps the key of another number.
Answer<Bytes> wraps_another(const Bytes& member, const Bytes&, const Surroundings& around) {
    return reference_functions().wrap_key(member, bytes_of_key(numbered_conversation_key(9)), around);
}

// Opens everything, and keeps what it was asked to open.
std::unique_ptr<Library> opens_everything(Bytes& asked) {
    return reference_but([&asked](LibraryFunctions& f) {
        f.unwrap_key = [&asked](const Bytes&, const Bytes& blob, const Surroundings&) -> Answer<Bytes> {
            asked = blob;
            return Bytes(32);
        };
    });
}

Bytes right_blob() {
    Entropy entropy("ephemeral scalar", wrap.seed);
    return copy(wrap_key(numbered_conversation_key(wrap.key), numbered_private_key(wrap.member).public_key(), entropy));
}

TEST(WrappingOracle, finds_nothing_in_the_reference) {
    const auto library = reference_library();
    for (const Oracle oracle :
         {wrapped_key_opens_elsewhere, foreign_wrapped_key_opens, own_wrapped_key_opens, ephemeral_key_is_fresh})
        EXPECT_EQ(told(oracle(*library, wrap)), "");
    EXPECT_EQ(told(stranger_opens_nothing(*library, {wrap, 8})), "");
    EXPECT_EQ(told(wrapped_key_with_flipped_bit_is_refused(*library, {wrap, 7})), "");
    EXPECT_EQ(told(wrapped_key_of_another_size_is_refused(*library, {wrap, 100})), "");
}

TEST(WrappingOracle, a_wrapped_key_has_its_form_and_opens_elsewhere) {
    const auto told_of = [](auto wrap_key) { return told_of_wrapping(wrapped_key_opens_elsewhere, wrap_key); };
    EXPECT_EQ(told_of(refusing<Bytes>()), "AM-KEY-014 a key for a right public key was refused: no");
    EXPECT_EQ(told_of(always(Bytes(112))), "AM-KEY-029 a wrapped key has 112 bytes, not 113");
    EXPECT_TRUE(told_of(always(Bytes(113))).starts_with("AM-KEY-014 the wrapped key does not open: "));
    EXPECT_EQ(told_of(wraps_another), "AM-KEY-014 the wrapped key opens as another key");
    EXPECT_EQ(told_of(lacking<Bytes>()), "");
}

TEST(WrappingOracle, a_foreign_wrapped_key_and_its_own_open) {
    const auto foreign = [](auto unwrap) { return told_of_unwrapping(foreign_wrapped_key_opens, unwrap); };
    EXPECT_EQ(foreign(always(Bytes(32))), "AM-KEY-014 a key that the reference wrapped came out as another value");
    EXPECT_EQ(foreign(refusing<Bytes>()), "AM-KEY-014 a key that the reference wrapped was refused: no");
    const auto own = [](auto unwrap) { return told_of_unwrapping(own_wrapped_key_opens, unwrap); };
    EXPECT_EQ(own(always(Bytes(32))), "AM-KEY-012 a key that the library itself wrapped came out as another value");
    EXPECT_EQ(told_of_wrapping(own_wrapped_key_opens, refusing<Bytes>()), "");
}

TEST(WrappingOracle, a_stranger_opens_nothing) {
    Bytes asked;
    const auto library = opens_everything(asked);
    EXPECT_EQ(told(stranger_opens_nothing(*library, {wrap, 8})),
              "AM-KEY-014 a key that was wrapped for another user was accepted");
    EXPECT_EQ(told(stranger_opens_nothing(*library, {wrap, wrap.member})), "");
}

TEST(WrappingOracle, exactly_the_bit_is_flipped) {
    Bytes asked;
    const auto library = opens_everything(asked);
    for (const std::uint64_t bit : {9u, 904u + 9u}) {
        EXPECT_EQ(told(wrapped_key_with_flipped_bit_is_refused(*library, {wrap, bit})),
                  "AM-KEY-015 a wrapped key with bit 9 flipped was accepted");
        asked[1] ^= 2;
        EXPECT_EQ(asked, right_blob());
    }
}

TEST(WrappingOracle, a_blob_of_another_size_is_too_short_for_any_or_damaged) {
    Bytes asked;
    const auto library = opens_everything(asked);
    const auto told_of_size = [&](std::uint64_t size) {
        return told(wrapped_key_of_another_size_is_refused(*library, {wrap, size}));
    };
    EXPECT_EQ(told_of_size(80), "AM-KEY-029 a wrapped key of 80 bytes was accepted");
    EXPECT_EQ(told_of_size(81), "AM-KEY-015 a wrapped key of 81 bytes was accepted");
    EXPECT_EQ(told_of_size(113), "");
    EXPECT_EQ(told_of_size(114), "AM-KEY-015 a wrapped key of 114 bytes was accepted");
    EXPECT_EQ(asked.back(), 0);
    EXPECT_EQ(told_of_size(UINT64_MAX), "AM-KEY-015 a wrapped key of 226 bytes was accepted");
}

TEST(WrappingOracle, an_ephemeral_key_is_the_first_65_bytes) {
    const auto counting_at = [](std::size_t place) {
        return [place, calls = std::uint8_t{0}](const auto&...) mutable -> Answer<Bytes> {
            Bytes blob(113);
            blob[place] = ++calls;
            return blob;
        };
    };
    const std::string twice = "AM-KEY-013 two calls with different entropy used one ephemeral key";
    EXPECT_EQ(told_of_wrapping(ephemeral_key_is_fresh, counting_at(64)), "");
    EXPECT_EQ(told_of_wrapping(ephemeral_key_is_fresh, counting_at(65)), twice);
    EXPECT_EQ(told_of_wrapping(ephemeral_key_is_fresh, always(Bytes(65))), twice);
    EXPECT_EQ(told_of_wrapping(ephemeral_key_is_fresh, always(Bytes(64))), "");
}

}  // namespace
}  // namespace keyturn
