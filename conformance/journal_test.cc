#include "conformance/journal.h"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "conformance/test_support.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

Verdict verdict(std::string id) {
    Verdict made;
    made.case_id = std::move(id);
    return made;
}

const Verdict full{"signatures/swapped",
                   VerdictKind::nonconformant,
                   {"AM-SIG-001"},
                   "why\n",
                   true,
                   {{"AM-SIG-001", 2, {"/data", "nothing", "1 (number)", DifferenceKind::extra}}},
                   "keyturn conform signatures/swapped",
                   {{"/user_ids type", "AM-SIG-001"}, {"message_ids_differ"}}};

constexpr std::string_view full_line =
    R"j({"schema":1,"case":"signatures/swapped","verdict":"nonconformant","requirements":["AM-SIG-001"],)j"
    R"j("reason":"why\n","set_up_failed":true,"breaches":[{"requirement":"AM-SIG-001","exchange":2,"place":"/data",)j"
    R"j("expected":"nothing","actual":"1 (number)","kind":"extra"}],"repeat":"keyturn conform signatures/swapped",)j"
    R"j("exercised":{"valid":["/user_ids type","AM-SIG-001"],"broken":["message_ids_differ"]}})j";

TEST(Journal, LineHoldsTheWholeVerdict) { EXPECT_EQ(journal_line(full), full_line); }

TEST(Journal, LineIsReadBackAsWritten) {
    const auto read = read_journal_line(json(full_line));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->case_id, full.case_id);
    EXPECT_EQ(read->kind, full.kind);
    EXPECT_EQ(read->requirements, full.requirements);
    EXPECT_EQ(read->reason, full.reason);
    EXPECT_TRUE(read->set_up_failed);
    ASSERT_EQ(read->breaches.size(), 1u);
    EXPECT_EQ(read->breaches[0].requirement, "AM-SIG-001");
    EXPECT_EQ(read->breaches[0].exchange, 2u);
    EXPECT_EQ(read->breaches[0].difference, full.breaches[0].difference);
    EXPECT_EQ(read->repeat, full.repeat);
    EXPECT_EQ(read->exercised, full.exercised);
}

TEST(Journal, LineOfWhatExercisedNothingDoesNotSpeakOfIt) {
    EXPECT_FALSE(journal_line(verdict("a")).contains("exercised"));
    EXPECT_TRUE(read_journal_line(json(journal_line(verdict("a"))))->exercised.empty());
}

TEST(Journal, EveryKindHasANameThatIsReadBack) {
    const std::string_view names[] = {"conformant",   "tolerated", "nonconformant", "unimplemented",
                                      "inconclusive", "not run",   "flaky"};
    for (int place = 0; place < 7; ++place) {
        Verdict one = verdict("a");
        one.kind = static_cast<VerdictKind>(place);
        EXPECT_EQ(name_of(one.kind), names[place]);
        EXPECT_EQ(read_journal_line(json(journal_line(one)))->kind, one.kind);
    }
    for (int place = 0; place < 6; ++place) {
        Verdict one = full;
        one.breaches[0].difference.kind = static_cast<DifferenceKind>(place);
        EXPECT_EQ(read_journal_line(json(journal_line(one)))->breaches[0].difference.kind,
                  one.breaches[0].difference.kind);
    }
}

TEST(Journal, ProblemsOfALineAreTold) {
    EXPECT_EQ(lines(read_journal_line(json("{}")).error()),
              (Lines{"/schema: expected a value, found nothing", "/case: expected a value, found nothing",
                     "/verdict: expected a value, found nothing", "/requirements: expected a value, found nothing",
                     "/reason: expected a value, found nothing", "/set_up_failed: expected a value, found nothing",
                     "/breaches: expected a value, found nothing", "/repeat: expected a value, found nothing"}));
    EXPECT_EQ(
        lines(
            read_journal_line(
                json(
                    R"({"schema": 1, "case": "a", "verdict": "good", "requirements": [], "reason": "", "set_up_failed": 0,
        "breaches": [{"requirement": "r", "exchange": -1, "place": "p", "expected": "e", "actual": "a", "kind": "odd", "x": 1}, {}], "repeat": "", "y": 2})"))
                .error()),
        (Lines{"/verdict: expected conformant, tolerated, nonconformant, unimplemented, inconclusive, not run or "
               "flaky, found \"good\" (string)",
               "/set_up_failed: expected true or false, found 0 (number)",
               "/breaches/0/exchange: expected an integer from 0, found -1 (number)",
               "/breaches/0/kind: expected wrong, missing, extra, written otherwise, moved or doubled, found \"odd\" "
               "(string)",
               "/breaches/0/x: expected no such key, found 1 (number)",
               "/breaches/1/requirement: expected a value, found nothing",
               "/breaches/1/exchange: expected a value, found nothing",
               "/breaches/1/place: expected a value, found nothing",
               "/breaches/1/expected: expected a value, found nothing",
               "/breaches/1/actual: expected a value, found nothing",
               "/breaches/1/kind: expected a value, found nothing", "/y: expected no such key, found 2 (number)"}));
}

TEST(Journal, ProblemsOfWhatWasExercisedAreTold) {
    JsonValue line = json(full_line);
    line.set("exercised", json(R"({"valid": ["a", 1], "x": 2})"));
    EXPECT_EQ(lines(read_journal_line(line).error()), (Lines{"/exercised/valid/1: expected a text, found 1 (number)",
                                                             "/exercised/broken: expected a value, found nothing",
                                                             "/exercised/x: expected no such key, found 2 (number)"}));
}

class JournalFile : public testing::Test {
  protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    std::string path(const std::string& name = "journal.ndjson") const { return (folder_ / name).string(); }

    std::string content() const {
        std::ostringstream text;
        text << std::ifstream(path()).rdbuf();
        return text.str();
    }

    fs::path folder_ = fs::temp_directory_path() / ("keyturn-journal-" + std::to_string(::getpid()));
};

TEST_F(JournalFile, IsThereAfterEachVerdict) {
    auto journal = Journal::create(path());
    ASSERT_TRUE(journal.has_value());
    EXPECT_EQ(content(), "");
    ASSERT_TRUE(journal->append(verdict("a")).has_value());
    EXPECT_EQ(content(), journal_line(verdict("a")) + "\n");
    ASSERT_TRUE(journal->append(full).has_value());
    EXPECT_EQ(content(), journal_line(verdict("a")) + "\n" + journal_line(full) + "\n");
}

TEST_F(JournalFile, TakesThePlaceOfAnEarlierOne) {
    std::ofstream(path()) << "old";
    ASSERT_TRUE(Journal::create(path()).has_value());
    EXPECT_EQ(content(), "");
}

TEST_F(JournalFile, CanBeMoved) {
    auto first = Journal::create(path());
    auto other = Journal::create(path("other"));
    ASSERT_TRUE(first->append(verdict("a")).has_value());
    Journal moved = *std::move(first);
    ASSERT_TRUE(moved.append(verdict("b")).has_value());
    *other = std::move(moved);
    ASSERT_TRUE(other->append(verdict("c")).has_value());
    EXPECT_EQ(content(), journal_line(verdict("a")) + "\n" + journal_line(verdict("b")) + "\n" +
                             journal_line(verdict("c")) + "\n");
}

TEST_F(JournalFile, ClosesItsFile) {
    const auto open_files = [] { return std::distance(fs::directory_iterator("/proc/self/fd"), {}); };
    const auto before = open_files();
    {
        const auto journal = Journal::create(path());
    }
    EXPECT_EQ(open_files(), before);
}

TEST_F(JournalFile, ThatCantBeMadeIsNamed) {
    const auto journal = Journal::create(path("missing/journal"));
    ASSERT_FALSE(journal.has_value());
    EXPECT_EQ(journal.error(), path("missing/journal") + ": No such file or directory");
}

TEST_F(JournalFile, FullDiskIsAnErrorThatNamesTheFile) {
    auto journal = Journal::create("/dev/full");
    ASSERT_TRUE(journal.has_value());
    EXPECT_EQ(journal->append(full).error(), "/dev/full: No space left on device");
}

// Lets no file grow past some bytes while it lives.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, SIG_DFL);
    }

  private:
    rlimit before_{};
};

TEST_F(JournalFile, LineThatDoesNotFitIsTakenBack) {
    auto journal = Journal::create(path());
    const std::string first = journal_line(verdict("a")) + "\n";
    ASSERT_TRUE(journal->append(verdict("a")).has_value());
    {
        const FileSizeLimit limit(first.size() + 20);
        EXPECT_EQ(journal->append(full).error(), path() + ": File too large");
    }
    EXPECT_EQ(content(), first) << "nothing half-written";
    ASSERT_TRUE(journal->append(verdict("b")).has_value());
    EXPECT_EQ(content(), first + journal_line(verdict("b")) + "\n") << "and it goes on behind the last whole line";
}

}  // namespace
}  // namespace keyturn
