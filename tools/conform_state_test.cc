// keyturn conform with states that are given in each of the three ways.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "conformance/http/http_client.h"
#include "protocol/json_document.h"
#include "tools/bent_server_test_support.h"
#include "tools/command_test_support.h"
#include "tools/exit_status.h"
#include "tools/reference_server.h"

namespace keyturn {
namespace {

constexpr std::uint64_t now_msec = 1'790'000'000'000;

std::unique_ptr<ReferenceServer> reference_server() {
    return ReferenceServer::start(0, {{}, {}}, clock_of(now_msec)).value();
}

HttpResponse post_state(const std::string& url, const std::string& body) {
    auto client = HttpClient::open({.endpoint = url});
    return *client->exchange({"POST", "/_keyturn/state", {{"Content-Type", "application/json"}}, body})->response;
}

CommandRun conform(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "conform");
    arguments.insert(arguments.end(), {"--seed", "1", "--now", std::to_string(now_msec)});
    return run(arguments);
}

// "463 cases: 454 conformant, …": that number.
int conformant_in(const std::string& out) {
    constexpr std::string_view before = " cases: ";
    const std::size_t at = out.rfind(before);
    return at == std::string::npos ? 0 : std::stoi(out.substr(at + before.size()));
}

// ---- none

TEST(ConformState, none_runs_what_needs_no_state_and_asks_for_no_hook) {
    std::vector<std::string> targets;
    BentServer server([&](const HttpRequest& request, HttpResponse&) { targets.push_back(request.target); });
    const CommandRun ran = conform({"--endpoint", server.url(), "--state", "none"});
    EXPECT_TRUE(ran.out.contains("\n  needs a state to start from: --state none\n")) << ran.out;
    EXPECT_GE(conformant_in(ran.out), 10) << ran.out;
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_EQ(std::ranges::count(targets, "/_keyturn/state"), 0);
    EXPECT_EQ(conform({"accepted", "--endpoint", server.url(), "--state", "none"}).status, exit_nothing_ran);
}

// ---- a hook

// In front of another hook: each group gets an id of its own, which is told.
class MintingHook {
  public:
    explicit MintingHook(const std::string& behind) : behind_(behind) {
        HttpServerOptions options;
        options.problem = [](int status, std::string_view) { return HttpResponse{status, "", {}, ""}; };
        server_.emplace(HttpServer::open(std::move(options), [this](const HttpRequest& request) {
                            return answer(request);
                        }).value());
        thread_ = std::thread([this] { server_->run(); });
    }
    ~MintingHook() {
        server_->stop();
        thread_.join();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/hook"; }

    std::vector<std::string> torn_down;  // ids of groups

  private:
    HttpResponse answer(const HttpRequest& request) {
        JsonValue body = *parse_json(request.body);
        const bool sets_up = body.find("action")->text == "set-up";
        JsonValue groups = json_array();
        for (JsonValue& group : body.find("given")->find("groups")->elements) {
            if (sets_up) group.set("id", json_string("g42000" + std::to_string(next_++)));
            if (!sets_up) torn_down.push_back(group.find("id")->text);
            groups.elements.push_back(json_object({{"id", *group.find("id")}}));
        }
        post_state(behind_, to_json(body));
        const JsonValue told = json_object({{"given", json_object({{"groups", std::move(groups)}})}});
        return {200, "", {{"Content-Type", "application/json"}}, sets_up ? to_json(told) : "{}"};
    }

    std::string behind_;
    int next_ = 1;
    std::optional<HttpServer> server_;
    std::thread thread_;
};

TEST(ConformState, ids_that_a_hook_mints_are_those_of_composed_requests_and_recorded_ones_are_not_run) {
    const auto server = reference_server();
    MintingHook hook(server->url());
    const CommandRun ran =
        conform({"accepted", "rotation", "recorded", "--endpoint", server->url(), "--state", hook.url()});
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_GE(conformant_in(ran.out), 30) << ran.out;
    EXPECT_TRUE(
        ran.out.contains("\n  the id is signed: a recorded request is sent as recorded, and names "
                         "g1700000000000000001, which is not the same on this server\n"))
        << ran.out;
    EXPECT_FALSE(ran.out.contains("nonconformant"));
    EXPECT_FALSE(ran.out.contains("left on the server"));
    EXPECT_TRUE(std::ranges::all_of(hook.torn_down, [](const std::string& id) { return id.starts_with("g42000"); }));
    EXPECT_GE(hook.torn_down.size(), 30u);
}

TEST(ConformState, a_hostile_answer_to_a_set_up_is_a_failed_set_up) {
    const std::string answers[] = {"<html>", R"({"given": {"groups": []}})", R"({"given": {"colour": "red"}})",
                                   std::string(17u << 20, ' ')};
    for (const std::string& text : answers) {
        BentServer server([&](const HttpRequest& request, HttpResponse& response) {
            if (request.body.starts_with(R"({"action":"set-up")")) response.body = text;
        });
        const CommandRun ran = conform({"accepted/one-user", "--endpoint", server.url(), "--state", server.url()});
        EXPECT_EQ(ran.status, exit_nothing_ran) << ran.out;
        EXPECT_TRUE(ran.out.contains("not run (set-up failed: ")) << ran.out;
        EXPECT_LT(ran.out.size(), 1000u);
    }
}

TEST(ConformState, a_tear_down_that_fails_is_said_at_the_case_and_at_the_end) {
    BentServer server([](const HttpRequest& request, HttpResponse& response) {
        if (request.body.starts_with(R"({"action":"tear-down")")) response.status = 500;
    });
    const CommandRun ran = conform({"accepted/one-user", "--endpoint", server.url()});
    EXPECT_TRUE(ran.out.contains("(tear-down failed: status 500)\n")) << ran.out;
    EXPECT_TRUE(ran.out.ends_with("left on the server: 1 state (tear-down failed: status 500)\n")) << ran.out;
    const CommandRun as_json = conform({"accepted/one-user", "--endpoint", server.url(), "--json"});
    EXPECT_TRUE(parse_json(as_json.out)) << as_json.out;
    EXPECT_TRUE(as_json.err.ends_with("left on the server: 1 state (tear-down failed: status 500)\n")) << as_json.err;
}

TEST(ConformState, an_interrupted_run_tears_the_state_of_its_case_down) {
    std::vector<std::string> actions;
    BentServer server([&](const HttpRequest& request, HttpResponse&) {
        if (request.target.ends_with("/members")) std::raise(SIGINT);
        if (const auto body = parse_json(request.body); body && body->find("action"))
            actions.push_back(body->find("action")->text);
    });
    const CommandRun ran = conform({"accepted", "--endpoint", server.url()});
    EXPECT_TRUE(ran.out.contains("1 cases: 1 conformant   interrupted: the rest was not run\n")) << ran.out;
    EXPECT_EQ(actions, (std::vector<std::string>{"set-up", "set-up", "tear-down"}));
    const CommandRun after = conform({"accepted/one-user", "--endpoint", server.url(), "--list"});
    EXPECT_EQ(after.status, exit_conformant);
}

TEST(ConformState, groups_that_cases_make_stay_and_are_said) {
    const auto server = reference_server();
    const CommandRun ran = conform({"around/create-a-group", "--endpoint", server->url()});
    EXPECT_TRUE(ran.out.ends_with("left on the server: 1 group, which no operation removes\n")) << ran.out;
    EXPECT_FALSE(conform({"around/create-a-group"}).out.contains("left on the server"))
        << "the reference server ends with the run";
}

// ---- through the operations

// Accounts 8001, 8002 and so on, as a person makes them by hand, and the options that name them.
class Cast {
  public:
    explicit Cast(const std::string& url) {
        std::string users;
        for (const std::string id : {"1111", "2222", "3333", "4444", "5555", "6666", "7777"}) {
            const std::string real = "800" + id.substr(3), variable = "KEYTURN_TEST_TOKEN_" + id;
            setenv(variable.c_str(), ("secret of " + real).c_str(), 1);
            users += (users.empty() ? "\"" : ", \"") + real + R"(": {"token": "secret of )" + real + "\"}";
            options_.insert(options_.end(), {"--user", id + "=" + real + ":" + variable});
        }
        EXPECT_EQ(post_state(url, R"({"action": "set-up", "given": {"users": {)" + users + "}}}").status, 200);
    }
    ~Cast() {
        for (const std::string id : {"1111", "2222", "3333", "4444", "5555", "6666", "7777"})
            unsetenv(("KEYTURN_TEST_TOKEN_" + id).c_str());
    }
    Cast(const Cast&) = delete;
    Cast& operator=(const Cast&) = delete;

    std::vector<std::string> with(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), options_.begin(), options_.end());
        return arguments;
    }

  private:
    std::vector<std::string> options_;
};

TEST(ConformState, api_makes_the_state_through_the_operations) {
    const auto server = reference_server();
    const Cast cast(server->url());
    const CommandRun ran =
        conform(cast.with({"accepted", "rotation", "signatures", "--endpoint", server->url(), "--state", "api"}));
    EXPECT_EQ(ran.status, exit_conformant) << ran.out;
    EXPECT_GE(conformant_in(ran.out), 80) << ran.out;
    EXPECT_FALSE(ran.out.contains("nonconformant")) << ran.out;
    EXPECT_TRUE(ran.out.contains(" groups and ")) << ran.out;
    EXPECT_TRUE(ran.out.ends_with(" keys, which no operation removes\n")) << ran.out;
    EXPECT_FALSE(ran.out.contains("secret of")) << ran.out;
}

TEST(ConformState, api_without_an_account_for_a_user_says_which_option_is_missing) {
    const auto server = reference_server();
    const CommandRun ran = conform({"accepted/one-user", "--endpoint", server->url(), "--state", "api"});
    EXPECT_EQ(ran.status, exit_nothing_ran);
    EXPECT_TRUE(ran.out.contains("not run (the user 1111 has no account: --user 1111=REAL_ID:TOKEN_ENV names one)"))
        << ran.out;
    EXPECT_FALSE(ran.out.contains("left on the server"));
}

TEST(ConformState, dry_run_has_the_ids_of_the_accounts_and_no_token) {
    const auto server = reference_server();
    const Cast cast(server->url());
    const CommandRun ran = conform(cast.with({"accepted/one-user", "recorded/hundred-members", "--dry-run"}));
    EXPECT_EQ(ran.status, exit_conformant);
    EXPECT_TRUE(ran.out.contains("Authorization: Bearer <token of 8001>\r\n")) << ran.out;
    EXPECT_TRUE(ran.out.contains("# recorded/hundred-members: the id is signed: ")) << ran.out;
    EXPECT_FALSE(ran.out.contains("secret of"));
}

TEST(ConformState, the_repeat_command_has_the_way_and_the_accounts) {
    const auto server = ReferenceServer::start(0, {{"key_version_moves_forward"}, {}}, clock_of(now_msec)).value();
    const Cast cast(server->url());
    const CommandRun ran =
        conform(cast.with({"rotation/key-version-below", "--endpoint", server->url(), "--state", "api"}));
    EXPECT_EQ(ran.status, exit_nonconformant) << ran.out;
    EXPECT_TRUE(ran.out.contains(" --state api --user 1111=8001:KEYTURN_TEST_TOKEN_1111 --user 2222=")) << ran.out;
}

}  // namespace
}  // namespace keyturn
