#include "protocol/sha256.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(Sha256, hashes_its_parts_as_one_text) {
    const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // FIPS 180-2, B.1
    EXPECT_EQ(hex(sha256(bytes_of("abc"))), abc);
    EXPECT_EQ(hex(sha256(bytes_of("a"), bytes_of(""), bytes_of("bc"))), abc);
    EXPECT_EQ(hex(sha256(bytes_of(""))), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace keyturn
