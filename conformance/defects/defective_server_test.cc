#include "conformance/defects/defective_server.h"

#include <gtest/gtest.h>

#include "conformance/defects/bendings.h"
#include "conformance/defects/defects_test_support.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

ServerDefect defect(Occasion when, Bending bend) { return {"planted", "AM-RSP-001", "", when, std::move(bend)}; }

bool always_now(const Turn&) { return true; }

TEST(DefectiveServer, is_the_reference_server_when_nothing_is_planted) {
    TeamServer server;
    EXPECT_EQ(server.shown_of("", "/data/member_ids"), R"(["1111","2222","3333"])");
    const HttpResponse added = server.respond_to(addition());
    EXPECT_EQ(added.status, 200);
    EXPECT_EQ(added.body, R"({"data":{"conversation_id":"g1700000000000000001","sequence_id":"2"}})");
    EXPECT_EQ(server.shown_of("", "/data/member_ids"), R"(["1111","2222","3333","5555"])");
    EXPECT_EQ(server.events(), 2u);
    EXPECT_EQ(server.respond_to(addition("swapped-order", {"6666"}, 2)).status, 409);
}

TEST(DefectiveServer, leaves_out_what_it_is_told_to) {
    TeamServer right, careless({.left_out = {"member_add_signature_verifies"}});
    EXPECT_EQ(right.respond_to(addition("damaged-signature")).status, 400);
    EXPECT_EQ(careless.respond_to(addition("damaged-signature")).status, 200);
}

TEST(DefectiveServer, bends_only_when_it_is_time) {
    const ServerDefect late = defect(refuses, status(418));
    TeamServer server({.defects = {&late}});
    EXPECT_EQ(server.respond_to(addition()).status, 200);
    EXPECT_EQ(server.respond_to(addition("swapped-order", {"6666"}, 2)).status, 418);
}

TEST(DefectiveServer, bends_what_the_defect_before_has_left) {
    const ServerDefect first = defect(always_now, body("a")), second = defect(always_now, body_between("<", ">"));
    TeamServer server({.defects = {&first, &second}}), reversed({.defects = {&second, &first}});
    EXPECT_EQ(server.respond_to(addition()).body, "<a>");
    EXPECT_EQ(reversed.respond_to(addition()).body, "a");
}

TEST(DefectiveServer, never_bends_the_state_hook) {
    const ServerDefect everywhere = defect(always_now, status(500));
    TeamServer server({.defects = {&everywhere}});
    EXPECT_EQ(server.respond_to(state_request(shipped_state("team"))).status, 200);
    EXPECT_EQ(server.respond_to(reading_of("")).status, 500);
}

TEST(DefectiveServer, sends_bytes_instead_of_the_response_and_goes_on) {
    const ServerDefect raw = defect(accepts, bytes("oops", AfterBytes::reset));
    TeamServer server({.defects = {&raw}});
    const auto answer = std::get<RawAnswer>(server.answer(addition()));
    EXPECT_EQ(answer.bytes, "oops");
    EXPECT_EQ(answer.then, AfterBytes::reset);
    EXPECT_EQ(server.events(), 2u);
}

TEST(DefectiveServer, remembers_how_many_additions_there_were_and_the_right_answer_to_the_last) {
    std::vector<std::string> seen;
    const ServerDefect watching = defect(always_now, [&](Turn& turn) {
        const auto& last = turn.past.last_response;
        seen.push_back(std::to_string(turn.past.additions) + " " + std::to_string(last ? last->status : 0) + " " +
                       turn.past.last_token);
        turn.handled.response.status = 418;
    });
    TeamServer server({.defects = {&watching}});
    server.respond_to(addition());
    server.respond_to(reading_of(""));
    HttpRequest anonymous = addition("swapped-order", {"6666"}, 2);
    std::erase_if(anonymous.headers, [](const HeaderLine& line) { return line.first == "Authorization"; });
    server.respond_to(anonymous);
    server.respond_to(reading_of(""));
    EXPECT_EQ(seen, (std::vector<std::string>{"1 0 ", "1 200 token-1111", "2 200 token-1111", "2 401 token-1111"}));
}

}  // namespace
}  // namespace keyturn
