#include "fuzz/crash/explanation.h"

#include "conformance/composer.h"
#include "conformance/schema_test_support.h"
#include "fuzz/cast/cast.h"
#include "protocol/base64.h"

namespace keyturn::fuzz {
namespace {

CrashExplanation explained(std::string_view input, std::string target, const NamedInputs& seeds = {}) {
    ExplainOptions options;
    options.target = std::move(target);
    return explain_crash(input, std::move(options), seeds);
}

// A right request to add 4444, and the same with a change.
std::string right_body(std::string_view sender = cast_admin, std::uint64_t at_msec = now_msec) {
    Entropy entropy("fuzz/crash", 1);
    return compose(cast(), cast_group().id, sender, {"4444"}, "", at_msec, entropy)->request.body;
}

std::string body_with(std::string_view pointer, JsonValue value) {
    JsonValue body = parse_json(right_body()).value();
    *resolve(body, pointer) = std::move(value);
    return to_json(body);
}

TEST(CrashExplanation, of_a_body_says_who_adds_whom_and_which_rules_it_breaks) {
    const std::string right = text_of(explained(right_body(), "server"));
    EXPECT_TRUE(right.contains("an input of the fuzz target \"server\"")) << right;
    EXPECT_TRUE(right.contains("4444")) << right;
    EXPECT_FALSE(right.contains("\nbreaks ")) << right;
    const CrashExplanation wrong = explained(body_with("/conversation_key_version", json_string("1")), "server");
    EXPECT_TRUE(text_of(wrong).contains("\nbreaks AM-")) << text_of(wrong);
    EXPECT_GE(to_json(wrong).find("breaks")->elements.size(), 1u);
    EXPECT_TRUE(explained(body_with("/conversation_key_version", json_string("1")), "given").what.rules.empty());
}

TEST(CrashExplanation, holds_a_body_to_the_rules_at_the_time_and_by_the_admin_of_the_targets) {
    EXPECT_FALSE(text_of(explained(right_body("2222"), "server")).contains("sender_may_add"));
    EXPECT_TRUE(text_of(explained(right_body("2222"), "server")).contains("\nbreaks "));
    constexpr std::uint64_t ten_days = 864'000'000;
    EXPECT_TRUE(text_of(explained(right_body(cast_admin, now_msec + ten_days), "server"))
                    .contains("breaks AM-ROT-004 key_version_not_far_ahead: /"));
    EXPECT_TRUE(
        text_of(explained("[]", "server")).contains("breaks AM-REQ-001 body_is_one_object: the request: expected"))
        << text_of(explained("[]", "server"));
}

TEST(CrashExplanation, of_a_request_has_the_shell_line_that_sends_it) {
    const std::string curl = explained("{}", "request").curl;
    EXPECT_TRUE(curl.contains("\ncurl --")) << curl;
    EXPECT_TRUE(curl.contains("http://127.0.0.1:8080/2/chat/conversations/" + cast_group().id + "/members")) << curl;
    const std::string raw = explained("GET /a?b HTTP/1.1\r\nHost: h\r\n\r\n", "http_request").curl;
    EXPECT_TRUE(raw.contains("http://127.0.0.1:8080/a?b")) << raw;
    EXPECT_EQ(explained("GET /a", "http_request").curl, "");
    EXPECT_EQ(explained("{}", "document").curl, "");
}

TEST(CrashExplanation, has_no_shell_line_that_nobody_reads_or_a_terminal_acts_on) {
    EXPECT_EQ(explained("\xff", "request").curl, "");
    EXPECT_EQ(explained("\x1b[2J", "request").curl, "");
    const std::size_t around = explained("{}", "request").curl.size() - 2;
    EXPECT_EQ(explained(std::string(2000 - around, '1'), "request").curl.size(), 2000u);
    EXPECT_EQ(explained(std::string(2001 - around, '1'), "request").curl, "");
}

TEST(CrashExplanation, holds_no_secret_of_the_cast) {
    const User& admin = cast().users.at("1111");
    const std::string key = base64(admin.private_keys->signing.reveal()),
                      identity = base64(admin.private_keys->identity.reveal());
    for (const char* target : {"request", "document", "operations"}) {
        const std::string seed = R"({"a": "b"})";
        const std::string input =
            R"({"a": ")" + *admin.token + R"(", "b": ")" + key + R"(", "c": ")" + identity + R"("})";
        const CrashExplanation told = explained("GET / Bearer_" + *admin.token + "\n" + input, target, {{"s", seed}});
        const CrashExplanation as_json = explained(input, target, {{"s", seed}});
        for (const std::string& shown : {text_of(told), text_of(as_json), to_json(to_json(as_json))})
            for (const std::string& secret : {*admin.token, key, identity})
                EXPECT_FALSE(shown.contains(secret.substr(0, 16))) << target << "\n" << shown;
    }
}

TEST(CrashExplanation, holds_no_secret_of_the_seed) {
    const std::string token = *cast().users.at("1111").token;
    const CrashExplanation told = explained(R"({"a": 1})", "document", {{"s", R"({"a": ")" + token + R"("})"}});
    EXPECT_FALSE(text_of(told).contains(token)) << text_of(told);
}

TEST(CrashExplanation, of_json_has_it_over_several_lines) {
    EXPECT_EQ(explained(R"({"a":[{"b":1}]})", "document").json, "{\n  \"a\": [\n    {\"b\": 1}\n  ]\n}");
    EXPECT_TRUE(text_of(explained(R"({"a":[{"b":1}]})", "document")).contains("as JSON:\n  {\n    \"a\": [\n"));
    EXPECT_FALSE(text_of(explained("{", "document")).contains("as JSON"));
}

TEST(CrashExplanation, of_a_script_has_its_steps) {
    const CrashExplanation told = explained("create 1111 2222\nadd 1111 3333\n", "rotation");
    EXPECT_EQ(told.steps.size(), 2u);
    EXPECT_TRUE(text_of(told).contains("what happens:\n  1111 creates group 0 with 2222\n  ")) << text_of(told);
    EXPECT_FALSE(text_of(explained("x", "document")).contains("what happens"));
}

TEST(CrashExplanation, says_what_sets_it_apart_from_the_nearest_seed) {
    const NamedInputs seeds = {{"far", "[9,9,9]"}, {"near", "[1,2,4]"}};
    const CrashExplanation told = explained("[1,2,3]", "document", seeds);
    EXPECT_EQ(told.seed, "near");
    EXPECT_TRUE(
        text_of(told).ends_with("what sets it apart from the nearest seed, near:\n"
                                "  /2: the seed has 4 (number), this has 3 (number)\n"))
        << text_of(told);
    EXPECT_TRUE(text_of(explained("[1,2,4]", "document", seeds)).ends_with("the same as the seed near\n"));
    EXPECT_FALSE(text_of(explained("[1,2,4]", "document")).contains("seed"));
    std::string many;
    for (int i = 0; i < 21; ++i) many += std::to_string(i) + "\n";
    EXPECT_TRUE(text_of(explained(many, "journal", {{"none", ""}})).ends_with("  and 1 more\n"));
}

TEST(CrashExplanation, as_json_is_what_the_schema_says) {
    const Schema schema("crash-explanation", "fuzz/schemas");
    const auto rows_of = [](const CrashExplanation& told) {
        JsonValue row = to_json(told);
        row.set("path", json_string("crash-1"));
        row.set("target", json_string("server"));
        return to_json(json_object({{"schema", json_number("1")}, {"files", json_array({std::move(row)})}}));
    };
    const NamedInputs seeds = {{"near", "{}"}};
    const std::string with_rules =
        rows_of(explained(body_with("/conversation_key_version", json_string("1")), "server", seeds));
    EXPECT_TRUE(schema.accepts(with_rules)) << with_rules;
    const std::string script = rows_of(explained("add 1111 2222", "rotation"));
    EXPECT_TRUE(schema.accepts(script)) << script;
    EXPECT_TRUE(script.contains(R"("nearest_seed":null)"));
    EXPECT_TRUE(with_rules.contains(R"("nearest_seed":{"name":"near","differences":["/)")) << with_rules;
    EXPECT_FALSE(schema.accepts(R"({"schema":1,"files":[{"path":"crash-1"}]})"));
}

}  // namespace
}  // namespace keyturn::fuzz
