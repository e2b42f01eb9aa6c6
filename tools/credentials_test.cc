#include "tools/credentials.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace keyturn {
namespace {

// A variable that is there for one test.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
    ~Variable() { unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    const char* name_;
};

using Lines = std::vector<HeaderLine>;

// Cases with the users 1111 and 2222 in their states, and 3333 as a sender.
std::vector<Case> cases_with_users() {
    std::vector<Case> cases(2);
    cases[0].given.emplace().users = {{"1111", {}}, {"2222", {}}};
    cases[1].exchanges.emplace_back();
    cases[1].exchanges.emplace_back().as = "3333";
    return cases;
}

std::string refusal(const std::vector<std::string>& users) {
    const auto accounts = read_accounts(users, cases_with_users());
    return accounts ? "accepted" : accounts.error();
}

TEST(Credentials, bearer_is_what_the_variable_holds) {
    const Variable token("KEYTURN_TEST_TOKEN", "abc");
    EXPECT_EQ(read_bearer("KEYTURN_TEST_TOKEN"), "abc");
    EXPECT_EQ(read_bearer(""), "");
}

TEST(Credentials, secrets_of_cases_are_what_their_variables_hold) {
    const Variable one("KEYTURN_TEST_ONE", "a\nb"), empty("KEYTURN_TEST_EMPTY", ""), other("KEYTURN_TEST_OTHER", "x");
    std::vector<Case> cases(2);
    cases[0].secrets = {{"KEYTURN_TEST_EMPTY", "w"}, {"KEYTURN_TEST_UNSET", "w"}};
    cases[1].secrets = {{"KEYTURN_TEST_ONE", "w"}};
    EXPECT_EQ(read_secrets(cases), (Secrets{{"KEYTURN_TEST_ONE", "a\nb"}}));
}

TEST(Credentials, variable_that_is_not_set_or_empty_is_told_by_name) {
    const Variable empty("KEYTURN_TEST_EMPTY", "");
    EXPECT_EQ(read_bearer("KEYTURN_TEST_UNSET").error(),
              "--bearer-env: the environment variable KEYTURN_TEST_UNSET is not set");
    EXPECT_EQ(read_bearer("KEYTURN_TEST_EMPTY").error(),
              "--bearer-env: the environment variable KEYTURN_TEST_EMPTY is not set");
}

TEST(Credentials, what_is_no_variable_may_be_the_secret_and_is_not_repeated) {
    for (const char* text : {"AAAA-BBBB", "se cret", "a.b", "t0ken=="})
        EXPECT_EQ(
            read_bearer(text).error(),
            "--bearer-env: that is no name of an environment variable; a secret does not belong on a command line");
}

TEST(Credentials, value_that_no_header_line_can_hold_is_refused_and_not_repeated) {
    for (const char* value : {"a\r\nX: y", "a\nb", "k\xc3\xa4se", "\x7f", "\x1f"}) {
        const Variable token("KEYTURN_TEST_TOKEN", value);
        EXPECT_EQ(read_bearer("KEYTURN_TEST_TOKEN").error(),
                  "--bearer-env: what the environment variable KEYTURN_TEST_TOKEN holds can't stand in a header line");
    }
    const Variable token("KEYTURN_TEST_TOKEN", "! ~");
    EXPECT_EQ(read_bearer("KEYTURN_TEST_TOKEN"), "! ~");
}

TEST(Credentials, headers_are_those_of_the_command_line_then_those_of_the_environment) {
    const Variable value("KEYTURN_TEST_KEY", "of the environment");
    EXPECT_EQ(*read_headers({"X-Trace: on: 1", "X-Stage: blue"}, {"X-Api-Key: KEYTURN_TEST_KEY"}),
              (Lines{{"X-Trace", "on: 1"}, {"X-Stage", "blue"}, {"X-Api-Key", "of the environment"}}));
    EXPECT_EQ(*read_headers({"X: "}, {}), (Lines{{"X", ""}}));
}

TEST(Credentials, header_of_another_form_is_refused_and_not_repeated) {
    for (const char* text : {"", "no-colon", ": value", "Authorization:hidden"}) {
        EXPECT_EQ(read_headers({text}, {}).error(), "--header: expected 'Name: value'") << text;
        EXPECT_EQ(read_headers({}, {text}).error(), "--header-env: expected 'Name: VARIABLE'") << text;
    }
    EXPECT_EQ(read_headers({}, {"X: KEYTURN_TEST_UNSET"}).error(),
              "--header-env X: the environment variable KEYTURN_TEST_UNSET is not set");
}

TEST(Credentials, header_that_may_hold_a_secret_does_not_belong_on_a_command_line) {
    for (const std::string name : {"Authorization", "COOKIE", "X-Api-Key", "Password", "client-secret", "Session",
                                   "x-token", "Proxy-Authorization"}) {
        const std::string why = read_headers({name + ": hidden"}, {}).error();
        EXPECT_TRUE(why.starts_with(
            "--header " + name + ": a secret does not belong on a command line; --header-env '" + name + ": VARIABLE'"))
            << why;
        EXPECT_FALSE(why.contains("hidden"));
    }
}

TEST(Credentials, accounts_have_the_ids_and_tokens_of_the_options) {
    const Variable one("KEYTURN_TEST_ONE", "token of one"), two("KEYTURN_TEST_TWO", "token of two");
    const auto accounts =
        read_accounts({"1111=8842:KEYTURN_TEST_ONE", "3333=3333:KEYTURN_TEST_TWO"}, cases_with_users());
    ASSERT_TRUE(accounts) << accounts.error();
    EXPECT_EQ(accounts->size(), 2u);
    EXPECT_EQ(accounts->at("1111").id, "8842");
    EXPECT_EQ(accounts->at("1111").token, "token of one");
    EXPECT_EQ(accounts->at("3333").id, "3333");
    EXPECT_EQ(accounts->at("3333").token, "token of two");
    EXPECT_TRUE(read_accounts({}, {})->empty());
}

TEST(Credentials, user_of_another_form_is_refused_and_not_repeated) {
    for (const char* text : {"", "1111", "1111=8842", "1111:8842", "1111:8842=TOKEN"})
        EXPECT_EQ(refusal({text}), "--user: expected ID=REAL_ID:TOKEN_ENV, as in --user 1111=8842:ALICE_TOKEN") << text;
    EXPECT_EQ(refusal({"1111=8842:secret-token"}),
              "--user 1111: that is no name of an environment variable; a secret does not belong on a command line");
}

TEST(Credentials, user_must_be_one_of_the_cases_and_of_the_server_once_each) {
    const Variable token("KEYTURN_TEST_ONE", "t");
    EXPECT_EQ(refusal({"1111=x:KEYTURN_TEST_ONE"}), "--user 1111: 'x' is no user id");
    EXPECT_EQ(refusal({"1111=8842:KEYTURN_TEST_UNSET"}),
              "--user 1111: the environment variable KEYTURN_TEST_UNSET is not set");
    EXPECT_EQ(refusal({"9999=8842:KEYTURN_TEST_ONE"}), "--user 9999: no case has a user of that id");
    EXPECT_EQ(refusal({"1111=8842:KEYTURN_TEST_ONE", "2222=8842:KEYTURN_TEST_ONE"}),
              "--user 2222: 8842 plays another user already");
    EXPECT_EQ(refusal({"1111=8842:KEYTURN_TEST_ONE", "1111=8843:KEYTURN_TEST_ONE"}),
              "--user 1111: that user is named twice");
    EXPECT_EQ(refusal({"1111=8842:KEYTURN_TEST_ONE", "1111=8842:KEYTURN_TEST_ONE"}),
              "--user 1111: that user is named twice");
}

}  // namespace
}  // namespace keyturn
