#include "conformance/defects/bendings.h"
#include "conformance/defects/defect_groups.h"
#include "conformance/defects/occasions.h"

namespace keyturn {
namespace {

constexpr std::string_view form = "AM-RSP-001";
constexpr std::string_view own_answer = "AM-RSP-009";

}  // namespace

ServerDefects acceptance_defects() {
    return {
        {"accepts_as_text", form, "says that its answer is plain text", accepts, header("Content-Type", "text/plain")},
        {"accepts_as_problem", form, "says of a 200 that it is a problem", accepts,
         header("Content-Type", "application/problem+json")},
        {"accepts_as_other_json", form, "names a media type that only looks like JSON's", accepts,
         header("Content-Type", "application/json5")},
        {"accepts_without_media_type", form, "names no media type", accepts, no_header("Content-Type")},
        {"accepts_without_body", form, "answers 200 with an empty body", accepts, body("")},
        {"accepts_with_null", form, "answers null", accepts, body("null")},
        {"accepts_with_array", form, "answers an array", accepts, body("[{}]")},
        {"accepts_with_text", form, "answers a JSON text", accepts, body("\"ok\"")},
        {"accepts_with_data_array", form, "wraps data in an array", accepts, body(R"({"data":[{}]})")},
        {"accepts_with_data_text", form, "encodes data as JSON twice", accepts, body(R"({"data":"{\"a\":1}"})")},
        {"accepts_with_data_null", form, "writes data as null", accepts, member("/data", "null")},
        {"accepts_with_errors_null", form, "writes errors as null", accepts, member("/errors", "null")},
        {"accepts_with_errors_object", form, "writes errors as one object", accepts,
         member("/errors", R"({"type":"about:blank","title":"a","detail":"b"})")},
        {"accepts_with_error_text", form, "lists errors as texts", accepts, member("/errors", R"(["partial"])")},
        {"accepts_with_untyped_error", form, "lists an error without a type", accepts,
         member("/errors", R"([{"title":"a","detail":"b"}])")},
        {"accepts_as_created", "AM-RSP-002", "answers an addition 201", accepts, status(201)},
        {"accepts_without_content", "AM-RSP-002", "answers an addition 204", accepts,
         both(status(204), both(body(""), no_header("Content-Type")))},
        {"accepts_for_another_group", own_answer, "names another conversation in its answer", accepts,
         member("/data/conversation_id", R"("g1700000000000009999")")},
        {"accepts_for_group_without_letter", own_answer, "cuts the g off the conversation's id", accepts,
         member("/data/conversation_id", R"("1700000000000000001")")},
    };
}

}  // namespace keyturn
