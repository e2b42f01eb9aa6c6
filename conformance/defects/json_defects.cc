#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

using namespace std::string_literals;

constexpr std::string_view json = "AM-HTTP-007";

std::string in_utf_16(const std::string& ascii) {
    std::string wide = "\xff\xfe";
    for (const char c : ascii) wide += {c, '\0'};
    return wide;
}

std::string cut(const std::string& body) { return body.substr(0, body.size() - 1); }

}  // namespace

ServerDefects json_defects() {
    return {
        {"begins_with_byte_order_mark", json, "begins with a byte order mark", accepts,
         body_between("\xef\xbb\xbf", "")},
        {"answers_in_utf_16", json, "answers in UTF-16", accepts, body_made(in_utf_16)},
        {"answers_in_latin_1", json, "writes a letter in Latin-1", accepts, body("{\"data\":{\"note\":\"caf\xe9\"}}")},
        {"cuts_a_character", json, "cuts a text within a character", accepts,
         body("{\"data\":{\"note\":\"\xe2\x82\"}}")},
        {"writes_overlong_utf_8", json, "writes a slash in two bytes", accepts,
         body("{\"data\":{\"note\":\"\xc0\xaf\"}}")},
        {"writes_surrogates_as_utf_8", json, "writes a surrogate as three bytes", accepts,
         body("{\"data\":{\"note\":\"\xed\xa0\xbd\"}}")},
        {"escapes_half_a_pair", json, "escapes one surrogate of a pair", accepts,
         body(R"({"data":{"note":"\ud83d"}})")},
        {"writes_a_raw_line_feed", json, "writes a line feed into a text as it is", accepts,
         body("{\"data\":{\"note\":\"a\nb\"}}")},
        {"ends_with_nul", json, "sends the NUL behind its text too", accepts, body_between("", "\0"s)},
        {"cuts_the_document", json, "drops the last byte of the document", accepts, body_made(cut)},
        {"ends_with_comma", json, "writes a comma behind the last member", accepts, body(R"({"data":{},})")},
        {"writes_single_quotes", json, "writes its texts in single quotes", accepts, body("{'data':{}}")},
        {"writes_nan", json, "writes a number that is none", accepts, body(R"({"data":{"load":NaN}})")},
        {"writes_leading_zero", json, "writes a number with a leading zero", accepts, body(R"({"data":{"at":07}})")},
        {"guards_against_scripts", json, "puts a guard in front of the document", accepts, body_between(")]}',\n", "")},
        {"answers_a_script", json, "wraps the document in a call", accepts, body_between("callback(", ");")},
        {"answers_two_documents", json, "answers two documents", accepts, body_between("{}\n", "")},
        {"goes_on_behind_the_document", json, "writes on behind the document", accepts, body_between("", "ok")},
        {"answers_a_page", json, "answers a page and calls it JSON", accepts, body("<!DOCTYPE html><title>ok</title>")},
        {"doubles_a_key", json, "writes a key twice", accepts, body(R"({"data":{},"data":{}})")},
        {"doubles_a_deep_key", json, "writes a key twice deep inside", accepts,
         body(R"({"data":{"group":{"list":[{"id":"1","id":"2"}]}}})")},
        {"doubles_a_key_by_escape", json, "writes a key twice, once escaped", accepts,
         body(R"({"data":{},"d\u0061ta":{}})")},
        {"doubles_a_key_in_problems", json, "writes a key of a problem twice", refuses,
         body_made([](const std::string& body) { return R"({"detail":"no",)" + body.substr(1); })},
    };
}

}  // namespace keyturn
