#include "conformance/base64_within.h"

#include <gtest/gtest.h>

#include "protocol/base64.h"
#include "protocol/bytes.h"

namespace keyturn {
namespace {

TEST(Base64Within, the_core_stands_in_every_longer_text) {
    const std::string secret = "a secret \xff\x3f";
    for (std::size_t before = 0; before < 7; ++before)
        for (std::size_t behind = 0; behind < 4; ++behind) {
            const std::string longer = std::string(before, 'x') + secret + std::string(behind, 'y');
            EXPECT_TRUE(base64(bytes_of(longer)).contains(base64_core(secret, before % 3))) << before << " " << behind;
        }
    EXPECT_EQ(base64_core("abc", 0), "YWJj");
    EXPECT_EQ(base64_core("abc", 1), "FiY");
    EXPECT_EQ(base64_core("abc", 2), "hYm");
}

TEST(Base64Within, the_other_alphabet_has_two_other_characters) { EXPECT_EQ(in_url_alphabet("a+/b+/="), "a-_b-_="); }

}  // namespace
}  // namespace keyturn
