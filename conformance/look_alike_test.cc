#include "conformance/look_alike.h"

#include <gtest/gtest.h>

#include <string>

namespace keyturn {
namespace {

TEST(LookAlike, CaseIsTold) {
    EXPECT_EQ(resemblance("user_id", "User_ID"), "differs only in case");
    EXPECT_EQ(resemblance("user_id", "user-id"), "");
    EXPECT_EQ(resemblance("user_id", "user_id"), "");
}

TEST(LookAlike, EveryLetterOfAnotherScriptIsTold) {
    EXPECT_EQ(resemblance("ABEKMHOPCTYX", "АВЕКМНОРСТУХ"), "looks the same") << "Cyrillic";
    EXPECT_EQ(resemblance("aeopcyxsijdqwh", "аеорсухѕіјԁԛԝһ"), "looks the same") << "Cyrillic";
    EXPECT_EQ(resemblance("ABEZHIKMNOPTYXov", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον"), "looks the same") << "Greek";
    EXPECT_EQ(resemblance("isK", "\u0131\u017f\u212a"), "looks the same") << "dotless, long, Kelvin";
    EXPECT_EQ(resemblance("data", "DАTA"), "looks the same") << "and in another case";
    EXPECT_EQ(resemblance("data", "dаtб"), "");
}

TEST(LookAlike, WideFormsAreTold) {
    EXPECT_EQ(resemblance("!A~", "\uff01\uff21\uff5e"), "looks the same");
    EXPECT_EQ(resemblance("a", "\uff5f"), "");
    EXPECT_EQ(resemblance("\x7f", "\uff5f"), "");
    EXPECT_EQ(resemblance(" ", "\uff00"), "");
}

TEST(LookAlike, WhatIsNotSeenIsTold) {
    for (const char* invisible : {"\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"})
        EXPECT_EQ(resemblance("data", std::string("da") + invisible + "ta"), "looks the same");
}

TEST(LookAlike, SpacesDashesAndSlashesAreTold) {
    EXPECT_EQ(resemblance("    ", "\u00a0\u2009\u202f\u3000"), "looks the same");
    EXPECT_EQ(resemblance("------", "\u2010\u2011\u2012\u2013\u2014\u2212"), "looks the same");
    EXPECT_EQ(resemblance("_//", "\u203f\u2044\u2215"), "looks the same");
    EXPECT_EQ(resemblance("''\"\"...", "\u2018\u2019\u201c\u201d\u2026"), "looks the same");
}

TEST(LookAlike, OtherCharactersStayThemselves) {
    EXPECT_EQ(resemblance("é", "e"), "");
    EXPECT_EQ(resemblance("€", "E"), "");
    EXPECT_EQ(resemblance("😀x", "😁x"), "");
    EXPECT_EQ(resemblance("😀x", "😀X"), "differs only in case");
    EXPECT_EQ(resemblance("😀x", "😀х"), "looks the same");
    EXPECT_EQ(resemblance("éx€", "éх€"), "looks the same");
}

TEST(LookAlike, TextsReadAlikeWhateverTheirCaseSpacesAndPunctuation) {
    const std::string text = "Too many: 10 members.";
    for (const char* other : {"Too many: 10 members.", "Too many: 10 members", "too many: 10 Members!",
                              "Too many 10 members", " Too many: 10 members. \n", "Too  many:\u00a010 members.",
                              "T\u043e\u043e many: 10 members.", "Too\u200b many \u2014 10 members\u2026"})
        EXPECT_TRUE(reads_alike(text, other) && reads_alike(other, text)) << other;
    for (const char* other : {"Too many: 11 members.", "Too many: 10 member.", "Too many: 10 membersz", "",
                              "Zoo many: 10 members", "Too many: 10 members 0", "Too many: 10 members é"})
        EXPECT_FALSE(reads_alike(text, other) || reads_alike(other, text)) << other;
    EXPECT_TRUE(reads_alike("azAZ09", "[azAZ09`]@{/:"));
    EXPECT_FALSE(reads_alike("a", "z"));
    EXPECT_FALSE(reads_alike("0", "9"));
}

TEST(LookAlike, CharacterThatNobodySeesIsNamed) {
    EXPECT_EQ(resemblance_in_words("data", "dаta"), "looks the same, but has U+0430 as its character 2");
    EXPECT_EQ(resemblance_in_words("dаta", "data"), "looks the same, but lacks U+0430 as its character 2");
    EXPECT_EQ(resemblance_in_words("Data", "daTа"), "looks the same, but has U+0430 as its character 4");
    EXPECT_EQ(resemblance_in_words("éx", "éx\u200b"), "looks the same, but has U+200B as its character 3");
    EXPECT_EQ(resemblance_in_words("x\ufeff", "x"), "looks the same, but lacks U+FEFF as its character 2");
    EXPECT_EQ(resemblance_in_words("data", "DATA"), "differs only in case");
    EXPECT_EQ(resemblance_in_words("data", "date"), "");
}

}  // namespace
}  // namespace keyturn
