#include "properties/generated/run_property.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"
#include "properties/generated/check_library.h"

namespace keyturn {
namespace {

std::unique_ptr<Library> library_with(void (*spoil)(LibraryFunctions&)) {
    LibraryFunctions functions = reference_functions();
    spoil(functions);
    return std::make_unique<FunctionLibrary>(std::move(functions));
}

void sign_nothing_long(LibraryFunctions& functions) {
    functions.sign = [sign = functions.sign](const Bytes& key, const std::string& payload, const Surroundings& around) {
        return payload.size() >= 3 ? Answer<std::string>("AAAA") : sign(key, payload, around);
    };
}

void trap_on_signing(LibraryFunctions& functions) {
    functions.sign = [](const Bytes&, const std::string&, const Surroundings&) {
        return Answer<std::string>(std::unexpected(NoValue{NoValueKind::trapped, "out of bounds"}));
    };
}

void lack_signing(LibraryFunctions& functions) {
    functions.sign = [](const Bytes&, const std::string&, const Surroundings&) {
        return Answer<std::string>(std::unexpected(NoValue{NoValueKind::unimplemented, ""}));
    };
}

PropertyRun run_on(Library& library, std::string_view property, const RunSettings& settings) {
    return run_property(*find_property(property), library, settings);
}

TEST(RunProperty, what_fails_is_made_as_small_as_it_gets) {
    const auto library = library_with(sign_nothing_long);
    const PropertyRun run = run_on(*library, "signature_verifies", {.seed = 3, .runs = 300});
    ASSERT_EQ(run.violations.size(), 1u);
    const Violation& violation = run.violations.front();
    EXPECT_EQ(violation.oracle, "signature_verifies");
    EXPECT_EQ(resolve(violation.witness, "/property")->text, "signature_verifies");
    EXPECT_EQ(resolve(violation.witness, "/input/key")->text, "0");
    EXPECT_LE(resolve(violation.witness, "/input/payload")->text.size(), 4u);
    EXPECT_EQ(judge_witness(*library, violation.witness)->violation->summary, violation.summary);
    EXPECT_FALSE(judge_witness(*reference_library(), violation.witness)->violation);
}

TEST(RunProperty, the_same_seed_gives_the_same_witness) {
    const auto library = library_with(sign_nothing_long);
    const RunSettings settings = {.seed = 5, .runs = 100};
    EXPECT_EQ(run_on(*library, "signature_verifies", settings).violations.front().witness,
              run_on(*library, "signature_verifies", settings).violations.front().witness);
}

TEST(RunProperty, saved_inputs_come_first_and_are_not_counted) {
    const auto library = library_with(sign_nothing_long);
    const JsonValue saved = parse_json(R"({"key": 9, "payload": "a long payload"})").value();
    const JsonValue unreadable = parse_json(R"({"key": "nine"})").value();
    const PropertyRun run =
        run_on(*library, "signature_verifies", {.seed = 5, .runs = 2, .replayed_first = {unreadable, saved}});
    ASSERT_FALSE(run.violations.empty());
    EXPECT_EQ(*run.violations.front().witness.find("input"), saved);
    EXPECT_EQ(run.inputs, 2u);
    EXPECT_EQ(run.exercised, 2u);
}

TEST(RunProperty, a_library_that_does_not_answer_is_asked_no_more) {
    const auto library = library_with(trap_on_signing);
    const PropertyRun run = run_on(*library, "signature_verifies", {.seed = 5, .runs = 100});
    ASSERT_EQ(run.violations.size(), 1u);
    EXPECT_EQ(run.violations.front().requirement, "AM-SIG-042");
    EXPECT_EQ(run.violations.front().summary, "sign gave no answer (trapped): out of bounds");
    EXPECT_EQ(run.inputs, 1u);
}

TEST(RunProperty, an_operation_that_is_not_there_is_not_exercised) {
    const PropertyRun run = run_on(*library_with(lack_signing), "signature_verifies", {.seed = 5, .runs = 10});
    EXPECT_TRUE(run.violations.empty());
    EXPECT_EQ(run.inputs, 10u);
    EXPECT_EQ(run.exercised, 0u);
}

TEST(RunProperty, whether_is_enough_leaves_the_input_as_it_is) {
    const PropertyRun run =
        run_on(*library_with(sign_nothing_long), "signature_verifies", {.seed = 3, .runs = 300, .only_whether = true});
    EXPECT_EQ(run.violations.size(), 1u);
    EXPECT_LT(run.inputs, 300u);
}

TEST(CheckLibrary, tells_held_from_violated_and_not_exercised) {
    const auto library = library_with(sign_nothing_long);
    const std::vector<const Property*> chosen = {find_property("signature_verifies"),
                                                 find_property("signature_stands_for_one_event")};
    const CheckReport report =
        check_library(*library, chosen,
                      {.seed = 3,
                       .runs = [](const Property&) { return std::size_t{60}; },
                       .saved_inputs = [](const Property&) { return std::vector<JsonValue>(); }});
    EXPECT_EQ(report.inputs(), 120u);
    EXPECT_EQ(report.held("AM-SIG-023"), false);
    EXPECT_EQ(report.held("AM-SIG-042"), true);
    EXPECT_EQ(report.held("AM-SIG-037"), true);  // only a limit of the protocol was found
    EXPECT_EQ(report.held("AM-SIG-022"), std::nullopt);
    EXPECT_TRUE(report.is_any_violated());
    EXPECT_TRUE(report.is_any_exercised());
    EXPECT_GE(report.findings().size(), 2u);
    EXPECT_FALSE(CheckReport{}.is_any_violated());
    EXPECT_FALSE(CheckReport{}.is_any_exercised());
}

TEST(CheckLibrary, what_a_violation_cut_short_is_not_called_held) {
    const auto library = library_with(sign_nothing_long);
    const auto report_on = [&](std::vector<const Property*> chosen) {
        return check_library(*library, chosen,
                             {.seed = 3,
                              .runs = [](const Property&) { return std::size_t{60}; },
                              .saved_inputs = [](const Property&) { return std::vector<JsonValue>(); }});
    };
    const Property* violated = find_property("signature_verifies");
    const CheckReport report = report_on({violated});
    EXPECT_EQ(report.held("AM-SIG-023"), false);
    EXPECT_EQ(report.held("AM-SIG-042"), std::nullopt);
    EXPECT_EQ(report.why_not_exercised("AM-SIG-042"), "another violation ended what would show it");
    EXPECT_EQ(report_on({violated, find_property("signature_stands_for_one_event")}).held("AM-SIG-042"), true);
    const auto lacking = library_with(lack_signing);
    const CheckReport lacks = check_library(*lacking, std::vector{violated},
                                            {.seed = 3,
                                             .runs = [](const Property&) { return std::size_t{5}; },
                                             .saved_inputs = [](const Property&) { return std::vector<JsonValue>(); }});
    EXPECT_EQ(lacks.why_not_exercised("AM-SIG-023"), "the library lacks an operation that would show it");
}

}  // namespace
}  // namespace keyturn
