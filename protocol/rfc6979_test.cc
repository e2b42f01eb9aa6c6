#include "protocol/rfc6979.h"

#include <gtest/gtest.h>

#include "protocol/sha256.h"
#include "protocol/test_support.h"

namespace keyturn {
namespace {

// RFC 6979, A.2.5, "sample" with SHA-256: the published nonce, then the two candidates that would follow it (computed
// apart).
TEST(Rfc6979, gives_the_published_nonce_and_goes_on_to_others) {
    const Bytes key = hex_bytes("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    Rfc6979Candidates candidates{std::span(key).first<32>(), sha256(bytes_of("sample"))};
    EXPECT_EQ(hex(candidates.next().reveal()), "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60");
    EXPECT_EQ(hex(candidates.next().reveal()), "8e83dc490bc5fc4d5992bd63cd87f254adffcb930f8a8011702a88870f638fdb");
    EXPECT_EQ(hex(candidates.next().reveal()), "7b8dc9ad8ce159abca1b9915fc1470e91d5ad2443b3032557e78f47e180ab702");
}

}  // namespace
}  // namespace keyturn
