#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

constexpr std::string_view form = "AM-RSP-002";
constexpr std::string_view expected = "AM-RSP-006";

bool refuses_malformed(const Turn& turn) { return refuses(turn) && turn.handled.response.status == 400; }
bool refuses_conflict(const Turn& turn) { return refuses(turn) && turn.handled.response.status == 409; }
bool refuses_unknown_group(const Turn& turn) { return refuses(turn) && turn.handled.response.status == 404; }

bool refuses_method(const Turn& turn) { return turn.handled.response.status == 405; }

Bending as_error(std::string body_text) {
    return both(header("Content-Type", "application/json"), body(std::move(body_text)));
}

}  // namespace

ServerDefects refusal_defects() {
    return {
        {"refuses_as_failure", expected, "fails on what it should refuse: 500", refuses, status_of_problem(500)},
        {"refuses_malformed_as_conflict", expected, "answers a malformed request 409", refuses_malformed,
         status_of_problem(409)},
        {"refuses_conflict_as_malformed", expected, "answers a stale request 422", refuses_conflict,
         status_of_problem(422)},
        {"refuses_caller_as_forbidden", "AM-SEC-003", "answers 403 where nobody is authenticated", lacks_user,
         status_of_problem(403)},
        {"refuses_method_as_unknown", "AM-HTTP-001", "answers another method 404", refuses_method,
         status_of_problem(404)},
        {"refuses_without_body", form, "refuses without a word", refuses, body("")},
        {"refuses_with_page", form, "refuses with a page of its web server", refuses,
         both(header("Content-Type", "text/html"), body("<html><body><h1>Bad Request</h1></body></html>"))},
        {"refuses_as_text", form, "says of its problem that it is plain text", refuses,
         header("Content-Type", "text/plain")},
        {"refuses_without_media_type", form, "names no media type when it refuses", refuses, no_header("Content-Type")},
        {"refuses_with_array", form, "puts its problem into an array", refuses, body_between("[", "]")},
        {"refuses_with_list", form, "puts its problem into a list of errors", refuses,
         body_between(R"({"errors":[)", "]}")},
        {"refuses_with_word", form, "answers an error's name only", refuses,
         as_error(R"({"error":"invalid_request"})")},
        {"refuses_without_type", form, "leaves the type out of a problem", refuses, no_member("/type")},
        {"refuses_without_title", form, "leaves the title out of a problem", refuses, no_member("/title")},
        {"refuses_without_detail", form, "leaves the detail out of a problem", refuses, no_member("/detail")},
        {"refuses_with_detail_null", form, "writes an absent detail as null", refuses, member("/detail", "null")},
        {"refuses_with_detail_list", form, "lists several details", refuses, member("/detail", R"(["a","b"])")},
        {"refuses_with_unknown_type", form, "makes up a type of problem", refuses,
         member("/type", R"("https://api.x.com/2/problems/bad-request")")},
        {"refuses_with_short_type", form, "names a type without its address", refuses,
         member("/type", R"("invalid-request")")},
        {"refuses_without_resource_type", form, "leaves out the resource type that a problem of its type needs",
         refuses_unknown_group, no_member("/resource_type")},
        {"refuses_with_other_status_inside", form, "writes another status into the problem than on its line", refuses,
         member("/status", "418")},
        {"refuses_with_status_text", form, "writes the status as a text", refuses, member("/status", R"("400")")},
        {"refuses_with_capital_keys", form, "writes the keys of a problem in another case", refuses,
         body(R"({"Type":"about:blank","Title":"a","Detail":"b"})")},
        {"refuses_with_look_alike_key", form, "writes a key with a letter of another script", refuses,
         body("{\"type\":\"about:blank\",\"title\":\"a\",\"det\xd0\xb0il\":\"b\"}")},
        {"refuses_with_error_without_code", form, "leaves the code out of an error", refuses,
         as_error(R"({"message":"bad"})")},
        {"refuses_with_error_without_message", form, "leaves the message out of an error", refuses,
         as_error(R"({"code":32})")},
        {"refuses_with_code_text", form, "writes an error's code as a text", refuses,
         as_error(R"({"code":"32","message":"bad"})")},
        {"refuses_with_large_code", form, "has codes past 32 bits", refuses,
         as_error(R"({"code":2147483648,"message":"bad"})")},
        {"refuses_with_code_fraction", form, "writes an error's code as a fraction", refuses,
         as_error(R"({"code":32.0,"message":"bad"})")},
        {"refuses_with_error_as_problem", form, "says of an error that it is a problem", refuses,
         both(header("Content-Type", "application/problem+json"), body(R"({"code":32,"message":"bad"})"))},
    };
}

}  // namespace keyturn
