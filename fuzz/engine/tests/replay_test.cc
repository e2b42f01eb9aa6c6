#include <filesystem>

#include "fuzz/corpus/corpus_folder.h"
#include "fuzz/runner/program_run.h"

namespace keyturn::fuzz {
namespace {

namespace fs = std::filesystem;

struct Replayed {
    int status;
    std::string lines;
};

class Replay : public testing::Test {
  protected:
    Replay() { fs::remove_all(folder_); }
    ~Replay() override { fs::remove_all(folder_); }

    // The file of that content, under the name of the content.
    fs::path put(std::string_view content) const {
        const fs::path file = folder_ / "seeds" / content_name(content);
        EXPECT_TRUE(write_whole(file, content));
        return file;
    }

    fs::path put_index(const CorpusIndex& index) const {
        EXPECT_TRUE(save_index(folder_ / "index.json", index));
        return folder_ / "index.json";
    }

    static Replayed replay(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), PLANTED_TARGET);
        Replayed replayed;
        const ProgramEnd end = run_program({std::move(arguments)}, [&](std::string_view line) {
            if (!line.empty()) replayed.lines += std::string(line) + "\n";
        });
        replayed.status = end.how == ProgramEnd::How::exited ? end.status : -end.status;
        return replayed;
    }

    std::string seeds() const { return folder_ / "seeds"; }

    const fs::path folder_ = fs::path(testing::TempDir()) /
                             ("replay_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(Replay, says_of_each_file_how_it_was_taken) {
    const fs::path good = put("good"), other = put("other");
    const Replayed replayed = replay({seeds()});
    EXPECT_EQ(replayed.status, 0);
    EXPECT_TRUE(replayed.lines.contains(good.string() + " accepted\n")) << replayed.lines;
    EXPECT_TRUE(replayed.lines.contains(other.string() + " refused\n"));
    EXPECT_TRUE(replayed.lines.contains("2 inputs held"));
}

TEST_F(Replay, an_oracle_that_does_not_hold_ends_it_with_the_input_as_last_line) {
    const fs::path bad = put("bad");
    const Replayed replayed = replay({bad});
    EXPECT_NE(replayed.status, 0);
    EXPECT_TRUE(replayed.lines.contains(bad.string() + " ")) << replayed.lines;
    EXPECT_TRUE(replayed.lines.contains("oracle violated: nothing is bad"));
}

TEST_F(Replay, a_seed_that_is_taken_otherwise_than_its_row_says_fails) {
    put("good");
    CorpusIndex index;
    index.put({content_name("good"), true, "it is good"});
    EXPECT_EQ(replay({"--index", put_index(index), seeds()}).status, 0);
    index.put({content_name("good"), false, "it was bad once"});
    const Replayed replayed = replay({"--index", put_index(index), seeds()});
    EXPECT_EQ(replayed.status, 1);
    EXPECT_TRUE(replayed.lines.contains("but the index says refused: it was bad once")) << replayed.lines;
    EXPECT_TRUE(replayed.lines.contains("0 inputs held"));
}

TEST_F(Replay, a_seed_without_a_row_fails) {
    put("good");
    const Replayed replayed = replay({"--index", put_index({}), seeds()});
    EXPECT_EQ(replayed.status, 1);
    EXPECT_TRUE(replayed.lines.contains("but it has no row in the index")) << replayed.lines;
}

TEST_F(Replay, nothing_to_run_is_no_success) {
    fs::create_directories(seeds());
    EXPECT_EQ(replay({}).status, 2);
    EXPECT_EQ(replay({"--unknown"}).status, 2);
    EXPECT_EQ(replay({seeds()}).status, 2);
    EXPECT_EQ(replay({"--index"}).status, 2);
}

TEST_F(Replay, a_file_that_cant_be_read_is_said_and_the_others_run) {
    const Replayed replayed = replay({folder_ / "absent", put("good")});
    EXPECT_EQ(replayed.status, 2);
    EXPECT_TRUE(replayed.lines.contains("absent: No such file or directory")) << replayed.lines;
    EXPECT_TRUE(replayed.lines.contains("1 inputs held"));
}

TEST_F(Replay, a_sample_is_the_first_by_name) {
    put("good"), put("other"), put("third");
    const Replayed replayed = replay({"--at-most", "2", seeds()});
    EXPECT_TRUE(replayed.lines.contains("2 inputs held")) << replayed.lines;
    const std::string first = std::min({content_name("good"), content_name("other"), content_name("third")});
    EXPECT_TRUE(replayed.lines.contains(first));
}

TEST_F(Replay, traces_are_shown_where_edges_are_counted) {
    const Replayed replayed = replay({"--traces", put("good"), put("other")});
    if (replayed.lines.contains("this build counts no edges")) {
        EXPECT_EQ(replayed.status, 2);
        return;
    }
    EXPECT_EQ(replayed.status, 0);
    const auto digest = [&](const std::string& words) {
        return replayed.lines.substr(replayed.lines.find(words) + words.size(), 16);
    };
    EXPECT_NE(digest(" accepted "), digest(" refused ")) << replayed.lines;
}

TEST_F(Replay, a_target_that_goes_by_the_process_does_not_repeat) {
    const auto repeats = [](const fs::path& file) {
        return to_string(run_program({{REPEATS, PLANTED_TARGET, file}}, [](std::string_view) {}));
    };
    const bool edges_are_counted = replay({"--traces", put("good")}).status == 0;
    EXPECT_EQ(repeats(put("good")), "exit status 0");
    EXPECT_EQ(repeats(put("unsteady")), edges_are_counted ? "exit status 1" : "exit status 0");
}

}  // namespace
}  // namespace keyturn::fuzz
