#include "fuzz/crash/crash_buckets.h"

#include "conformance/schema_test_support.h"
#include "fuzz/crash/crash_project_test_support.h"

namespace keyturn::fuzz {
namespace {

using CrashBuckets = CrashProject;

TEST_F(CrashBuckets, have_the_smallest_input_first) {
    put("crashes/one/crash-0", "bad and long");
    put("crashes/one/crash-1", "bad");
    put("crashes/one/crash-2", "bad");
    put("crashes/one/crash-3", "rule1 is broken");
    put("crashes/one/crash-4", "good");
    const Reproduction all = reproduced();
    const auto buckets = buckets_of(all);
    ASSERT_EQ(buckets.size(), 2u);
    EXPECT_TRUE(buckets[0].name.starts_with("one-am-rot-002-")) << buckets[0].name;
    EXPECT_EQ(buckets[0].crash.requirement, "AM-ROT-002");
    EXPECT_EQ(buckets[0].files, 1u);
    EXPECT_EQ(buckets[1].target, "one");
    EXPECT_EQ(buckets[1].files, 3u);
    EXPECT_EQ(buckets[1].rows.size(), 2u);
    EXPECT_EQ(buckets[1].exemplar().file.path, root_ / "crashes/one/crash-1");
}

TEST_F(CrashBuckets, are_shown_with_exemplar_and_oracle) {
    put("crashes/one/crash-0", "bad");
    const Reproduction all = reproduced();
    const auto buckets = buckets_of(all);
    EXPECT_EQ(text_of(buckets), buckets.at(0).name + ": 1 file\n  " + (root_ / "crashes/one/crash-0").string() +
                                    ", 3 bytes\n  oracle: nothing is bad\n1 bucket\n");
    EXPECT_EQ(text_of(std::vector<CrashBucket>()), "0 buckets\n");
    put("crashes/one/crash-1", "bad");
    const Reproduction more = reproduced();
    EXPECT_TRUE(text_of(buckets_of(more)).contains(": 2 files\n"));
}

TEST_F(CrashBuckets, json_is_as_its_schema_says) {
    put("crashes/one/crash-0", "rule7 is broken");
    put("crashes/two/crash-0", "exit");
    const Reproduction all = reproduced();
    const JsonValue json = to_json(buckets_of(all));
    EXPECT_TRUE(Schema("crash-buckets", "fuzz/schemas").accepts(to_json(json))) << to_json(json);
    const JsonValue& bucket = json.find("buckets")->elements.at(0);
    EXPECT_EQ(bucket.find("target")->text, "one");
    EXPECT_EQ(bucket.find("kind")->text, "oracle");
    EXPECT_EQ(bucket.find("said")->text, "AM-ROT-002 /user_ids/7 is broken");
    EXPECT_EQ(bucket.find("requirement")->text, "AM-ROT-002");
    EXPECT_EQ(bucket.find("place")->text, "/user_ids/7");
    EXPECT_EQ(bucket.find("files")->text, "1");
    EXPECT_EQ(bucket.find("size")->text, "15");
    EXPECT_EQ(bucket.find("exemplar")->text, (root_ / "crashes/one/crash-0").string());
    EXPECT_EQ(bucket.find("inputs")->elements.at(0), *bucket.find("exemplar"));
}

}  // namespace
}  // namespace keyturn::fuzz
