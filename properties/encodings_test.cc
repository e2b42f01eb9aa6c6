#include "properties/encodings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

std::unique_ptr<Library> parses(decltype(LibraryFunctions::parse_public_key) parse_public_key) {
    return reference_but([&](LibraryFunctions& f) { f.parse_public_key = parse_public_key; });
}

std::unique_ptr<Library> decodes(decltype(LibraryFunctions::decode_base64) decode_base64) {
    return reference_but([&](LibraryFunctions& f) { f.decode_base64 = decode_base64; });
}

std::unique_ptr<Library> signs(decltype(LibraryFunctions::sign) sign) {
    return reference_but([&](LibraryFunctions& f) { f.sign = sign; });
}

std::unique_ptr<Library> chooses(decltype(LibraryFunctions::latest_key_version) latest_key_version) {
    return reference_but([&](LibraryFunctions& f) { f.latest_key_version = latest_key_version; });
}

TEST(EncodingsOracle, base64_is_read_or_refused) {
    const auto library = reference_library(), lenient = decodes(always(Bytes{9})), strict = decodes(refusing<Bytes>());
    for (const std::string text : {"QQ==", "Q"}) EXPECT_EQ(told(base64_is_read_as_it_must(*library, {text})), "");
    EXPECT_EQ(told(base64_is_read_as_it_must(*lenient, {"QQ=="})),
              R"(AM-KEY-018 the base64 "QQ==" came out as another value)");
    EXPECT_EQ(told(base64_is_read_as_it_must(*strict, {"QQ=="})), R"(AM-KEY-018 the base64 "QQ==" was refused: no)");
    const std::string accepted = told(base64_is_read_as_it_must(*lenient, {"Q"}));
    EXPECT_TRUE(accepted.starts_with(R"(AM-KEY-018 the base64 "Q" ()")) << accepted;
    EXPECT_TRUE(accepted.ends_with(") was accepted")) << accepted;
}

template <class Form>
std::string names_of_read(std::span<const Form> forms, bool is_read) {
    std::string names;
    for (const Form& form : forms)
        if (form.is_read == is_read) names += std::string(form.name) + "; ";
    return names;
}

TEST(EncodingsOracle, public_keys_have_three_right_forms_and_many_wrong_ones) {
    EXPECT_EQ(names_of_read(public_key_forms(), true), "sec1; compressed; spki; ");
    EXPECT_EQ(
        names_of_read(public_key_forms(), false),
        "hybrid; raw; empty; infinity; infinity in 65 bytes; zeros behind 04; off the curve; coordinate of p; cut "
        "sec1; long sec1; cut spki; long spki; spki of another curve; spki of a hybrid; ");
    EXPECT_EQ(names_of_read(private_key_forms(), true), "scalar; one; order less one; ");
    EXPECT_EQ(names_of_read(private_key_forms(), false),
              "zero; order; order and one; all ones; 31 bytes; 33 bytes; empty; ");
}

// Of an odd and of an even Y, for forms show its last bit.
TEST(EncodingsOracle, every_form_of_a_public_key_is_judged) {
    const auto library = reference_library(), lenient = parses(always(Bytes{4}));
    for (const PublicKeyForm& form : public_key_forms())
        for (const KeyNumber key : {1u, 2u, 3u, 4u}) {
            const KeyForm input = {key, std::string(form.name)};
            EXPECT_EQ(told(public_key_is_read_as_it_must(*library, input)), "") << form.name;
            EXPECT_EQ(told(public_key_is_read_as_it_must(*lenient, input)),
                      "AM-KEY-019 a public key in the form \"" + input.form + "\" " +
                          (form.is_read ? "came out as another value" : "was accepted"));
        }
    EXPECT_EQ(told(public_key_is_read_as_it_must(*lenient, {1, "no such"})), "");
}

TEST(EncodingsOracle, every_form_of_a_private_key_is_judged) {
    const auto library = reference_library();
    for (const PrivateKeyForm& form : private_key_forms()) {
        const KeyForm input = {3, std::string(form.name)};
        const auto wrong = form.is_read ? signs(refusing<std::string>()) : signs(always(std::string("signed")));
        EXPECT_EQ(told(private_key_is_read_as_it_must(*library, input)), "") << form.name;
        EXPECT_EQ(told(private_key_is_read_as_it_must(*wrong, input)),
                  "AM-KEY-020 a private key in the form \"" + input.form + "\" " +
                      (form.is_read ? "was refused: no" : "was accepted"));
    }
    EXPECT_EQ(told(private_key_is_read_as_it_must(*signs(always(std::string("signed"))), {1, "no such"})), "");
}

std::string told_of_id(Library& library, std::string id, std::string sender) {
    return told(conversation_id_has_its_canonical_form(library, {std::move(id), std::move(sender)}));
}

TEST(EncodingsOracle, a_conversation_id_is_judged_by_what_it_is) {
    const auto wrong = reference_but([](LibraryFunctions& f) { f.canonical_conversation_id = always(std::string()); });
    EXPECT_EQ(told_of_id(*reference_library(), "22-1", "1"), "");
    EXPECT_EQ(told_of_id(*wrong, "22-1", "1"),
              R"(AM-SIG-052 the conversation id "22-1" of sender "1" came out as another value)");
    EXPECT_EQ(told_of_id(*wrong, "1:22", "1").substr(0, 10), "AM-SIG-052");
    EXPECT_EQ(told_of_id(*wrong, "22", "1").substr(0, 10), "AM-SIG-053");
    EXPECT_EQ(told_of_id(*wrong, "g22", "1").substr(0, 10), "AM-SIG-054");
    EXPECT_EQ(told_of_id(*wrong, "-2", "1").substr(0, 10), "AM-SIG-054");
}

TEST(EncodingsOracle, the_latest_version_is_one_of_those_given_and_the_highest) {
    const auto told_of = [](Library& library, std::vector<std::string> versions) {
        return told(latest_version_is_the_highest_number(library, {std::move(versions)}));
    };
    const auto nine = chooses(always(std::string("9"))), none = chooses(refusing<std::string>());
    EXPECT_EQ(told_of(*reference_library(), {"9", "10"}), "");
    EXPECT_EQ(told_of(*nine, {"9", "10"}), "AM-KEY-011 of 9, 10 the library takes 9 for the latest");
    EXPECT_EQ(told_of(*nine, {"7", "8"}), "AM-KEY-011 of 7, 8 the library takes 9 for the latest");
    EXPECT_EQ(told_of(*nine, {"9", "8", "09"}), "");
    EXPECT_EQ(told_of(*nine, {}), "AM-KEY-011 no version at all was accepted");
    EXPECT_EQ(told_of(*none, {}), "");
    EXPECT_EQ(told_of(*none, {"9"}), "AM-KEY-011 a list of versions was refused: no");
}

// Of two versions the one that `is_later` says.
std::unique_ptr<Library> orders(bool (*is_later)(const std::string& a, const std::string& b)) {
    return chooses([is_later](const std::vector<std::string>& versions, const Surroundings&) -> Answer<std::string> {
        return is_later(versions[0], versions[1]) ? versions[1] : versions[0];
    });
}

TEST(EncodingsOracle, versions_are_in_one_order) {
    const auto told_of = [](Library& library, std::vector<std::string> versions) {
        return told(versions_are_in_one_order(library, {std::move(versions)}));
    };
    const auto in_a_circle = orders([](const std::string& a, const std::string& b) {
        return (a == "1" && b == "2") || (a == "2" && b == "3") || (a == "3" && b == "1");
    });
    const auto the_second = orders([](const std::string&, const std::string&) { return true; });
    const auto two_of_both =
        orders([](const std::string& a, const std::string& b) { return a + b == "12" || a + b == "21"; });
    EXPECT_EQ(told_of(*reference_library(), {"1", "2", "3"}), "");
    EXPECT_EQ(told_of(*in_a_circle, {"7", "1", "2", "3"}),
              "AM-KEY-011 2 is later than 1 and 3 later than 2, but not 3 than 1");
    EXPECT_EQ(told_of(*in_a_circle, {"3", "2", "1"}), "");
    EXPECT_EQ(told_of(*the_second, {"1", "2", "3"}), "AM-KEY-011 1 and 2 are each later than the other");
    EXPECT_EQ(told_of(*two_of_both, {"1", "2", "3"}), "AM-KEY-011 1 and 2 are each later than the other");
    EXPECT_EQ(told_of(*the_second, {"1", "2"}), "");
    for (const std::vector<std::string>& equal :
         {std::vector<std::string>{"1", "01", "2"}, {"1", "2", "02"}, {"1", "2", "01"}})
        EXPECT_EQ(told_of(*the_second, equal), "");
    EXPECT_EQ(told_of(*chooses(refusing<std::string>()), {"1", "2", "3"}), "");
}

}  // namespace
}  // namespace keyturn
