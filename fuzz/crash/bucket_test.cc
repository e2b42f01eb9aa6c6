#include "fuzz/crash/bucket.h"

#include <csignal>

namespace keyturn::fuzz {
namespace {

constexpr const char* root = KEYTURN_SOURCE_DIR;

std::string bucket(const std::string& sentence, std::string_view target = "request") {
    FrameNames names(root, "");
    const auto crash = crash_of({InputEnd::killed, SIGABRT, "oracle violated: " + sentence + "\n"});
    return bucket_of(target, crash.value(), names);
}

std::string bucket_of_input(std::string_view input, const std::string& symbolizer) {
    FrameNames names(root, symbolizer);
    auto process = TargetProcess::start(CRASHING_TARGET, {.time = std::chrono::seconds(60), .megabytes = 2'048});
    const auto run = process.value().run(input);
    return bucket_of("crashing", crash_of(run.value()).value(), names);
}

TEST(Bucket, has_a_name_that_is_read_and_stays) {
    EXPECT_EQ(bucket("padding is never in excess", "base64"), "base64-padding-is-never-in-excess-d0b30d3b");
    EXPECT_EQ(bucket("AM-ROT-002 /user_ids/3: twice"), "request-am-rot-002-user-ids-37b36f55");
}

TEST(Bucket, what_depends_on_the_input_tells_no_two_apart) {
    EXPECT_EQ(bucket("a rule with status 403 is broken"), bucket("a rule with status 409 is broken"));
    EXPECT_EQ(bucket("AM-REQ-004 /user_ids/3 twice"), bucket("AM-REQ-004 /user_ids/12 twice"));
    EXPECT_EQ(bucket("AM-REQ-004: the user \"a\" twice"), bucket("AM-REQ-004: the user \"b c\" twice"));
    EXPECT_EQ(bucket("AM-REQ-004 the users: 1, 2"), bucket("AM-REQ-004 the users: x"));
}

TEST(Bucket, target_oracle_requirement_and_place_tell_apart) {
    const std::string one = bucket("AM-REQ-004 /user_ids/3 twice");
    EXPECT_NE(one, bucket("AM-REQ-004 /user_ids/3 twice", "server"));
    EXPECT_NE(one, bucket("AM-REQ-005 /user_ids/3 twice"));
    EXPECT_NE(one, bucket("AM-REQ-004 /users/3 twice"));
    EXPECT_NE(one, bucket("AM-REQ-004 none"));
    EXPECT_NE(one, bucket("AM-REQ-004 /user_ids/3 missing"));
    EXPECT_NE(bucket("a: b"), bucket("a: c"));
    EXPECT_NE(bucket("field 3 is lost"), bucket("field 4 is lost"));
}

TEST(Bucket, kinds_tell_apart) {
    FrameNames names(root, "");
    EXPECT_NE(bucket_of("a", {CrashKind::signal, "x", "", ""}, names),
              bucket_of("a", {CrashKind::exit, "x", "", ""}, names));
}

TEST(Bucket, a_name_is_bounded) {
    const std::string name = bucket(std::string(300, 'a'), "t");
    EXPECT_EQ(name.size(), 2 + 60 + 1 + 8u);
    EXPECT_NE(name, bucket(std::string(301, 'a'), "t"));
}

TEST(Bucket, of_memory_errors_goes_by_own_functions) {
    const std::string symbolizer = FrameNames::installed_symbolizer();
    if (symbolizer.empty()) GTEST_SKIP() << "no llvm-symbolizer";
    const std::string one = bucket_of_input("fault", symbolizer);
    // What UndefinedBehaviorSanitizer says of it fills a name.
    EXPECT_TRUE(one.contains("write-to-nowhere") || one.contains("store-to-null-pointer")) << one;
    EXPECT_EQ(one, bucket_of_input("fault and more", symbolizer));
    EXPECT_NE(one, bucket_of_input("other fault", symbolizer));
}

TEST(Bucket, of_memory_errors_without_names_goes_by_the_kind) {
    EXPECT_EQ(bucket_of_input("fault", ""), bucket_of_input("other fault", ""));
    EXPECT_NE(bucket_of_input("fault", ""), bucket_of_input("abort", ""));
}

TEST(Bucket, particulars_are_quoted_texts_and_words_with_digits) {
    EXPECT_EQ(without_particulars("a1 b \"c d\" 'e' `f` 12"), "# b # # # #");
    EXPECT_EQ(without_particulars("a user's key, and \"open"), "a user's key, and \"open");
    EXPECT_EQ(without_particulars("judgement->violation_x"), "judgement->violation_x");
    EXPECT_EQ(without_particulars(""), "");
}

}  // namespace
}  // namespace keyturn::fuzz
