#include "fuzz/crash/crash_files.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "fuzz/corpus/corpus_folder.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

bool is_target(std::string_view name) { return name == "request" || name == "server" || name == "document"; }

class CrashFolder : public testing::Test {
  protected:
    CrashFolder() {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~CrashFolder() override { fs::remove_all(folder_); }

    fs::path put(const std::string& name, std::string_view content) const {
        EXPECT_TRUE(write_whole(folder_ / name, content));
        return folder_ / name;
    }
    CrashFiles found(const CrashFileLimits& limits = {}) const {
        return find_crash_files({folder_.string()}, is_target, limits);
    }
    // What is said of the only thing that was left out.
    static std::string remark(const CrashFiles& files) {
        EXPECT_EQ(files.remarks, 1u);
        return files.left_out.empty() ? "" : files.left_out.front();
    }

    const fs::path folder_ = fs::path(testing::TempDir()) /
                             ("crashes_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(CrashFolder, files_have_target_content_and_size) {
    const fs::path file = put("request/crash-1", "abc");
    const CrashFiles files = found();
    ASSERT_EQ(files.files.size(), 1u);
    EXPECT_EQ(files.files[0].path, file);
    EXPECT_EQ(files.files[0].target, "request");
    EXPECT_EQ(files.files[0].content, content_name("abc"));
    EXPECT_EQ(files.files[0].size, 3u);
    EXPECT_EQ(files.files[0].copies, 1u);
    EXPECT_EQ(files.files[0].trouble, "");
    EXPECT_EQ(files.remarks, 0u);
}

TEST_F(CrashFolder, one_content_is_one_input_of_each_target) {
    put("request/b", "abc");
    put("request/a/z", "abc");
    put("request/c", "abc");
    put("server/a", "abc");
    const CrashFiles files = found();
    ASSERT_EQ(files.files.size(), 2u);
    EXPECT_EQ(files.files[0].copies, 3u);
    EXPECT_EQ(files.files[0].path, folder_ / "request/a/z");
    EXPECT_EQ(files.files[1].target, "server");
    EXPECT_EQ(files.files[1].copies, 1u);
}

TEST_F(CrashFolder, many_empty_files_are_one) {
    for (int i = 0; i < 3'000; ++i) std::ofstream(folder_ / std::to_string(i)).flush();
    const CrashFiles files = found();
    ASSERT_EQ(files.files.size(), 1u);
    EXPECT_EQ(files.files[0].copies, 3'000u);
    EXPECT_EQ(files.files[0].path, folder_ / "0");
}

TEST_F(CrashFolder, a_huge_file_is_not_read) {
    const fs::path file = put("huge", "x");
    fs::resize_file(file, std::uintmax_t{1} << 40);
    put("fits", "12345");
    put("not", "123456");
    const CrashFiles files = found({.bytes = 5});
    ASSERT_EQ(files.files.size(), 3u);
    EXPECT_EQ(files.files[0].trouble, "");
    EXPECT_EQ(files.files[1].trouble, "1099511627776 bytes, more than 5 are not read");
    EXPECT_EQ(files.files[2].trouble, "6 bytes, more than 5 are not read");
    EXPECT_EQ(files.files[2].content, "");
}

TEST_F(CrashFolder, what_grows_without_end_is_bounded) {
    const auto content = read_crash_file("/proc/self/maps", 5);  // says that it is empty
    ASSERT_FALSE(content);
    EXPECT_EQ(content.error(), "more than 5 bytes are not read");
}

TEST_F(CrashFolder, links_are_not_followed) {
    put("request/crash", "abc");
    fs::create_symlink("/etc/passwd", folder_ / "request/link");
    EXPECT_EQ(remark(found()), (folder_ / "request/link").string() + ": a link, which is not followed");
    EXPECT_EQ(found().files.size(), 1u);
}

TEST_F(CrashFolder, links_to_folders_are_not_followed) {
    fs::create_directory_symlink("/", folder_ / "root");
    EXPECT_EQ(remark(found()), (folder_ / "root").string() + ": a link, which is not followed");
    EXPECT_TRUE(found().files.empty());
    EXPECT_EQ(read_crash_file(folder_ / "root", 5).error(), "a link, which is not followed");
}

TEST_F(CrashFolder, pipes_and_devices_are_not_opened) {
    ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(remark(found()), (folder_ / "pipe").string() + ": no regular file");
    EXPECT_EQ(read_crash_file(folder_ / "pipe", 5).error(), "no regular file");
    EXPECT_EQ(find_crash_files({"/dev/zero"}, is_target).left_out.at(0), "/dev/zero: no regular file");
}

TEST_F(CrashFolder, what_is_not_there_can_not_be_read) {
    const CrashFiles files = find_crash_files({(folder_ / "none").string()}, is_target);
    ASSERT_EQ(files.files.size(), 1u);
    EXPECT_EQ(files.files[0].trouble, "No such file or directory");
}

TEST_F(CrashFolder, names_are_shown_without_what_a_terminal_acts_on) {
    fs::create_symlink("x", folder_ / "a\n\033[2Jb");
    EXPECT_EQ(remark(found()), folder_.string() + "/a\\u000a\\u001b[2Jb: a link, which is not followed");
}

TEST_F(CrashFolder, deep_folders_are_not_looked_into) {
    put("1/2/fits", "a");
    put("1/2/3/too-deep", "b");
    const CrashFiles files = found({.depth = 3});
    EXPECT_EQ(files.files.size(), 1u);
    EXPECT_EQ(remark(files), (folder_ / "1/2/3").string() + ": a folder this deep is not looked into");
}

TEST_F(CrashFolder, no_more_is_looked_at_than_may_be) {
    for (int i = 0; i < 5; ++i) put(std::to_string(i), std::to_string(i));
    EXPECT_EQ(found({.visited = 5}).files.size(), 5u);
    const CrashFiles files = found({.visited = 4});
    EXPECT_EQ(files.files.size(), 4u);
    ASSERT_EQ(files.left_out.size(), 1u);
    EXPECT_EQ(files.left_out[0], "only the first 4 files and folders were looked at");
}

TEST_F(CrashFolder, no_more_contents_are_kept_than_may_be) {
    for (int i = 0; i < 5; ++i) put(std::to_string(i), std::to_string(i));
    EXPECT_EQ(found({.distinct = 5}).remarks, 0u);
    const CrashFiles files = found({.distinct = 3});
    EXPECT_EQ(files.files.size(), 3u);
    EXPECT_EQ(files.remarks, 2u);
    EXPECT_TRUE(files.left_out.at(0).ends_with(": more than 3 inputs at once are not taken")) << files.left_out[0];
}

TEST_F(CrashFolder, remarks_are_bounded_and_counted) {
    for (int i = 0; i < 30; ++i) fs::create_symlink("x", folder_ / std::to_string(i));
    EXPECT_EQ(found().remarks, 30u);
    EXPECT_EQ(found().left_out.size(), 20u);
}

TEST(TargetOfPath, is_told_by_the_nearest_folder) {
    const auto target = [](const char* path) { return target_of_path(path, is_target); };
    EXPECT_EQ(target("/x/corpus/crashes/request/crash-0"), "request");
    EXPECT_EQ(target("/x/request/findings/crash-0"), "request");
    EXPECT_EQ(target("/x/fuzz_request/default/crashes/id:000000,sig:06,src:000000"), "request");
    EXPECT_EQ(target("/x/server/request/crash-0"), "request");
    EXPECT_EQ(target("/x/requests/crash-0"), "");
    EXPECT_EQ(target("/x/crash-request"), "");
    EXPECT_EQ(target("/request"), "");
}

TEST(TargetOfPath, is_told_by_names_as_clusterfuzz_has_them) {
    const auto target = [](const char* path) { return target_of_path(path, is_target); };
    EXPECT_EQ(target("/x/clusterfuzz-testcase-minimized-fuzz_request-5702"), "request");
    EXPECT_EQ(target("/x/clusterfuzz-testcase-fuzz_request-5702"), "request");
    EXPECT_EQ(target("/x/clusterfuzz-testcase-minimized-request-5702"), "request");
    EXPECT_EQ(target("/x/clusterfuzz-testcase-minimized-keyturn_fuzz_request-5702"), "request");
    EXPECT_EQ(target("/server/clusterfuzz-testcase-minimized-fuzz_request-5702"), "request");
    EXPECT_EQ(target("/server/clusterfuzz-testcase-minimized-fuzz_other-5702"), "server");
    EXPECT_EQ(target("/x/testcase-minimized-fuzz_request-5702"), "");
}

}  // namespace
}  // namespace keyturn::fuzz
