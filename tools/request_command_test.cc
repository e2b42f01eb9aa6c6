#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "conformance/http/raw_server_test_support.h"
#include "conformance/schema_test_support.h"
#include "conformance/state_test_support.h"
#include "tools/bent_server_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"

namespace keyturn {
namespace {

const std::vector<std::string> repeatable = {"--seed", "1", "--now", "1790000000000"};

CommandRun request(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "request");
    arguments.insert(arguments.end(), repeatable.begin(), repeatable.end());
    return run(arguments);
}

// A group with everything set, so that everything can be broken.
CommandRun full_request(std::vector<std::string> arguments) {
    const std::vector<std::string> group = {"--members",
                                            "6",
                                            "--pending",
                                            "1",
                                            "--title",
                                            "Team",
                                            "--avatar-url",
                                            "https://x",
                                            "--ttl",
                                            "5",
                                            "--screen-capture-blocking",
                                            "true"};
    arguments.insert(arguments.end(), group.begin(), group.end());
    return request(std::move(arguments));
}

Ids ids_of(const JsonValue& array) {
    Ids ids;
    for (const JsonValue& id : array.elements) ids.insert(id.text);
    return ids;
}

Ids broken_by_verify(const std::string& state) {
    const ScratchFile file(state);
    const CommandRun verified = run({"verify", "--json", file.path()});
    const JsonValue report = parse_json(verified.out).value();
    Ids broken;
    for (const JsonValue& rule : report.find("rules")->elements)
        if (rule.find("held")->is(JsonKind::boolean) && !rule.find("held")->boolean)
            broken.insert(rule.find("requirement")->text);
    return broken;
}

TEST(RequestCommand, every_deviation_breaks_by_verify_exactly_what_the_list_says) {
    const JsonValue list = parse_json(run({"request", "--list", "--json"}).out).value();
    EXPECT_GT(list.find("deviations")->elements.size(), 100u);
    for (const JsonValue& listed : list.find("deviations")->elements) {
        const Deviation& row =
            *find_deviation(listed.find("kind")->text + (listed.find("argument")->is(JsonKind::null) ? "" : ":x"));
        const std::string kind = with_argument(row);
        const Ids named =
            listed.find("requirement")->is(JsonKind::null) ? Ids{} : Ids{listed.find("requirement")->text};
        const CommandRun state = full_request({"--deviate", kind, "--as", "state"});
        ASSERT_EQ(state.status, 0) << kind << state.err;
        const Ids broken = broken_by_verify(state.out);
        const Ids expected = row.kind == "break-pattern" ? must_break(row) : named;
        // Of a path, a method, a header and a size a body shows nothing.
        EXPECT_TRUE(broken == expected || (broken.empty() && row.stage == Stage::http) ||
                    row.kind == "for-conversation")
            << kind;
        const JsonValue described = parse_json(full_request({"--deviate", kind, "--json"}).out).value();
        EXPECT_TRUE(row.kind == "for-conversation" || ids_of(*described.find("breaks")) == expected) << kind;
    }
}

TEST(RequestCommand, what_repeats_another_request_has_its_place_in_cases) {
    const std::string list = run({"request", "--list"}).out;
    for (const char* kind : {"same-again", "first-again", "same-ids-other-body", "message-ids-of-before"})
        EXPECT_FALSE(list.contains(std::string("\n") + kind + " ")) << kind;
    EXPECT_TRUE(list.contains("\nwraps-for-older-key "));
    EXPECT_TRUE(list.contains("\nswapped-order                            still right the member add stands"));
    EXPECT_TRUE(list.contains("\nswapped-signatures                       AM-SIG-003  the two signatures"));
}

TEST(RequestCommand, its_json_is_as_its_schema_says) {
    const Schema schema("made-request");
    EXPECT_TRUE(schema.accepts(run({"request", "--list", "--json"}).out));
    const CommandRun plain = request({"--json"}), binary = full_request({"--json", "--deviate", "bad-utf8"});
    EXPECT_TRUE(schema.accepts(plain.out));
    EXPECT_TRUE(schema.accepts(binary.out));
    const JsonValue json = parse_json(plain.out).value();
    EXPECT_EQ(json.find("method")->text, "POST");
    EXPECT_EQ(json.find("path")->text, "/2/chat/conversations/g1700000000000000001/members");
    EXPECT_EQ(to_json(*json.find("headers")), R"([["Content-Type","application/json"]])");
    EXPECT_EQ(json.find("body")->text + "\n", request({}).out);
    EXPECT_EQ(json.find("sender")->text, "1111");
    EXPECT_EQ(json.find("conversation_id")->text, "g1700000000000000001");
    EXPECT_EQ(json.find("message_ids")->elements.size(), 2u);
    EXPECT_EQ(json.find("conversation_key_version")->text, "1790000000000");
    EXPECT_TRUE(json.find("deviation")->is(JsonKind::null));
    EXPECT_EQ(to_json(*json.find("breaks")), "[]");
    EXPECT_EQ(json.find("seed")->text, "1");
    EXPECT_EQ(json.find("now_msec")->text, "1790000000000");
    EXPECT_EQ(parse_json(binary.out)->find("deviation")->text, "bad-utf8");
    EXPECT_EQ(parse_json(binary.out)->find("body"), nullptr);
    EXPECT_EQ(request({"--json", "--as", "body"}).status, exit_usage);
}

TEST(RequestCommand, every_form_repeats_from_seed_and_time) {
    for (const char* form : {"body", "state", "case", "curl", "har", "hurl", "http-task"}) {
        const CommandRun one = request({"--as", form}), again = request({"--as", form});
        EXPECT_EQ(one.status, 0) << form << one.err;
        EXPECT_EQ(one.out, again.out) << form;
        EXPECT_EQ(one.err, "") << form;
        EXPECT_TRUE(one.out.ends_with("\n")) << form;
    }
    EXPECT_TRUE(run({"request", "--seed", "1"}).err.contains("--now "));
    EXPECT_TRUE(run({"request", "--now", "1"}).err.contains("--seed "));
    EXPECT_EQ(request({"--as", "frob"}).status, exit_usage);
}

TEST(RequestCommand, exports_name_the_server_and_a_variable_for_the_token) {
    for (const char* form : {"curl", "har", "hurl", "http-task"}) {
        const CommandRun plain = request({"--as", form});
        EXPECT_TRUE(plain.out.contains("https://api.x.com/2/chat/conversations/g1700000000000000001/members")) << form;
        EXPECT_TRUE(plain.out.contains("KEYTURN_TOKEN")) << form;
        EXPECT_FALSE(plain.out.contains("token-1111")) << form;
        const CommandRun other = request({"--as", form, "--url", "http://127.0.0.1:8080", "--bearer-env", "ALICE"});
        EXPECT_TRUE(other.out.contains("http://127.0.0.1:8080/2/chat/")) << form;
        EXPECT_TRUE(other.out.contains("ALICE")) << form;
        EXPECT_FALSE(request({"--as", form, "--deviate", "no-token"}).out.contains("KEYTURN_TOKEN")) << form;
    }
    EXPECT_TRUE(request({"--as", "http-task", "--credentials", "saved"}).out.contains("\"credentials\": \"saved\""));
    EXPECT_FALSE(request({"--as", "curl", "--deviate", "token-in-query"}).out.contains("token-1111"));
    const CommandRun refused = full_request({"--as", "http-task", "--deviate", "bad-utf8"});
    EXPECT_EQ(refused.status, exit_usage);
    EXPECT_TRUE(refused.err.starts_with("keyturn request: ")) << refused.out;
}

class CaseFolder {
  public:
    CaseFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "keyturn-test-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~CaseFolder() { std::filesystem::remove_all(path_); }
    void add(const std::string& name, const std::string& content) const {
        std::ofstream(path_ + "/" + name + ".json") << content;
    }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

TEST(RequestCommand, a_case_is_what_lint_and_conform_take) {
    const CaseFolder folder;
    for (const char* kind : {"", "swapped-signatures", "no-token", "other-method:PUT", "huge-body", "white-space",
                             "adds-unknown-user", "for-conversation:G1", "other-path-id:g7", "cut-body"}) {
        const CommandRun made =
            *kind ? full_request({"--as", "case", "--deviate", kind}) : full_request({"--as", "case"});
        ASSERT_EQ(made.status, 0) << kind << made.err;
        folder.add(std::string("case-") + std::string(kind).substr(0, std::string(kind).find(':')), made.out);
    }
    const CommandRun lint = run({"lint", folder.path()});
    EXPECT_EQ(lint.status, 0) << lint.out;
    const CommandRun conform = run({"conform", "--cases", folder.path()});
    EXPECT_EQ(conform.status, 0) << conform.out << conform.err;
    EXPECT_TRUE(conform.out.contains("10 cases: 10 conformant")) << conform.out;
}

TEST(RequestCommand, a_case_says_what_it_is_for) {
    const JsonValue right = parse_json(request({"--as", "case"}).out).value();
    EXPECT_EQ(right.find("title")->text, "members are added");
    EXPECT_EQ(right.find("why"), nullptr);
    EXPECT_EQ(to_json(*resolve(right, "/exchanges/0/response/status")), "[200]");
    EXPECT_EQ(to_json(*resolve(right, "/exchanges/0/request/compose/seed")), "1");
    EXPECT_EQ(resolve(right, "/exchanges/0/request/compose/deviate"), nullptr);
    EXPECT_EQ(resolve(right, "/exchanges/0/as")->text, "1111");
    const JsonValue bent = parse_json(request({"--as", "case", "--deviate", "swapped-signatures"}).out).value();
    EXPECT_EQ(bent.find("why")->text, "the two signatures stand under each other's details");
    EXPECT_EQ(to_json(*bent.find("requirements")), R"(["AM-SIG-003"])");
    EXPECT_EQ(to_json(*resolve(bent, "/exchanges/0/response/status")), "[400,403,409]");
    EXPECT_EQ(resolve(bent, "/exchanges/0/request/compose/deviate")->text, "swapped-signatures");
}

TEST(RequestCommand, a_case_takes_every_status_by_which_a_server_may_refuse) {
    const std::vector<std::pair<const char*, const char*>> rows = {{"no-token", "[401]"},
                                                                   {"other-method:PUT", "[405,400]"},
                                                                   {"no-media-type", "[415,400]"},
                                                                   {"other-path-id:g7", "[404,400,403]"},
                                                                   {"huge-body", "[413,400]"},
                                                                   {"cut-body", "[400,413]"},
                                                                   {"for-conversation:G1", "[400,404]"},
                                                                   {"adds-unknown-user", "[400,403,404,409]"},
                                                                   {"key-version-below", "[400,403,409]"},
                                                                   {"white-space", "[200]"},
                                                                   {"headers-in-lower-case", "[200]"},
                                                                   {"drop:/encrypted_title", "[200]"}};
    for (const auto& [kind, statuses] : rows) {
        const JsonValue made = parse_json(full_request({"--as", "case", "--deviate", kind}).out).value();
        EXPECT_EQ(to_json(*resolve(made, "/exchanges/0/response/status")), statuses) << kind;
    }
}

// ---- sending

class RightServer {
  public:
    explicit RightServer(BentServer::Bend bend = [](const HttpRequest&, HttpResponse&) {}) : server_(std::move(bend)) {}
    std::string url() const { return server_.url(); }

  private:
    BentServer server_;
};

TEST(RequestSending, a_right_request_is_accepted) {
    const RightServer server;
    const CommandRun sent = request({"--send", server.url()});
    EXPECT_EQ(sent.status, 0) << sent.out << sent.err;
    EXPECT_TRUE(sent.out.starts_with("POST /2/chat/conversations/g1700000000000000001/members, a body of "))
        << sent.out;
    EXPECT_TRUE(sent.out.contains("\n200 OK\n  Content-Type: application/json\n")) << sent.out;
    EXPECT_TRUE(sent.out.contains("\\\"sequence_id\\\":")) << "the answer is shown whole";
    EXPECT_TRUE(sent.out.ends_with("request: conformant\n"));
}

TEST(RequestSending, a_wrong_request_is_refused) {
    const RightServer server;
    for (const char* kind : {"swapped-signatures", "no-token", "other-method:PUT", "huge-body", "other-path-id:g7",
                             "for-conversation:G1", "adds-unknown-user", "cut-body", "other-media-type:text/plain"}) {
        const CommandRun sent = full_request({"--deviate", kind, "--send", server.url()});
        EXPECT_EQ(sent.status, 0) << kind << sent.out << sent.err;
        EXPECT_TRUE(sent.out.ends_with("request: conformant\n")) << kind << sent.out;
    }
}

TEST(RequestSending, a_token_in_the_query_is_not_printed) {
    const RightServer server;
    const CommandRun sent = request({"--deviate", "token-in-query", "--send", server.url()});
    EXPECT_EQ(sent.status, 0) << sent.out;
    EXPECT_TRUE(sent.out.contains("?access_token=(a secret, not shown)")) << sent.out;
    EXPECT_FALSE(sent.out.contains("token-1111"));
}

TEST(RequestSending, a_server_that_accepts_what_is_wrong_is_told) {
    const RightServer server([](const HttpRequest& asked, HttpResponse& answer) {
        if (asked.target.ends_with("/members")) answer = {200, "OK", {{"Content-Type", "application/json"}}, "{}"};
    });
    const CommandRun sent = request({"--deviate", "swapped-signatures", "--send", server.url()});
    EXPECT_EQ(sent.status, exit_nonconformant) << sent.out;
    EXPECT_TRUE(sent.out.contains("request: nonconformant\n")) << sent.out;
    EXPECT_TRUE(sent.out.contains("AM-SIG-003 MUST ")) << sent.out;
    EXPECT_TRUE(sent.out.contains("expected 400, 403 or 409   found 200")) << sent.out;
}

TEST(RequestSending, an_answer_that_breaks_its_contract_is_told) {
    const RightServer server([](const HttpRequest& asked, HttpResponse& answer) {
        if (asked.target.ends_with("/members")) answer.body = "[\x1b]";
    });
    const CommandRun sent = request({"--send", server.url()});
    EXPECT_EQ(sent.status, exit_nonconformant) << sent.out;
    EXPECT_TRUE(sent.out.contains("AM-HTTP-007")) << sent.out;
    EXPECT_TRUE(sent.out.contains("\"[\\u001b]\"")) << "escaped: " << sent.out;
}

TEST(RequestSending, a_leaked_token_is_told_and_not_printed) {
    const RightServer server([](const HttpRequest& asked, HttpResponse& answer) {
        const std::string* token = find_header(asked.headers, "Authorization");
        if (token) answer.headers.emplace_back("X-Echo", *token);
    });
    for (const char* form : {"", "--json"}) {
        std::vector<std::string> arguments = {"--send", server.url()};
        if (*form) arguments.emplace_back(form);
        const CommandRun sent = request(arguments);
        EXPECT_EQ(sent.status, exit_nonconformant) << sent.out;
        EXPECT_TRUE(sent.out.contains("AM-SEC-001")) << sent.out;
        EXPECT_FALSE(sent.out.contains("token-1111")) << sent.out;
    }
    EXPECT_TRUE(request({"--send", server.url()}).out.contains("  the rest is not shown: it holds a secret\n"));
}

TEST(RequestSending, as_json) {
    const Schema schema("made-request"), line("journal-line");
    const RightServer server;
    const CommandRun sent = request({"--send", server.url(), "--json"});
    EXPECT_EQ(sent.status, 0) << sent.err;
    EXPECT_TRUE(schema.accepts(sent.out));
    const JsonValue json = parse_json(sent.out).value();
    EXPECT_EQ(to_json(*resolve(json, "/answer/status")), "200");
    EXPECT_TRUE(line.accepts(to_json(*json.find("verdict"))));
    EXPECT_EQ(resolve(json, "/verdict/verdict")->text, "conformant");
    EXPECT_EQ(resolve(json, "/request/sender")->text, "1111");
}

TEST(RequestSending, a_token_of_the_environment_comes_first) {
    std::string seen;
    const RightServer server([&](const HttpRequest& asked, HttpResponse&) {
        const std::string* token = find_header(asked.headers, "Authorization");
        if (token && asked.target.ends_with("/members")) seen = *token;
    });
    ::setenv("KEYTURN_TEST_REQUEST_TOKEN", "mine-of-today", 1);
    request({"--send", server.url(), "--bearer-env", "KEYTURN_TEST_REQUEST_TOKEN"});
    EXPECT_EQ(seen, "Bearer mine-of-today");
    seen.clear();
    request({"--send", server.url(), "--bearer-env", "KEYTURN_TEST_REQUEST_TOKEN", "--deviate", "no-token"});
    EXPECT_EQ(seen, "");
    ::unsetenv("KEYTURN_TEST_REQUEST_TOKEN");
    const CommandRun unset = request({"--send", server.url(), "--bearer-env", "KEYTURN_TEST_REQUEST_TOKEN"});
    EXPECT_EQ(unset.status, exit_usage);
    EXPECT_TRUE(unset.err.contains("KEYTURN_TEST_REQUEST_TOKEN is not set"));
}

// Refuses the set-up of states, and answers all else alike.
BentServer without_hook(int status, std::string body) {
    return BentServer([](const HttpRequest&, HttpResponse&) {},
                      [status, body](const HttpRequest& asked) -> std::optional<HttpResponse> {
                          const bool is_hook = asked.target.starts_with("/_keyturn");
                          return HttpResponse{
                              is_hook ? 404 : status, "x", {{"Content-Type", "application/json"}}, body};
                      });
}

TEST(RequestSending, a_server_without_a_hook_does_not_know_an_invented_group) {
    const BentServer refuses = without_hook(404, R"({"code": 5, "message": "m"})");
    const CommandRun sent = request({"--send", refuses.url()});
    EXPECT_EQ(sent.status, 0) << sent.out << sent.err;
    EXPECT_TRUE(sent.err.contains("whether it accepts is not judged, for the group was invented")) << sent.err;
    const BentServer odd = without_hook(404, "{");
    EXPECT_EQ(request({"--send", odd.url()}).status, exit_nonconformant);
    const BentServer moves = without_hook(302, "{}");
    EXPECT_EQ(request({"--send", moves.url()}).status, exit_nonconformant);
}

TEST(RequestSending, a_group_of_a_file_is_one_that_the_server_has) {
    const CommandRun made = request({"--as", "state"});
    const ScratchFile state(made.out);
    const BentServer refuses = without_hook(404, R"({"code": 5, "message": "m"})");
    const CommandRun sent = request({"--state", state.path(), "--send", refuses.url(), "--add", "3333"});
    EXPECT_EQ(sent.status, exit_nonconformant) << sent.out << sent.err;
    EXPECT_EQ(sent.err, "");
    EXPECT_TRUE(sent.out.contains("expected 200   found 404")) << sent.out;
    const BentServer accepts = without_hook(200, "{}");
    EXPECT_EQ(request({"--state", state.path(), "--send", accepts.url()}).status, 0);
}

TEST(RequestSending, where_nobody_answers) {
    const CommandRun silent = request({"--send", "http://127.0.0.1:1"});
    EXPECT_EQ(silent.status, exit_unreachable);
    EXPECT_EQ(silent.out, "");
    EXPECT_TRUE(silent.err.contains("http://127.0.0.1:1")) << silent.err;
    EXPECT_TRUE(silent.err.ends_with("is the server up, and is --send right?\n")) << silent.err;
    const CommandRun elsewhere = request({"--send", "http://chat.example"});
    EXPECT_EQ(elsewhere.status, exit_usage);
    EXPECT_TRUE(elsewhere.err.contains("--yes-send-to chat.example")) << elsewhere.err;
    EXPECT_EQ(request({"--send", "ftp://127.0.0.1"}).status, exit_usage);
    EXPECT_EQ(request({"--yes-send-to", "chat.example"}).status, exit_usage) << "there is nothing to send";
    EXPECT_EQ(request({"--timeout", "5"}).status, exit_usage);
    EXPECT_EQ(request({"--cacert", "x"}).status, exit_usage);
    EXPECT_EQ(request({"--send", "http://127.0.0.1:1", "--as", "curl"}).status, exit_usage);
}

TEST(RequestSending, an_answer_that_never_comes_is_inconclusive) {
    RawServer server(std::vector<RawServer::Script>{[](RawPeer& peer) {
                                                        peer.read_request();
                                                        peer.send("HTTP/1.1 404 x\r\nContent-Length: 0\r\n\r\n");
                                                    },
                                                    [](RawPeer& peer) {
                                                        peer.read_request();
                                                        peer.reset();
                                                    }});
    const CommandRun sent = request({"--send", server.url(), "--json"});
    EXPECT_EQ(sent.status, exit_unreachable) << sent.out << sent.err;
    EXPECT_TRUE(parse_json(sent.out)->find("answer")->is(JsonKind::null));
    EXPECT_TRUE(Schema("made-request").accepts(sent.out));
}

}  // namespace
}  // namespace keyturn
