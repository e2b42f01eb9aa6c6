#include "properties/repeated_change.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/oracle_test_support.h"

namespace keyturn {
namespace {

std::string told_of_next(std::string_view defect) {
    return told(next_change_is_fresh(*defective(defect), sample_roster_change()));
}

TEST(RepeatedChangeOracle, finds_nothing_in_the_reference) {
    EXPECT_EQ(told(next_change_is_fresh(*reference_library(), sample_roster_change())), "");
    EXPECT_EQ(told(retry_is_the_same(*reference_library(), sample_roster_change())), "");
}

TEST(RepeatedChangeOracle, nothing_random_comes_again_in_the_next_change) {
    const std::string again = " something random of one change stands again in the next, made with other entropy";
    EXPECT_EQ(told_of_next("key-reused"), "AM-ROT-031" + again);
    EXPECT_EQ(told_of_next("ephemerals-repeated"), "AM-KEY-013" + again);
    EXPECT_EQ(told_of_next("message-ids-repeated"), "AM-SIG-025" + again);
    EXPECT_EQ(told_of_next("wraps-url-safe"), "");
}

// Sealed under one nonce: the first 32 characters are the same.
TEST(RepeatedChangeOracle, a_nonce_is_24_bytes) {
    const auto told_of_title = [](const std::string& first, const std::string& second) {
        const auto library = reference_but([&](LibraryFunctions& f) {
            f.prepare_add_members = [first, second, calls = 0](const auto&...) mutable -> Answer<PreparedChange> {
                ++calls;
                return PreparedChange{"{\"encrypted_title\": \"" + (calls == 1 ? first : second) + "\"}",
                                      Bytes(32, static_cast<std::uint8_t>(calls))};
            };
        });
        return told(next_change_is_fresh(*library, sample_roster_change())).substr(0, 10);
    };
    const std::string nonce(31, 'A');
    EXPECT_EQ(told_of_title(nonce + "AB", nonce + "AC"), "AM-KEY-031");
    EXPECT_EQ(told_of_title(nonce + "AB", nonce + "BB"), "");
}

TEST(RepeatedChangeOracle, a_retry_is_the_same) {
    EXPECT_EQ(told(retry_is_the_same(*defective("ids-minted-on-retry"), sample_roster_change())),
              "AM-SIG-026 the same change, prepared again with the same entropy and time, is another one");
}

TEST(RepeatedChangeOracle, what_is_refused_or_no_json_is_not_judged) {
    for (const auto& prepare : {decltype(LibraryFunctions::prepare_add_members)(refusing<PreparedChange>()),
                                decltype(LibraryFunctions::prepare_add_members)(always(PreparedChange{"{", {}}))}) {
        const auto library = reference_but([&](LibraryFunctions& f) { f.prepare_add_members = prepare; });
        EXPECT_EQ(told(next_change_is_fresh(*library, sample_roster_change())), "");
        EXPECT_EQ(told(retry_is_the_same(*library, sample_roster_change())), "");
    }
}

}  // namespace
}  // namespace keyturn
