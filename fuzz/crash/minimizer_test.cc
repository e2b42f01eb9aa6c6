#include "fuzz/crash/minimizer.h"

#include <set>

#include "fuzz/mutators/draws.h"
#include "protocol/json_document.h"

namespace keyturn::fuzz {
namespace {

using namespace std::string_literals;

constexpr std::size_t enough = 100'000;

std::string smallest(std::string_view input, const FailsTheSameWay& fails) {
    return minimize(input, fails, enough).input;
}

FailsTheSameWay has(std::string word) {
    return [word = std::move(word)](std::string_view input) { return input.contains(word); };
}

bool is_json(std::string_view input) { return parse_json(input).has_value(); }

TEST(IsSimpler, goes_by_size_and_then_by_how_little_a_byte_says) {
    EXPECT_TRUE(is_simpler("b", "aa"));
    EXPECT_FALSE(is_simpler("aa", "b"));
    EXPECT_FALSE(is_simpler("a", "a"));
    const std::string order = "\0"s + "0a !1bz~\x01\n\x7f\x80\xff";
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
        EXPECT_TRUE(is_simpler(order.substr(i, 1), order.substr(i + 1, 1))) << i;
        EXPECT_FALSE(is_simpler(order.substr(i + 1, 1), order.substr(i, 1))) << i;
    }
    EXPECT_TRUE(is_simpler("0b", "a0"));
}

TEST(Minimize, drops_whatever_the_failure_does_not_need) {
    EXPECT_EQ(smallest("all that stands around the needle in it", has("needle")), "needle");
    EXPECT_EQ(smallest("abc", [](std::string_view) { return true; }), "");
    EXPECT_EQ(smallest("", [](std::string_view) { return true; }), "");
}

TEST(Minimize, leaves_an_input_that_fails_only_as_it_is) {
    const auto only = [](std::string_view input) { return input == R"({"a": [1, "x"]})"; };
    const Minimized minimized = minimize(R"({"a": [1, "x"]})", only, enough);
    EXPECT_EQ(minimized.input, R"({"a": [1, "x"]})");
    EXPECT_TRUE(minimized.is_whole);
}

TEST(Minimize, finds_a_member_and_what_is_in_it) {
    const std::string body = R"({"title": "a group", "members": [{"id": "1111"}, {"id": "2222", "role": "admin"}]})";
    const auto names_an_admin = [](std::string_view input) {
        const auto document = parse_json(input);
        const JsonValue* role = document ? resolve(*document, "/members/0/role") : nullptr;
        const JsonValue* other = document ? resolve(*document, "/members/1/role") : nullptr;
        return (role && role->text == "admin") || (other && other->text == "admin");
    };
    EXPECT_EQ(smallest(body, names_an_admin), R"({"members":[{"role":"admin"}]})");
}

TEST(Minimize, takes_an_element_for_its_whole_and_cuts_names_and_digits) {
    const auto is_deep = [](std::string_view input) {
        const auto document = parse_json(input);
        return document && document->is(JsonKind::array) && !document->elements.empty();
    };
    EXPECT_EQ(smallest(R"([{"a":{"b":[[[[1234]]]]}}])", is_deep), "[0]");
    const auto has_a_member_and_a_number = [](std::string_view input) {
        const auto document = parse_json(input);
        return document && document->members.size() == 1 && document->members[0].value.text.starts_with("9");
    };
    EXPECT_EQ(smallest(R"({"a name": 95e3})", has_a_member_and_a_number), R"({"":9})");
}

TEST(Minimize, keeps_lengths_right_where_the_failure_needs_them) {
    const auto is_whole_message_with_x = [](std::string_view input) {
        const auto body = input.find("\r\n\r\n");
        return body != std::string_view::npos && input.starts_with("HTTP/1.1 200") && input.ends_with("x") &&
               input.contains("Content-Length: " + std::to_string(input.size() - body - 4) + "\r\n");
    };
    EXPECT_EQ(
        smallest("HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: 12\r\n\r\nsome bytes x", is_whole_message_with_x),
        "HTTP/1.1 200Content-Length: 1\r\n\r\nx");
}

TEST(Minimize, is_said_to_be_whole_only_when_nothing_was_left_to_try) {
    const auto needs = has("needle");
    const std::string input = "all that stands around the needle in it";
    const Minimized whole = minimize(input, needs, enough);
    EXPECT_TRUE(whole.is_whole);
    const Minimized exactly = minimize(input, needs, whole.runs);
    EXPECT_TRUE(exactly.is_whole);
    EXPECT_EQ(exactly.runs, whole.runs);
    const Minimized cut_off = minimize(input, needs, whole.runs - 1);
    EXPECT_FALSE(cut_off.is_whole);
    EXPECT_EQ(cut_off.runs, whole.runs - 1);
    const Minimized unjudged = minimize(input, needs, 0);
    EXPECT_EQ(unjudged.input, input);
    EXPECT_EQ(unjudged.runs, 0u);
    EXPECT_FALSE(unjudged.is_whole);
}

TEST(Minimize, judges_no_input_twice_and_none_that_is_not_simpler) {
    const std::string input = R"({"k": ["one", "two", 3], "l": 44})";
    std::set<std::string> judged;
    std::string best = input;
    minimize(
        input,
        [&](std::string_view candidate) {
            EXPECT_TRUE(judged.emplace(candidate).second) << candidate;
            EXPECT_TRUE(is_simpler(candidate, best)) << candidate;
            const bool fails = candidate.contains("two");
            if (fails) best = candidate;
            return fails;
        },
        enough);
    EXPECT_EQ(best, "two");
}

TEST(Minimize, halves_before_it_takes_single_parts) {
    const Minimized minimized = minimize(std::string(2000, 'x') + "!" + std::string(2096, 'x'), has("!"), enough);
    EXPECT_EQ(minimized.input, "!");
    EXPECT_EQ(minimized.runs, 22u);
}

TEST(Minimize, comes_back_to_what_gives_way_only_now) {
    const auto needs_a_beside_z = [](std::string_view input) {
        return is_json(input) && input.contains('k') && (input.contains('a') || !input.contains('z'));
    };
    EXPECT_EQ(smallest(R"(["a",{"z":1,"k":1}])", needs_a_beside_z), R"({"k":0})");
}

// Texts of every structure, with an oracle each that only part of them matters to.
std::string any_input(Draws& draws) {
    static const std::string samples[] = {R"({"a": [1, 2, {"b": "c\u0041\n"}], "d": null})",
                                          "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd",
                                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                                          "add 1111 3333 group 0\ndeliver 3333 event 2\n",
                                          "\x0b\0\1\0\0\0\3abc\x0f\0\2\x08\0\0\0\1\0\0\0\5\0"s,
                                          "bytes"};
    std::string input = draws.pick(samples);
    for (std::size_t changes = draws.below(3); changes > 0; --changes)
        input.insert(draws.below(input.size() + 1), 1, static_cast<char>(draws.below(256)));
    return input;
}

TEST(Minimize, keeps_its_laws_for_any_input_and_any_failure) {
    Draws draws(1);
    for (int round = 0; round < 300; ++round) {
        const std::string input = any_input(draws);
        const std::string word = input.substr(draws.below(input.size()), 1 + draws.below(3));
        const bool needs_json = draws.one_in(2) && is_json(input);
        const auto fails = [&](std::string_view candidate) {
            return candidate.contains(word) && (!needs_json || is_json(candidate));
        };
        const Minimized minimized = minimize(input, fails, enough);
        EXPECT_TRUE(fails(minimized.input));
        EXPECT_LE(minimized.input.size(), input.size());
        ASSERT_TRUE(minimized.is_whole);
        EXPECT_EQ(minimize(input, fails, enough).input, minimized.input);
        EXPECT_EQ(minimize(minimized.input, fails, enough).input, minimized.input);
        EXPECT_TRUE(needs_json || minimized.input == word) << minimized.input;
    }
}

}  // namespace
}  // namespace keyturn::fuzz
