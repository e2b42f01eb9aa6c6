#include "tools/repeat_command.h"

#include <gtest/gtest.h>

namespace keyturn {
namespace {

TEST(RepeatCommand, says_no_more_than_was_asked_for) {
    EXPECT_EQ(repeat_command("rotation/key-version-below", {}, 7),
              "keyturn conform rotation/key-version-below --seed 7");
}

TEST(RepeatCommand, carries_all_that_changes_what_is_sent_or_judged) {
    ConformOptions options;
    options.endpoint = "http://127.0.0.1:8080";
    options.cases = "my cases";
    options.data = "/data";
    options.state = "none";
    options.users = {"1111=8842:ALICE", "2222=8843:BOB"};
    options.profile = "openapi";
    options.policy_off = {"AM-ROT-004", "AM-REQ-005"};
    options.bearer_env = "TOKEN";
    options.headers = {"X-Trace: on", "X-Stage: blue"};
    options.headers_env = {"X-Api-Key: KEY"};
    options.cacert = "ca.pem";
    options.cert = "me.pem";
    options.key = "me.key";
    options.proxy = "http://127.0.0.1:3128";
    options.yes_send_to = "example.com";
    options.insecure = true;
    options.timeout_s = 1.5;
    options.connect_timeout_s = 2;
    options.first_byte_timeout_s = 2.5;
    options.case_timeout_s = 3;
    options.max_wait_s = 0;
    options.rate = "4/s";
    options.repeat = 3;
    options.now_msec = 1790000000000;
    EXPECT_EQ(repeat_command("a/b", options, 1),
              "keyturn conform a/b --endpoint http://127.0.0.1:8080 --cases 'my cases' --data /data --state none "
              "--user 1111=8842:ALICE --user 2222=8843:BOB --profile openapi --policy-off AM-ROT-004 --policy-off "
              "AM-REQ-005 --bearer-env TOKEN --header 'X-Trace: "
              "on' --header 'X-Stage: blue' --header-env 'X-Api-Key: KEY' --cacert ca.pem --cert me.pem --key me.key "
              "--proxy http://127.0.0.1:3128 --yes-send-to example.com --insecure --timeout 1.5 --connect-timeout 2 "
              "--first-byte-timeout 2.5 --case-timeout 3 --max-wait 0 --rate 4/s --repeat "
              "3 --seed 1 --now 1790000000000");
}

TEST(RepeatCommand, what_only_divides_a_run_is_left_out) {
    ConformOptions options;
    options.shard = "2/4";
    options.run_timeout_s = 60;
    EXPECT_EQ(repeat_command("a/b", options, 1), "keyturn conform a/b --seed 1");
}

TEST(RepeatCommand, words_are_quoted_where_a_shell_would_read_them_otherwise) {
    const std::string harmless = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=@%+,";
    EXPECT_EQ(shell_word(harmless), harmless);
    EXPECT_EQ(shell_word(""), "''");
    EXPECT_EQ(shell_word("it's"), R"('it'\''s')");
    for (const char* text : {"a b", "$HOME", "a;b", "*", "a&b", "~"})
        EXPECT_EQ(shell_word(text), "'" + std::string(text) + "'");
}

}  // namespace
}  // namespace keyturn
