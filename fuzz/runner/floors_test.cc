#include "fuzz/runner/floors.h"

namespace keyturn::fuzz {
namespace {

const Budget minute = {.seconds = 60, .executions = {}};

MeasuredTarget measured(double percent, double executions_a_second) {
    return {.name = "a", .executions_a_second = executions_a_second, .percent = percent};
}

TEST(Floors, leave_two_points_for_luck_and_two_thirds_for_slower_machines) {
    EXPECT_EQ(floors_below(measured(97.9, 3000), minute), (Floors{95, 1000}));
    EXPECT_EQ(floors_below(measured(98, 3030), minute), (Floors{96, 1000}));
    EXPECT_EQ(floors_below(measured(100, 299.9), minute), (Floors{98, 99}));
    EXPECT_EQ(floors_below(measured(1.5, 2), minute), (Floors{0, 0}));
    EXPECT_EQ(floors_below(measured(50, 300), minute), (Floors{48, 100}));
    EXPECT_EQ(floors_below(measured(50, 329.9), minute), (Floors{48, 100})) << "two digits";
    EXPECT_EQ(floors_below(measured(50, 330), minute), (Floors{48, 110}));
    EXPECT_EQ(floors_below(measured(50, 98'765), minute), (Floors{48, 32'000}));
}

TEST(Floors, only_rise) {
    const TargetRow row = {.name = "a", .branch_floor = 90.5, .executions_floor = 500};
    EXPECT_EQ(raised_floors(row, measured(80, 30), minute), (Floors{90.5, 500}));
    EXPECT_EQ(raised_floors(row, measured(93, 30), minute), (Floors{91, 500}));
    EXPECT_EQ(raised_floors(row, measured(80, 3000), minute), (Floors{90.5, 1000}));
}

TEST(Floors, of_branches_are_raised_by_runs_as_long_as_those_of_ci) {
    EXPECT_EQ(floors_below(measured(98, 3000), {.seconds = 61, .executions = {}}), (Floors{0, 1000}));
    EXPECT_EQ(floors_below(measured(98, 3000), {.seconds = 1, .executions = {}}), (Floors{96, 1000}));
}

TEST(Floors, are_raised_by_nothing_that_says_too_little) {
    MeasuredTarget unsound = measured(98, 3000), uncounted = measured(98, 3000);
    unsound.is_sound = false;
    uncounted.percent.reset();
    EXPECT_EQ(floors_below(unsound, minute), Floors{});
    EXPECT_EQ(floors_below(uncounted, minute), (Floors{0, 1000}));
    EXPECT_EQ(floors_below(measured(98, 3000), {.seconds = {}, .executions = 9}), Floors{});
    EXPECT_EQ(floors_below(measured(98, 3000), {.seconds = 60, .executions = {}, .kept_corpus = true}), Floors{});
    EXPECT_EQ(floors_below(measured(98, 3000), {.seconds = 60, .executions = {}, .from_empty = true}),
              (Floors{96, 1000}));
}

constexpr std::string_view table = R"({"schema": 1, "targets": [
  {"name": "a", "subject": "x", "branch_floor": 1, "executions_floor": 20},
  {"name": "b", "subject": "branch_floor of a", "branch_floor": 95.5, "executions_floor": 0}
]}
)";

TEST(Floors, are_written_into_the_line_of_their_target_and_nowhere_else) {
    EXPECT_EQ(with_floors(table, "a", {88, 1200}), R"({"schema": 1, "targets": [
  {"name": "a", "subject": "x", "branch_floor": 88, "executions_floor": 1200},
  {"name": "b", "subject": "branch_floor of a", "branch_floor": 95.5, "executions_floor": 0}
]}
)");
    EXPECT_EQ(with_floors(table, "b", {96.5, 7}), R"({"schema": 1, "targets": [
  {"name": "a", "subject": "x", "branch_floor": 1, "executions_floor": 20},
  {"name": "b", "subject": "branch_floor of a", "branch_floor": 96.5, "executions_floor": 7}
]}
)");
    EXPECT_EQ(with_floors(table, "b", {95.5, 0}), table);
}

TEST(Floors, are_written_over_numbers_of_every_form) {
    EXPECT_EQ(with_floors(R"({"name": "a", "branch_floor": 9.5e+1, "executions_floor": 1E-0})", "a", {96, 20}),
              R"({"name": "a", "branch_floor": 96, "executions_floor": 20})");
}

TEST(Floors, of_another_row_in_the_same_line_stay) {
    EXPECT_EQ(with_floors(R"({"name": "a", "branch_floor" : 1}, {"branch_floor": 2, "executions_floor": 3})", "a", {})
                  .error(),
              "the line of a has no \"branch_floor\"");
}

TEST(Floors, need_a_line_for_the_target_with_floors_in_it) {
    EXPECT_EQ(with_floors(table, "c", {}).error(), "no line begins with {\"name\": \"c\",");
    EXPECT_EQ(with_floors("{\"name\": \"a\", \"branch_floor\": 1}\n\"executions_floor\": 1", "a", {}).error(),
              "the line of a has no \"executions_floor\"");
    EXPECT_EQ(with_floors("{\"name\": \"a\", \"executions_floor\": 1}", "a", {}).error(),
              "the line of a has no \"branch_floor\"");
    EXPECT_EQ(with_floors("{\"name\": \"a\", \"branch_floor\": 1, \"executions_floor\": 1", "a", {2, 3}),
              "{\"name\": \"a\", \"branch_floor\": 2, \"executions_floor\": 3");
}

}  // namespace
}  // namespace keyturn::fuzz
