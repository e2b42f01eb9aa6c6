// The command line from outside: what it prints and what it exits with.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "protocol/json_document.h"
#include "tools/bent_server_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"

namespace keyturn {
namespace {

namespace fs = std::filesystem;

// A folder that is gone when the test ends.
class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "keyturn-test-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path_); }
    std::string file(const std::string& name, const std::string& content) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name) << content;
        return (path_ / name).string();
    }
    std::string path() const { return path_.string(); }

  private:
    fs::path path_;
};

std::string content_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::unique_ptr<ReferenceServer> server_without(LeftOut left_out) {
    return ReferenceServer::start(0, {std::move(left_out), {}}, clock_of(1'790'000'000'000)).value();
}

// ---- conform

TEST(Conform, without_an_endpoint_every_case_passes_against_the_reference_server) {
    const CommandRun ran = run({"conform", "--seed", "1"});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out << ran.err;
    EXPECT_FALSE(has(ran.out, "nonconformant"));
    EXPECT_TRUE(has(ran.out, " not run: around/create-without-signatures, ")) << ran.out;
    EXPECT_TRUE(has(ran.out, "\ncoverage: fields 52/52 valid, ")) << ran.out;
    EXPECT_TRUE(has(ran.out, "; rules 44/44 valid, 44/44 broken; requirements ")) << ran.out;
    EXPECT_FALSE(has(ran.out, "never: ") || has(ran.out, "never valid: ")) << ran.out;
    EXPECT_TRUE(has(ran.out, "never broken: /")) << ran.out;
    EXPECT_LT(std::ranges::count(ran.out, '\n'), 10) << ran.out;
}

TEST(Conform, many_failures_are_told_by_cause_and_the_rest_is_in_the_journal) {
    const auto server = server_without({"key_version_moves_forward"});
    const std::vector<std::string> arguments = {
        "conform", "rotation/key-version-*", "--endpoint", server->url(), "--seed", "7"};
    const CommandRun ran = run(arguments);
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_TRUE(ran.out.starts_with(
        "AM-ROT-002 MUST  The key version is above the group's current one, compared as numbers.   [guide]\n"
        "  status       expected 409 or 400   found 200\n"
        "  2 nonconformant: rotation/key-version-as-before, rotation/key-version-below\n"
        "  again: keyturn conform rotation/key-version-as-before --endpoint " +
        server->url() +
        " --seed 7\n"
        "coverage: fields "))
        << ran.out;
    EXPECT_FALSE(has(ran.out, "never")) << "what a selection leaves out is no gap: " << ran.out;
    EXPECT_FALSE(has(run({"conform", "--shard", "1/200", "--seed", "1"}).out, "never"));
}

TEST(Conform, what_has_no_room_is_counted_with_the_command_that_shows_it) {
    const BentServer server([](const HttpRequest&, HttpResponse& answer) { answer.status = 200; });
    const Folder folder;
    const std::vector<std::string> arguments = {"conform", "stateless", "--endpoint", server.url(), "--state", "none"};
    EXPECT_TRUE(has(run(arguments).out, " cases: see them all with --out DIR and keyturn report DIR --as markdown\n"));
    std::vector<std::string> kept = arguments;
    kept.insert(kept.end(), {"--out", folder.path()});
    const std::string out = run(kept).out;
    EXPECT_TRUE(has(out, " cases: keyturn report " + folder.path() + " --as markdown\n")) << out;
    EXPECT_LE(std::ranges::count(out, '\n'), 40);
}

TEST(Conform, coverage_names_the_cases) {
    const CommandRun table = run({"conform", "rotation/key-version-*", "--coverage", "--seed", "1"});
    EXPECT_EQ(table.status, exit_conformant);
    EXPECT_TRUE(table.out.starts_with("coverage of field constraints\n  body type\n    valid   ")) << table.out;
    EXPECT_TRUE(has(table.out, "  key_version_moves_forward AM-ROT-002\n    valid   ")) << table.out;
    EXPECT_TRUE(has(table.out, "\ncoverage: fields "));
    const CommandRun single = run({"conform", "rotation/key-version-below", "--seed", "1"});
    EXPECT_FALSE(has(single.out, "coverage"));
    EXPECT_TRUE(has(run({"conform", "rotation/key-version-below", "--seed", "1", "--coverage"}).out,
                    "    broken  1: rotation/key-version-below\n"));
}

TEST(Conform, a_rule_left_out_is_shown_with_requirement_place_both_values_and_the_command_that_repeats_it) {
    const auto server = server_without({"key_version_moves_forward"});
    const CommandRun ran = run({"conform", "rotation/key-version-below", "--endpoint", server->url(), "--seed", "7"});
    EXPECT_EQ(ran.status, exit_nonconformant);
    EXPECT_EQ(ran.out,
              "rotation/key-version-below: nonconformant\n"
              "  AM-ROT-002 MUST  The key version is above the group's current one, compared as numbers.   [guide]\n"
              "  status       expected 409 or 400   found 200\n"
              "  again: keyturn conform rotation/key-version-below --endpoint " +
                  server->url() +
                  " --seed 7\n"
                  "1 cases: 1 nonconformant\n");
}

TEST(Conform, a_should_that_is_not_kept_is_tolerated_unless_strict_and_can_be_silenced) {
    const auto server = server_without({"key_version_not_far_ahead"});
    const std::string url = server->url();
    const CommandRun ran = run({"conform", "rotation/key-version-far-ahead", "--endpoint", url});
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_TRUE(has(ran.out, "tolerated"));
    EXPECT_EQ(run({"conform", "rotation/key-version-far-ahead", "--endpoint", url, "--strict"}).status,
              exit_nonconformant);
    const CommandRun silenced =
        run({"conform", "rotation/key-version-far-ahead", "--endpoint", url, "--policy-off", "AM-ROT-004"});
    EXPECT_EQ(silenced.status, exit_nothing_ran);
    EXPECT_TRUE(has(silenced.out, "not run (its requirements are silenced"));
}

TEST(Conform, json_has_counts_and_each_case_with_its_requirements) {
    const auto server = server_without({"key_version_moves_forward"});
    const CommandRun ran = run({"conform", "rotation/key-version-*", "--endpoint", server->url(), "--json"});
    const auto document = parse_json(ran.out);
    ASSERT_TRUE(document) << ran.out;
    EXPECT_EQ(resolve(*document, "/verdicts/nonconformant")->text, "2");
    const JsonValue* below = nullptr;
    for (const JsonValue& row : document->find("cases")->elements)
        if (row.find("id")->text == "rotation/key-version-below") below = &row;
    ASSERT_NE(below, nullptr);
    EXPECT_EQ(below->find("verdict")->text, "nonconformant");
    EXPECT_EQ(to_json(*below->find("requirements")), R"(["AM-ROT-002"])");
    EXPECT_EQ(resolve(*document, "/coverage/fields/0/field")->text, "body");
    EXPECT_FALSE(has(ran.out, "coverage:"));
}

TEST(Conform, the_same_seed_and_time_make_the_same_bytes) {
    const std::vector<std::string> arguments = {"conform", "accepted", "--dry-run",    "--seed",
                                                "5",       "--now",    "1790000000000"};
    const CommandRun first = run(arguments), second = run(arguments);
    EXPECT_EQ(first.status, exit_conformant);
    EXPECT_EQ(first.out, second.out);
    EXPECT_TRUE(has(first.out, "POST /2/chat/conversations/g1700000000000000001/members HTTP/1.1\r\n"));
    EXPECT_TRUE(has(first.out, "Authorization: Bearer <token of 1111>\r\n"));
    const CommandRun other = run({"conform", "accepted", "--dry-run", "--seed", "6", "--now", "1790000000000"});
    EXPECT_NE(first.out, other.out);
}

TEST(Conform, list_names_cases_and_as_json_both_sides_of_each_requirement) {
    const CommandRun list = run({"conform", "signatures", "--list"});
    EXPECT_EQ(list.status, exit_conformant);
    EXPECT_TRUE(has(list.out, "signatures/cut-detail"));
    EXPECT_FALSE(has(list.out, "rotation/"));
    const auto document = parse_json(run({"conform", "--list", "--json"}).out);
    ASSERT_TRUE(document);
    for (const JsonValue& row : document->find("requirements")->elements)
        if (row.find("id")->text == "AM-SIG-001") {
            EXPECT_TRUE(row.find("kept")->text != "0" && row.find("broken")->text != "0");
        }
}

TEST(Conform, an_option_that_can_be_repeated_takes_one_value_at_a_time) {
    const CommandRun list =
        run({"conform", "--policy-off", "AM-ROT-004", "--policy-off", "AM-ROT-003", "signatures/cut-detail", "--list"});
    EXPECT_EQ(list.status, exit_conformant) << list.err;
    EXPECT_TRUE(has(list.out, "1 cases\n")) << list.out;
}

TEST(Conform, without_a_state_hook_what_needs_a_state_is_not_run) {
    const auto server = server_without({});
    const CommandRun ran = run({"conform", "accepted/one-user", "--endpoint", server->url(), "--state", "none"});
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_TRUE(has(ran.out, "not run (needs a state to start from: --state none)"));
}

TEST(Conform, a_hook_that_refuses_is_a_failed_set_up) {
    const auto server = server_without({});
    const CommandRun ran =
        run({"conform", "accepted/one-user", "--endpoint", server->url(), "--state", (server->url() + "/no/hook")});
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_TRUE(has(ran.out, "set-up failed: status 404")) << ran.out;
}

TEST(Conform, a_run_that_judged_nothing_says_so) {
    const auto server = server_without({});
    const std::vector<std::string> arguments = {"conform", "accepted/one-user", "--endpoint", server->url(), "--state"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), arguments.begin(), arguments.end());
        return run(more).out;
    };
    constexpr std::string_view words = "the server was not judged: ";
    EXPECT_TRUE(has(with({"none", "accepted/two-users"}), words));
    EXPECT_FALSE(has(with({"none"}), words)) << "its own reason is enough";
    EXPECT_FALSE(has(with({server->url() + "/no/hook", "accepted/two-users"}), words)) << "the set-up failed";
    EXPECT_FALSE(has(with({"none", "stateless/array"}), words)) << "one case was judged";
    const BentServer lazy([](const HttpRequest&, HttpResponse& answer) { answer.status = 501; });
    EXPECT_TRUE(has(run({"conform", "stateless", "--endpoint", lazy.url(), "--state", "none"}).out, words));
}

TEST(Conform, an_endpoint_that_refuses_is_unreachable) {
    const std::string url = server_without({})->url();  // its port is free again
    const CommandRun ran = run({"conform", "accepted/one-user", "--endpoint", url});
    EXPECT_EQ(ran.status, exit_unreachable);
    EXPECT_TRUE(has(ran.err, url)) << ran.err;
    EXPECT_TRUE(ran.err.ends_with("\nno case was run: is the server up, and is --endpoint right?\n")) << ran.err;
}

TEST(Conform, a_host_that_is_not_this_machine_needs_a_word) {
    const CommandRun ran = run({"conform", "--endpoint", "http://chat.example"});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.err, "--yes-send-to chat.example"));
}

TEST(Conform, wrong_usage_is_one_line_and_where_to_look) {
    const std::vector<std::pair<std::vector<std::string>, std::string_view>> wrong = {
        {{"conform", "--frob"}, "--frob"},
        {{"conform", "no/such/case"}, "no case fits 'no/such/case'"},
        {{"conform", "--policy-off", "AM-XYZ-001"}, "AM-XYZ-001: there is no such requirement"},
        {{"conform", "--policy-off", "AM-SIG-001"}, "its source is guide, not policy"},
        {{"conform", "--policy-off", "AM-ROT-020"}, "it can't be switched off"},
        {{"conform", "--profile", "other"}, "other"},
        {{"conform", "--endpoint", "ftp://127.0.0.1"}, "ftp://127.0.0.1"},
        {{"conform", "--bearer-env", "KEYTURN_TEST_UNSET_VARIABLE"}, "KEYTURN_TEST_UNSET_VARIABLE"},
        {{"conform", "--header", "no-colon"}, "expected 'Name: value'"},
        {{"conform", "--data", "/nonexistent"}, "/nonexistent"},
        {{"frob"}, "--help"},
        {{""}, "--help"},
    };
    for (const auto& [arguments, part] : wrong) {
        const CommandRun ran = run(arguments);
        EXPECT_EQ(ran.status, exit_usage) << ran.err;
        EXPECT_TRUE(has(ran.err, part)) << ran.err;
        EXPECT_EQ(ran.out, "");
    }
}

TEST(Conform, a_bad_case_file_is_named_with_its_place) {
    const Folder folder;
    folder.file("broken.json", "{\"schema\": 1,\n  \"title\": }");
    const CommandRun broken = run({"conform", "--cases", folder.path()});
    EXPECT_EQ(broken.status, exit_usage);
    EXPECT_TRUE(has(broken.err, "broken.json:2:12")) << broken.err;
    folder.file("broken.json", "");
    EXPECT_TRUE(has(run({"conform", "--cases", folder.path()}).err, "broken.json"));
    folder.file("broken.json", R"({"schema": 1, "titel": "t", "requirements": ["AM-REQ-001"], "exchanges": []})");
    const CommandRun unknown = run({"conform", "--cases", folder.path()});
    EXPECT_TRUE(has(unknown.err, "/titel")) << unknown.err;
}

TEST(Conform, the_journal_has_a_line_a_verdict_and_a_full_disk_ends_the_run) {
    const Folder folder;
    const std::string out = folder.path() + "/new/folder";
    EXPECT_EQ(run({"conform", "signatures/swapped-signatures", "accepted/one-user", "accepted/two-users", "--out", out})
                  .status,
              exit_conformant);
    const std::string journal = content_of(out + "/journal.ndjson");
    EXPECT_EQ(std::count(journal.begin(), journal.end(), '\n'), 3);
    fs::remove(out + "/journal.ndjson");
    fs::create_symlink("/dev/full", out + "/journal.ndjson");
    const CommandRun full = run({"conform", "signatures/version-*", "--out", out});
    EXPECT_EQ(full.status, exit_usage);
    EXPECT_TRUE(has(full.err, "journal.ndjson")) << full.err;
}

// ---- serve, lint

TEST(Serve, lists_its_rules_and_defects_and_refuses_unknown_ones) {
    const CommandRun list = run({"serve", "--list"});
    EXPECT_EQ(list.status, exit_conformant);
    EXPECT_TRUE(has(list.out, "  key_version_moves_forward            AM-ROT-002\n"));
    EXPECT_TRUE(
        has(list.out, "  answers_and_forgets                  AM-ROT-021  … accepts an addition and does nothing\n"));
    const std::pair<std::string, std::string> unknown_names[] = {{"--without", "no_such_name"},
                                                                 {"--defect", "no_such_name"},
                                                                 {"--defect", "key_version_moves_forward"},
                                                                 {"--without", "answers_and_forgets"}};
    for (const auto& [option, name] : unknown_names) {
        const CommandRun unknown = run({"serve", option, name});
        EXPECT_EQ(unknown.status, exit_usage);
        EXPECT_TRUE(has(unknown.err, "'" + name + "': see keyturn serve --list\n")) << unknown.err;
    }
}

TEST(Lint, the_shipped_suite_is_clean_and_a_bad_folder_is_not) {
    EXPECT_EQ(run({"lint"}).status, exit_conformant);
    const Folder folder;
    folder.file(
        "a.json",
        R"({"schema": 1, "title": "t", "requirements": ["AM-XYZ-001"], "exchanges": [{"request": {"method": "GET", "path": "/"}, "response": {"status": 200}}]})");
    const CommandRun ran = run({"lint", folder.path()});
    EXPECT_EQ(ran.status, exit_usage);
    EXPECT_TRUE(has(ran.out, "AM-XYZ-001")) << ran.out;
    EXPECT_TRUE(has(ran.out, "1 cases, ")) << ran.out;
    EXPECT_TRUE(has(ran.out, " requirements: 1 problems\n")) << "nothing about coverage or unused states: " << ran.out;
    folder.file("notes.txt", "x");
    EXPECT_TRUE(
        has(run({"lint", folder.path()}).out, "notes.txt: expected a case, which is a *.json, found another file"));
}

// ---- request and verify

TEST(Request, lists_the_deviations_of_an_add_and_no_others) {
    const CommandRun list = run({"request", "--list"});
    EXPECT_EQ(list.status, exit_conformant);
    EXPECT_TRUE(has(list.out, "\nswapped-order "));
    EXPECT_TRUE(has(list.out, "\nsignature-version:<text> "));
    EXPECT_FALSE(has(list.out, "no-group-create"));
}

TEST(Request, repeats_from_seed_and_time_and_says_them_when_they_were_not_given) {
    const std::vector<std::string> arguments = {"request", "--members", "5",     "--title",      "Team",
                                                "--seed",  "3",         "--now", "1790000000000"};
    EXPECT_EQ(run(arguments).out, run(arguments).out);
    EXPECT_EQ(run(arguments).err, "");
    EXPECT_TRUE(has(run({"request"}).err, "--seed"));
}

TEST(Request, what_it_makes_is_verified_in_every_shape) {
    const std::vector<std::vector<std::string>> shapes = {
        {"--members", "2"},
        {"--members", "40", "--title",
         "T\xc3\xa9"
         "am",
         "--ttl", "0"},
        {"--members", "3", "--pending", "2", "--avatar-url", "https://example.com/a.png"},
        {"--members", "7", "--screen-capture-blocking", "true"},
        {"--members", "3", "--screen-capture-blocking", "false", "--title", ""}};
    const Folder folder;
    for (std::vector<std::string> arguments : shapes) {
        arguments.insert(arguments.end(), {"--as", "state", "--seed", "1"});
        arguments.insert(arguments.begin(), "request");
        const CommandRun made = run(arguments);
        ASSERT_EQ(made.status, exit_conformant) << made.err;
        const std::string file = folder.file("state.json", made.out);
        const CommandRun verified = run({"verify", file});
        EXPECT_EQ(verified.status, exit_conformant) << verified.out << verified.err;
        EXPECT_TRUE(has(verified.out, " 0 broken, "));
    }
}

TEST(Verify, names_the_requirement_that_a_deviation_breaks) {
    const std::vector<std::pair<const char*, const char*>> deviations = {{"no-key-change", "AM-SIG-001"},
                                                                         {"damaged-signature", "AM-SIG-003"},
                                                                         {"unregistered-signing-key", "AM-SIG-004"},
                                                                         {"signature-version:1", "AM-SIG-005"},
                                                                         {"signature-version:8", "AM-SIG-006"},
                                                                         {"reordered-detail", "AM-SIG-007"},
                                                                         {"cut-detail", "AM-SIG-008"},
                                                                         {"one-message-id-for-both", "AM-SIG-009"},
                                                                         {"der-signature", "AM-SIG-011"},
                                                                         {"no-key-version", "AM-ROT-001"},
                                                                         {"key-version-below", "AM-ROT-002"},
                                                                         {"key-version-no-number", "AM-ROT-003"},
                                                                         {"signs-other-user", "AM-ROT-005"},
                                                                         {"signs-stale-members", "AM-ROT-009"},
                                                                         {"signs-other-admins", "AM-ROT-010"},
                                                                         {"signs-other-pending", "AM-ROT-011"},
                                                                         {"signs-other-title", "AM-ROT-012"},
                                                                         {"signs-other-avatar", "AM-ROT-013"},
                                                                         {"signs-other-ttl", "AM-ROT-014"},
                                                                         {"signs-other-screen-capture", "AM-ROT-015"},
                                                                         {"leaves-out-a-wrap", "AM-KEY-001"},
                                                                         {"wraps-for-pending", "AM-KEY-003"},
                                                                         {"damaged-wrap", "AM-KEY-004"},
                                                                         {"wrap-with-stray-bits", "AM-KEY-006"},
                                                                         {"drop:/user_ids", "AM-REQ-002"},
                                                                         {"object:/encrypted_title", "AM-REQ-003"},
                                                                         {"double-key:/user_ids", "AM-REQ-004"},
                                                                         {"user-id-twice", "AM-REQ-006"},
                                                                         {"number:/user_ids/0", "AM-REQ-008"},
                                                                         {"key-version-far-ahead", "AM-ROT-004"}};
    const Folder folder;
    for (const auto& [kind, requirement] : deviations) {
        const CommandRun made = run({"request", "--members", "4", "--pending", "1", "--title", "Team", "--ttl", "5",
                                     "--as", "state", "--seed", "1", "--now", "1790000000000", "--deviate", kind});
        ASSERT_EQ(made.status, exit_conformant) << kind << made.err;
        const std::string file = folder.file("state.json", made.out);
        const CommandRun verified = run({"verify", "--json", file});
        EXPECT_EQ(verified.status, exit_nonconformant) << kind;
        const auto document = parse_json(verified.out);
        ASSERT_TRUE(document);
        bool named = false;
        for (const JsonValue& row : document->find("rules")->elements)
            named = named || (row.find("requirement")->text == requirement && row.find("held")->is(JsonKind::boolean) &&
                              !row.find("held")->boolean);
        EXPECT_TRUE(named) << kind << " does not break " << requirement;
    }
}

TEST(Verify, a_bad_input_is_told_with_file_and_place_and_never_shows_a_key) {
    const Folder folder;
    const std::vector<std::pair<std::string, std::string_view>> inputs = {
        {"", "input.json:1:1"},
        {"{", "input.json:1:2"},
        {"[]", "expected an object"},
        {R"({"state": {"group": {"id": "g1", "members": [], "admins": []}, "users": {}}, "sender": "1"})", "/body"},
        {R"({"state": {"groups": [], "users": {}}, "sender": "1", "body": {}})", "/conversation_id"},
        {R"({"state": {"group": {"id": "g1"}, "users": {"1": {"private_keys": "c2VjcmV0"}}}, "sender": "1", "body": {}})",
         "/state/users/1/private_keys"},
    };
    for (const auto& [content, part] : inputs) {
        const std::string file = folder.file("input.json", content);
        const CommandRun ran = run({"verify", file});
        EXPECT_EQ(ran.status, exit_usage) << content;
        EXPECT_TRUE(has(ran.err, part)) << ran.err;
        EXPECT_FALSE(has(ran.err + ran.out, "c2VjcmV0"));
    }
    EXPECT_TRUE(has(run({"verify", "/nonexistent/file"}).err, "/nonexistent/file"));
}

TEST(Verify, what_is_not_known_is_not_judged) {
    const Folder folder;
    const CommandRun made = run({"request", "--as", "state", "--seed", "1"});
    auto input = parse_json(made.out);
    ASSERT_TRUE(input);
    resolve(*input, "/state/groups/0")->erase("conversation_key_version");
    input->erase("conversation_id");
    const std::string file = folder.file("state.json", to_json(*input));
    const CommandRun ran = run({"verify", "--json", file});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out << ran.err;
    std::vector<std::string> undecided;
    const auto report = parse_json(ran.out);
    ASSERT_TRUE(report);
    for (const JsonValue& row : report->find("rules")->elements)
        if (row.find("held")->is(JsonKind::null)) undecided.push_back(row.find("requirement")->text);
    EXPECT_EQ(undecided, (std::vector<std::string>{"AM-SIG-010", "AM-ROT-002"}));
}

}  // namespace
}  // namespace keyturn
