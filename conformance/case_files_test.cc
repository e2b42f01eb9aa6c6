#include "conformance/case_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "conformance/test_support.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view good_case =
    R"({"schema": 1, "title": "t", "requirements": ["r"], "exchanges": [{"request": {"method": "GET", "path": "/"}, "response": {"status": 200}}]})";

class CaseFiles : public testing::Test {
  protected:
    void SetUp() override {
        fs::remove_all(root_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(root_); }

    void write(const std::string& name, std::string_view content) const {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << content;
    }

    std::string path(const std::string& name = "") const { return (folder_ / name).string(); }

    std::vector<std::string> ids(const CaseFileLimits& limits = {}) const {
        std::vector<std::string> all;
        for (const FoundFile& file : find_json_files(folder_.string(), limits).files) all.push_back(file.id);
        return all;
    }

    FileProblems problems(const CaseFileLimits& limits = {}) const {
        return find_json_files(folder_.string(), limits).problems;
    }

    fs::path root_ = fs::temp_directory_path() / ("keyturn-case-files-" + std::to_string(::getpid()));
    fs::path folder_ = root_ / "cases";
};

using Ids = std::vector<std::string>;

TEST_F(CaseFiles, AreFoundBelowAFolderById) {
    for (const char* name : {"b.json", "a.json", "z/a.json", "a/deep/er.json", "a.b.json", "README.md", "json",
                             ".hidden.json", ".git/a.json", "x.JSON"})
        write(name, "{}");
    EXPECT_EQ(ids(), (Ids{"a", "a.b", "a/deep/er", "b", "z/a"}));
    EXPECT_EQ(problems(), FileProblems{});
    EXPECT_EQ(find_json_files(path()).files[2].path, path("a/deep/er.json"));
    EXPECT_EQ(find_json_files(path()).others, (Ids{path("README.md"), path("json"), path("x.JSON")}));
}

TEST_F(CaseFiles, FolderMayBeWrittenWithASlashOrBeALink) {
    write("a.json", "{}");
    EXPECT_EQ(find_json_files(path() + "/").files.front().id, "a");
    fs::create_directory_symlink(folder_, root_ / "link");
    EXPECT_EQ(find_json_files((root_ / "link").string()).files.front().id, "a");
}

TEST_F(CaseFiles, FolderThatIsNotThereIsTold) {
    EXPECT_EQ(find_json_files(path("none")).problems,
              (FileProblems{{path("none"), "", "a folder that can be read", "No such file or directory"}}));
}

TEST_F(CaseFiles, LinksThatStayInsideAreFollowedToFilesOnly) {
    write("a/one.json", "{}");
    fs::create_symlink(folder_ / "a/one.json", folder_ / "two.json");
    fs::create_symlink("one.json", folder_ / "a/three.json");
    fs::create_directory_symlink(folder_, folder_ / "a/loop");
    fs::create_directory_symlink(folder_ / "a", folder_ / "again.json");
    EXPECT_EQ(ids(), (Ids{"a/one", "a/three", "two"}));
    EXPECT_EQ(problems(), FileProblems{});
}

TEST_F(CaseFiles, LinksThatLeadOutAreTold) {
    std::ofstream(root_ / "outside.json") << "{}";
    fs::create_directories(root_ / "cases-of-another");
    std::ofstream(root_ / "cases-of-another/a.json") << "{}";
    fs::create_symlink(root_ / "outside.json", folder_ / "a.json");
    fs::create_symlink(root_ / "cases-of-another/a.json", folder_ / "b.json");
    fs::create_symlink("nowhere.json", folder_ / "c.json");
    fs::create_symlink("nowhere", folder_ / "d");
    EXPECT_EQ(ids(), Ids{});
    const auto leads_out = [&](const char* name) {
        return FileProblem{path(name), "", "a file of the folder", "a link that leads out of it or nowhere"};
    };
    EXPECT_EQ(problems(), (FileProblems{leads_out("a.json"), leads_out("b.json"), leads_out("c.json")}));
}

TEST_F(CaseFiles, NumberOfFilesIsBounded) {
    for (const char* name : {"a.json", "b.json", "c/d.json"}) write(name, "{}");
    EXPECT_EQ(ids({.files = 3}).size(), 3u);
    EXPECT_EQ(problems({.files = 3}), FileProblems{});
    EXPECT_EQ(ids({.files = 2}).size(), 2u);
    EXPECT_EQ(problems({.files = 2}),
              (FileProblems{{path().substr(0, path().size() - 1), "", "at most 2 files", "more"}}));
    EXPECT_EQ(problems({.files = 1}).size(), 1u) << "told once";
}

TEST_F(CaseFiles, DepthOfFoldersIsBounded) {
    write("a/b/c.json", "{}");
    EXPECT_EQ(ids({.folder_depth = 2}), Ids{"a/b/c"});
    EXPECT_EQ(ids({.folder_depth = 1}), Ids{});
    EXPECT_EQ(problems({.folder_depth = 1}),
              (FileProblems{{path("a/b"), "", "at most 1 folders within each other", "more"}}));
}

TEST_F(CaseFiles, NameThatIsNoUtf8IsTold) {
    write("\xff.json", "{}");
    EXPECT_EQ(ids(), Ids{});
    EXPECT_EQ(problems(), (FileProblems{{path().substr(0, path().size() - 1), "", "file names in UTF-8", "hex ff"}}));
}

TEST_F(CaseFiles, JsonIsReadOrTheReasonTold) {
    write("good.json", R"({"a": 1})");
    EXPECT_EQ(read_json_file(path("good.json")), json(R"({"a": 1})"));
    write("empty.json", "");
    EXPECT_EQ(read_json_file(path("empty.json")).error(),
              (FileProblem{path("empty.json"), "", "a JSON text", "an empty file"}));
    write("bad.json", "{\n  \"a\": é}");
    const FileProblem bad = read_json_file(path("bad.json")).error();
    EXPECT_EQ(bad.place, "2:8");
    EXPECT_EQ(bad.expected, "JSON");
    EXPECT_NE(bad.actual, "");
    EXPECT_EQ(read_json_file(path("none.json")).error(),
              (FileProblem{path("none.json"), "", "a file that can be read", "No such file or directory"}));
    fs::create_directory(folder_ / "folder.json");
    EXPECT_EQ(read_json_file(path("folder.json")).error(),
              (FileProblem{path("folder.json"), "", "a regular file", "none"}));
    ASSERT_EQ(::mkfifo(path("pipe.json").c_str(), 0600), 0);
    EXPECT_EQ(read_json_file(path("pipe.json")).error(), (FileProblem{path("pipe.json"), "", "a regular file", "none"}))
        << "and does not wait for it";
}

TEST_F(CaseFiles, SizeIsBounded) {
    write("a.json", "[1, 2]");
    EXPECT_TRUE(read_json_file(path("a.json"), {.bytes = 6}).has_value());
    EXPECT_EQ(read_json_file(path("a.json"), {.bytes = 5}).error(),
              (FileProblem{path("a.json"), "", "at most 5 bytes", "more"}));
    write("large.json", "\"" + std::string(200'000, 'a') + "\"");
    EXPECT_EQ(read_json_file(path("large.json"))->text.size(), 200'000u);
}

TEST_F(CaseFiles, FilesStayClosed) {
    write("a.json", "1");
    const auto open_files = [] { return std::distance(fs::directory_iterator("/proc/self/fd"), {}); };
    const auto before = open_files();
    EXPECT_TRUE(read_json_file(path("a.json")).has_value());
    EXPECT_EQ(open_files(), before);
}

TEST_F(CaseFiles, CasesAreReadAndEveryProblemIsTold) {
    write("b.json", good_case);
    write("a.json", R"({"schema": 1})");
    write("c.json", "{");
    fs::create_symlink("nowhere.json", folder_ / "d.json");
    const ReadCases read = read_cases(path(), {});
    ASSERT_EQ(read.cases.size(), 1u);
    EXPECT_EQ(read.cases[0].id, "b");
    EXPECT_EQ(read.cases[0].file, path("b.json"));
    std::vector<std::string> told;
    for (const FileProblem& problem : read.problems) told.push_back(problem.file + " " + problem.place);
    EXPECT_EQ(told, (std::vector<std::string>{path("d.json") + " ", path("a.json") + " /title",
                                              path("a.json") + " /requirements", path("a.json") + " /exchanges",
                                              path("c.json") + " 1:2"}));
}

TEST_F(CaseFiles, OneCaseIsReadOnItsOwn) {
    write("a.json", good_case);
    EXPECT_EQ(read_case_file(path("a.json"), "some/id", {})->id, "some/id");
    EXPECT_EQ(read_case_file(path("b.json"), "b", {}).error().size(), 1u);
    EXPECT_FALSE(read_case_file(path("a.json"), "a", {}, {.bytes = 10}).has_value());
}

TEST_F(CaseFiles, LimitsHoldForCasesAndStates) {
    write("a.json", good_case);
    write("b.json", good_case);
    EXPECT_EQ(read_cases(path(), {}, {.files = 1}).cases.size(), 1u);
    EXPECT_EQ(read_cases(path(), {}, {.bytes = 5}).problems.size(), 2u);
    EXPECT_EQ(read_shared_states(path(), {.bytes = 5}).problems.front().expected, "at most 5 bytes");
    EXPECT_EQ(read_shared_states(path(), {.files = 1}).problems.front().expected, "at most 1 files");
}

TEST_F(CaseFiles, SharedStatesAreReadByName) {
    write("one.json", R"({"schema": 1, "given": {"groups": [{"id": "g1"}]}})");
    write("two.json", R"({"schema": 1})");
    write("three.json", "x");
    const ReadStates read = read_shared_states(path());
    ASSERT_EQ(read.states.size(), 1u);
    EXPECT_NE(std::get<Given>(read.states.at("one")).find_group("g1"), nullptr);
    EXPECT_EQ(read.problems.size(), 2u);
    EXPECT_EQ(read.problems.back().place, "/given");
    EXPECT_TRUE(read_shared_states(path("none")).problems.empty()) << "no folder, no states";
}

TEST_F(CaseFiles, RequirementsAreReadFromAFile) {
    write("r.json", R"({"schema": 1, "requirements": []})");
    EXPECT_TRUE(read_requirements_file(path("r.json")).has_value());
    write("r.json", R"({"schema": 1})");
    EXPECT_EQ(read_requirements_file(path("r.json")).error(),
              (FileProblems{{path("r.json"), "/requirements", "a value", "nothing"}}));
    EXPECT_EQ(read_requirements_file(path("none")).error().size(), 1u);
}

}  // namespace
}  // namespace keyturn
