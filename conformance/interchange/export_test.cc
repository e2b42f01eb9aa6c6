#include "conformance/interchange/export.h"

#include <gtest/gtest.h>

#include "protocol/json_document.h"

namespace keyturn {
namespace {

OutgoingRequest adding() {
    OutgoingRequest outgoing{.name = "add members",
                             .url = "http://127.0.0.1:8080",
                             .request = {"POST",
                                         "/2/chat/conversations/g1/members?x=1",
                                         {{"Content-Type", "application/json"}, {"X-Odd", "a#b{c}\\d"}},
                                         R"({"user_ids":["1"],"n":1e2})"},
                             .secrets = {}};
    add_bearer_placeholder(outgoing, "ALICE_TOKEN");
    return outgoing;
}

OutgoingRequest with_body(std::string body) {
    OutgoingRequest outgoing = adding();
    outgoing.request.body = std::move(body);
    return outgoing;
}

JsonValue json_of(const std::expected<std::string, std::string>& text) {
    EXPECT_TRUE(text) << text.error();
    const auto document = text ? parse_json(*text) : Result<JsonValue>(json_null());
    EXPECT_TRUE(document);
    return document.value_or(json_null());
}

std::string at(const JsonValue& document, std::string_view pointer) {
    const JsonValue* value = resolve(document, pointer);
    return value ? to_json(*value) : "nothing";
}

JsonValue task_of(const OutgoingRequest& outgoing, const std::string& credentials = "") {
    const JsonValue workflow = json_of(exported(ExportForm::http_task, {outgoing}, {credentials}));
    const JsonValue* tasks = workflow.find("tasks");
    return tasks && tasks->members.size() == 1 ? tasks->members.front().value : json_null();
}

std::string refusal_of(ExportForm form, const std::vector<OutgoingRequest>& requests) {
    const auto text = exported(form, requests);
    return text ? "none" : text.error();
}

// ---- names

TEST(Export, every_form_has_the_name_it_is_asked_for_by) {
    EXPECT_EQ(export_form_names(), (std::vector<std::string>{"curl", "har", "hurl", "http-task"}));
    EXPECT_EQ(export_form_named("curl"), ExportForm::curl);
    EXPECT_EQ(export_form_named("har"), ExportForm::har);
    EXPECT_EQ(export_form_named("hurl"), ExportForm::hurl);
    EXPECT_EQ(export_form_named("http-task"), ExportForm::http_task);
    EXPECT_FALSE(export_form_named("http_task"));
}

TEST(Export, a_spelling_has_a_variable_of_its_own) {
    EXPECT_EQ(variable_of({"Tok_1"}), "Tok_1");
    EXPECT_EQ(variable_of({"tok", Spelling::base64}), "tok_BASE64");
    EXPECT_EQ(variable_of({"TOK", Spelling::base64_url_padded}), "TOK_BASE64URL_PADDED");
}

TEST(Export, a_bearer_placeholder_does_not_replace_an_authorization) {
    OutgoingRequest outgoing = adding();
    add_bearer_placeholder(outgoing, "OTHER");
    EXPECT_EQ(outgoing.request.headers.back(), HeaderLine("Authorization", "Bearer {{ALICE_TOKEN}}"));
    EXPECT_EQ(outgoing.secrets, SecretNames{"ALICE_TOKEN"});
}

// ---- secrets

TEST(Export, a_secret_in_the_clear_is_refused_in_every_form_and_place) {
    const auto refused = [](const OutgoingRequest& outgoing, std::string_view what) {
        for (const std::string& name : export_form_names()) {
            const auto text = exported(*export_form_named(name), {adding(), outgoing});
            ASSERT_FALSE(text) << name;
            EXPECT_TRUE(text.error().contains(what)) << text.error();
            EXPECT_FALSE(text.error().contains("hunter2"));
        }
    };
    OutgoingRequest outgoing = adding();
    outgoing.request.headers.back().second = "Bearer hunter2";
    refused(outgoing, "the credentials in Authorization");
    outgoing.request.headers.back().second = "Bearer {{ALICE_TOKEN}}hunter2";
    refused(outgoing, "the credentials in Authorization");
    outgoing = adding();
    outgoing.request.target = "/?access_token=hunter2";
    refused(outgoing, "the parameter access_token");
    refused(with_body(R"({"password":"hunter2"})"), "the member password");
    outgoing = with_body("password=hunter2");
    outgoing.request.headers.front().second = "application/x-www-form-urlencoded";
    refused(outgoing, "the parameter password");
}

TEST(Export, a_request_that_was_sent_loses_its_secrets) {
    Redactor redactor;
    redactor.name("CAROL", "carols-token");
    const OutgoingRequest outgoing = outgoing_request(
        "x", "http://h", {"GET", "/a?b=carols-token", {{"Authorization", "Bearer s3cret-1"}}, "s3cret-1"}, redactor);
    EXPECT_EQ(outgoing.name, "x");
    EXPECT_EQ(outgoing.url, "http://h");
    EXPECT_EQ(outgoing.request.target, "/a?b={{CAROL}}");
    EXPECT_EQ(outgoing.request.headers.front().second, "Bearer {{KEYTURN_TOKEN_1}}");
    EXPECT_EQ(outgoing.request.body, "{{KEYTURN_TOKEN_1}}");
    EXPECT_EQ(outgoing.secrets, (SecretNames{"CAROL", "KEYTURN_TOKEN_1"}));
}

// ---- http-task

TEST(ExportHttpTask, a_whole_definition_with_the_task_that_starts_it) {
    const JsonValue workflow = json_of(exported(ExportForm::http_task, {adding()}));
    EXPECT_EQ(at(workflow, "/name"), R"("add members")");
    EXPECT_EQ(at(workflow, "/startTask"), R"("add members")");
    const JsonValue task = task_of(adding());
    EXPECT_EQ(to_json(task),
              R"({"type":"Http","description":"POST add members; inputs: ALICE_TOKEN","httpRequest":{)"
              R"("url":"http://127.0.0.1:8080/2/chat/conversations/g1/members?x=1","method":"POST","headers":{)"
              R"("Content-Type":"application/json","X-Odd":"a#b{c}\\d","Authorization":"Bearer ${$.ALICE_TOKEN}"},)"
              R"("body":{"user_ids":["1"],"n":1e2}},"retry":{"intervalSeconds":1,"maxAttempts":3,"backoffRate":2.0},)"
              R"("connectionTimeoutSeconds":5,"readTimeoutSeconds":10,"end":true})");
}

TEST(ExportHttpTask, saved_credentials_stand_in_for_authorization) {
    const JsonValue task = task_of(adding(), "my-x-account");
    EXPECT_EQ(at(task, "/credentials"), R"("my-x-account")");
    EXPECT_EQ(at(task, "/httpRequest/headers/Authorization"), "nothing");
    EXPECT_EQ(at(task, "/httpRequest/headers/Content-Type"), R"("application/json")");
    EXPECT_EQ(at(task, "/description"), R"("POST add members; the saved credentials authorize it")");
}

TEST(ExportHttpTask, what_would_be_an_expression_is_escaped_wherever_it_stands) {
    OutgoingRequest outgoing = with_body(R"({"${k}":["${a} $b $${c}",{"d":"$"}]})");
    outgoing.request.target = "/${path}";
    outgoing.request.headers.front().second = "${type}";
    const JsonValue task = task_of(outgoing);
    EXPECT_EQ(at(task, "/httpRequest/body"), R"({"$${k}":["$${a} $b $$${c}",{"d":"$"}]})");
    EXPECT_EQ(at(task, "/httpRequest/url"), R"("http://127.0.0.1:8080/$${path}")");
    EXPECT_EQ(at(task, "/httpRequest/headers/Content-Type"), R"("$${type}")");
}

TEST(ExportHttpTask, a_body_that_is_no_object_or_loses_by_being_one_is_a_text) {
    EXPECT_EQ(at(task_of(with_body("")), "/httpRequest/body"), "null");
    EXPECT_EQ(at(task_of(with_body("a ${b}")), "/httpRequest/body"), R"("a $${b}")");
    EXPECT_EQ(at(task_of(with_body("[1]")), "/httpRequest/body"), "[1]");
    EXPECT_EQ(at(task_of(with_body("7")), "/httpRequest/body"), R"("7")");
    EXPECT_EQ(at(task_of(with_body(R"({"a":1,"a":2})")), "/httpRequest/body"), R"("{\"a\":1,\"a\":2}")");
}

TEST(ExportHttpTask, lines_of_one_name_become_one) {
    OutgoingRequest outgoing = adding();
    outgoing.request.headers.emplace_back("x-odd", "e");
    EXPECT_EQ(at(task_of(outgoing), "/httpRequest/headers/X-Odd"), R"("a#b{c}\\d, e")");
    EXPECT_EQ(at(task_of(outgoing), "/httpRequest/headers/x-odd"), "nothing");
}

TEST(ExportHttpTask, several_requests_follow_each_other_under_names_of_their_own) {
    OutgoingRequest long_name = adding();
    long_name.name = std::string(79, 'n') + "\u00e9\u00e9";
    const JsonValue workflow = json_of(exported(ExportForm::http_task, {adding(), adding(), long_name, long_name}));
    const JsonValue& tasks = *workflow.find("tasks");
    ASSERT_EQ(tasks.members.size(), 4u);
    EXPECT_EQ(tasks.members[1].key, "add members 2");
    EXPECT_EQ(tasks.members[2].key, std::string(79, 'n') + "\u00e9");
    EXPECT_EQ(tasks.members[3].key, std::string(78, 'n') + " 2");
    EXPECT_EQ(at(tasks.members[0].value, "/nextTask"), R"("add members 2")");
    EXPECT_EQ(at(tasks.members[0].value, "/end"), "nothing");
    EXPECT_EQ(at(tasks.members[3].value, "/nextTask"), "nothing");
    EXPECT_EQ(at(tasks.members[3].value, "/end"), "true");
}

TEST(ExportHttpTask, what_a_task_cannot_hold_is_told) {
    const auto refusal = [](const OutgoingRequest& outgoing) { return refusal_of(ExportForm::http_task, {outgoing}); };
    OutgoingRequest outgoing = adding();
    for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        outgoing.request.method = method;
        EXPECT_EQ(refusal(outgoing), "none");
    }
    outgoing.request.method = "TRACE";
    EXPECT_EQ(refusal(outgoing), "add members: an HTTP task has no method TRACE");
    EXPECT_EQ(refusal(with_body("\xff")), "add members: the body is no UTF-8 text, and an HTTP task holds no other");
    outgoing = adding();
    outgoing.request.headers.emplace_back("X-A", "\xff");
    EXPECT_EQ(refusal(outgoing), "add members: the header X-A is no UTF-8 text, and an HTTP task holds no other");
    outgoing = adding();
    outgoing.request.target = "/\xff";
    EXPECT_EQ(refusal(outgoing), "add members: the path is no UTF-8 text, and an HTTP task holds no other");
    EXPECT_EQ(refusal_of(ExportForm::http_task, {}), "a workflow without a task");
}

// ---- hurl

TEST(ExportHurl, a_block_of_request_line_headers_and_json) {
    EXPECT_EQ(*exported(ExportForm::hurl, {adding()}),
              "# --variable for each of: ALICE_TOKEN\n"
              "POST http://127.0.0.1:8080/2/chat/conversations/g1/members?x=1\n"
              "Content-Type: application/json\n"
              "X-Odd: a\\#b\\u{7b}c}\\\\d\n"
              "Authorization: Bearer {{ALICE_TOKEN}}\n"
              "{\"user_ids\":[\"1\"],\"n\":1e2}\n");
}

TEST(ExportHurl, a_body_that_hurl_would_change_stands_as_base64) {
    const auto last_line = [](std::string body) {
        const std::string text = *exported(ExportForm::hurl, {with_body(std::move(body))});
        return text.substr(text.rfind('\n', text.size() - 2) + 1);
    };
    EXPECT_EQ(last_line("abc"), "base64,YWJj;\n");
    EXPECT_EQ(last_line(std::string("\0\xff", 2)), "base64,AP8=;\n");
    EXPECT_EQ(last_line(R"(["\n"])"), "base64,WyJcbiJd;\n");
    EXPECT_EQ(last_line(R"(["{{a}}"])"), "base64,WyJ7e2F9fSJd;\n");
    EXPECT_EQ(last_line(R"(["{{ALICE_TOKEN|json}}"])"), "[\"{{ALICE_TOKEN_JSON}}\"]\n");
    EXPECT_EQ(last_line(""), "Authorization: Bearer {{ALICE_TOKEN}}\n");
}

TEST(ExportHurl, several_blocks_are_apart_and_know_the_status) {
    OutgoingRequest plain{.name = "x", .url = "http://h", .request = {"GET", "/", {}, ""}, .secrets = {}};
    OutgoingRequest answered = plain;
    answered.response = HttpResponse{204, "", {}, ""};
    EXPECT_EQ(*exported(ExportForm::hurl, {answered, plain}), "GET http://h/\nHTTP 204\n\nGET http://h/\n");
}

TEST(ExportHurl, what_a_file_cannot_hold_is_told) {
    EXPECT_EQ(refusal_of(ExportForm::hurl, {with_body("x{{ALICE_TOKEN}}")}),
              "add members: a secret stands in a body that is no plain JSON, which a Hurl file can't hold");
    OutgoingRequest outgoing = adding();
    for (const char* target : {"/a b", "/#", "/\"", "/\xc3\xa9", "*"}) {
        outgoing.request.target = target;
        EXPECT_EQ(refusal_of(ExportForm::hurl, {outgoing}),
                  "add members: the path holds characters that a URL can't hold, and a Hurl file has only URLs");
    }
    outgoing = adding();
    outgoing.request.headers.emplace_back("X-A", "\xff");
    EXPECT_EQ(refusal_of(ExportForm::hurl, {outgoing}), "add members: the header X-A is no UTF-8 text");
    for (const char* method : {"post", "M-SEARCH", "[", "@"}) {
        outgoing = adding();
        outgoing.request.method = method;
        EXPECT_EQ(refusal_of(ExportForm::hurl, {outgoing}),
                  std::string("add members: Hurl has methods of capital letters alone, not ") + method);
    }
}

// ---- har

TEST(ExportHar, an_entry_has_the_request_as_it_is_sent) {
    OutgoingRequest outgoing = adding();
    outgoing.at_msec = 1'700'000'000'123;
    const JsonValue archive = json_of(exported(ExportForm::har, {outgoing}));
    EXPECT_EQ(at(archive, "/log/version"), R"("1.2")");
    EXPECT_EQ(at(archive, "/log/creator/name"), R"("keyturn")");
    EXPECT_EQ(at(archive, "/log/entries/0/startedDateTime"), R"("2023-11-14T22:13:20.123Z")");
    EXPECT_EQ(at(archive, "/log/entries/0/comment"), R"("add members")");
    EXPECT_EQ(at(archive, "/log/entries/0/request"),
              R"({"method":"POST","url":"http://127.0.0.1:8080/2/chat/conversations/g1/members?x=1",)"
              R"("httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Content-Type","value":"application/json"},)"
              R"({"name":"X-Odd","value":"a#b{c}\\d"},{"name":"Authorization","value":"Bearer {{ALICE_TOKEN}}"}],)"
              R"("queryString":[{"name":"x","value":"1"}],"headersSize":-1,"bodySize":26,)"
              R"("postData":{"mimeType":"application/json","text":"{\"user_ids\":[\"1\"],\"n\":1e2}"}})");
    EXPECT_EQ(at(archive, "/log/entries/0/response/status"), "0");
    EXPECT_EQ(at(archive, "/log/entries/0/response/content/text"), "nothing");
}

TEST(ExportHar, bytes_that_are_no_text_stand_as_base64) {
    OutgoingRequest outgoing = with_body("\xff");
    outgoing.response = HttpResponse{301, "Gone \xe9", {{"Location", "/b"}, {"Content-Type", "x/y"}}, "\xfe"};
    const JsonValue archive = json_of(exported(ExportForm::har, {outgoing}));
    EXPECT_EQ(at(archive, "/log/entries/0/request/postData/text"), R"("/w==")");
    EXPECT_EQ(at(archive, "/log/entries/0/request/postData/_encoding"), R"("base64")");
    EXPECT_EQ(at(archive, "/log/entries/0/response/content"),
              R"({"size":1,"mimeType":"x/y","text":"/g==","encoding":"base64"})");
    EXPECT_EQ(at(archive, "/log/entries/0/response/statusText"), "\"Gone \u00e9\"");
    EXPECT_EQ(at(archive, "/log/entries/0/response/redirectURL"), R"("/b")");
}

TEST(ExportHar, a_query_is_shown_decoded_and_no_body_is_no_post) {
    OutgoingRequest outgoing{
        .name = "x", .url = "http://h", .request = {"GET", "/?a=%20&b&=c&d%zz=1", {}, ""}, .secrets = {}};
    const JsonValue archive = json_of(exported(ExportForm::har, {outgoing}));
    EXPECT_EQ(
        at(archive, "/log/entries/0/request/queryString"),
        R"([{"name":"a","value":" "},{"name":"b","value":""},{"name":"","value":"c"},{"name":"d%zz","value":"1"}])");
    EXPECT_EQ(at(archive, "/log/entries/0/request/postData"), "nothing");
    EXPECT_EQ(at(archive, "/log/entries/0/startedDateTime"), R"("1970-01-01T00:00:00.000Z")");
    outgoing.at_msec = ~std::uint64_t{0};
    EXPECT_EQ(at(json_of(exported(ExportForm::har, {outgoing})), "/log/entries/0/startedDateTime"),
              R"("9999-12-31T23:59:59.999Z")");
}

}  // namespace
}  // namespace keyturn
