#include "adapters/changed_text.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(ChangedText, is_replaced_everywhere_and_not_within_what_replaces) {
    EXPECT_EQ(replaced("a,b,,c", ",", ",,"), "a,,b,,,,c");
    EXPECT_EQ(replaced("null,nul", "null", ""), ",nul");
}

TEST(ChangedText, changes_the_form_of_base64) {
    EXPECT_EQ(without_padding("=Q=="), "=Q");
    EXPECT_EQ(in_url_safe_alphabet("a+/+/="), "a-_-_=");
    EXPECT_EQ(in_standard_alphabet("a-_-_="), "a+/+/=");
}

TEST(ChangedText, composes_letters_and_their_marks) {
    EXPECT_EQ(composed("e\xCC\x81te\xCC\x81 u\xCC\x88"), "été ü");
    EXPECT_EQ(composed("a\xCC\x81i\xCC\x81o\xCC\x81u\xCC\x81"), "áíóú");
    EXPECT_EQ(composed("a\xCC\x88o\xCC\x88"
                       "e\xCC\x88n\xCC\x83"
                       "A\xCC\x8A"
                       "c\xCC\xA7"),
              "äöëñÅç");
    EXPECT_EQ(composed("x\xCC\x81"), "x\xCC\x81");
}

}  // namespace
}  // namespace keyturn
