#include <gtest/gtest.h>

#include "conformance/interchange/import.h"
#include "protocol/openapi_document.h"

namespace keyturn {
namespace {

std::string document(const std::string& operation, const std::string& path = "/a", const std::string& more = "") {
    return R"({"openapi":"3.0.3","paths":{")" + path + R"(":{"post":)" + operation + "}}" + more + "}";
}

Imported imported(const std::string& text) {
    const auto read = read_openapi_examples(text);
    EXPECT_TRUE(read) << read.error();
    return read.value_or(Imported());
}

RecordedExchange only(const std::string& text) {
    const Imported all = imported(text);
    for (const std::string& what : all.left_out) ADD_FAILURE() << what;
    EXPECT_EQ(all.exchanges.size(), 1u);
    return all.exchanges.empty() ? RecordedExchange() : all.exchanges.front();
}

std::string left_out(const std::string& text) {
    const Imported all = imported(text);
    return all.left_out.size() == 1 && all.exchanges.empty() ? all.left_out.front() : "none";
}

std::string body_with(const std::string& media_type) {
    return R"({"requestBody":{"content":{"application/json":)" + media_type + "}}}";
}

using Headers = std::vector<HeaderLine>;

TEST(OpenApiImport, ReadsAnExampleOfEachPart) {
    const RecordedExchange exchange = only(document(
        R"({"parameters":[{"name":"id","in":"path","required":true,"example":"g1/x"},{"name":"q","in":"query","example":"a b"},)"
        R"({"name":"n","in":"query","schema":{"default":3}},{"name":"X-A","in":"header","example":"y"},)"
        R"({"name":"Authorization","in":"header","example":"Bearer x"}],)"
        R"("requestBody":{"content":{"application/json":{"example":{"b":1,"a":[2.0]}}}},)"
        R"("responses":{"400":{},"201":{"content":{"application/json":{"example":{"ok":true}}}},"200":{}}})",
        "/c/{id}/m"));
    EXPECT_EQ(exchange.request.method, "POST");
    EXPECT_EQ(exchange.request.target, "/c/g1%2Fx/m?q=a%20b&n=3");
    EXPECT_EQ(exchange.request.headers, (Headers{{"X-A", "y"}, {"Content-Type", "application/json"}}));
    EXPECT_EQ(exchange.request.body, R"({"b":1,"a":[2.0]})");
    EXPECT_EQ(exchange.response.status, 201);
    EXPECT_EQ(exchange.response.headers, (Headers{{"Content-Type", "application/json"}}));
    EXPECT_EQ(exchange.response.body, R"({"ok":true})");
    EXPECT_TRUE(exchange.has_response_body);
}

TEST(OpenApiImport, EveryNamedExampleIsARequest) {
    const Imported all = imported(document(
        body_with(
            R"({"examples":{"one":{"value":1},"two":{"$ref":"#/components/examples/two"},"external":{"externalValue":"http://h"}}})"),
        "/a", R"(,"components":{"examples":{"two":{"value":"text"}}})"));
    ASSERT_EQ(all.exchanges.size(), 2u);
    EXPECT_EQ(all.exchanges[0].request.body, "1");
    EXPECT_EQ(all.exchanges[1].request.body, R"("text")");
    EXPECT_FALSE(all.exchanges[1].has_response_body);
    EXPECT_EQ(all.exchanges[1].response.status, 200);
}

TEST(OpenApiImport, ATextOfAnotherMediaTypeIsItself) {
    EXPECT_EQ(only(document(R"({"requestBody":{"content":{"text/plain":{"example":"as it is"}}}})")).request.body,
              "as it is");
    EXPECT_EQ(
        only(document(R"({"requestBody":{"content":{"application/problem+json":{"example":"x"}}}})")).request.body,
        "\"x\"");
    EXPECT_EQ(only(document(R"({"requestBody":{"content":{"text/plain":{"example":7}}}})")).request.body, "7");
}

TEST(OpenApiImport, SchemasHaveExamplesToo) {
    const auto body_of = [](const std::string& schema) {
        return only(document(body_with(R"({"schema":)" + schema + "}"))).request.body;
    };
    EXPECT_EQ(body_of(R"({"example":1})"), "1");
    EXPECT_EQ(body_of(R"({"const":2})"), "2");
    EXPECT_EQ(body_of(R"({"default":3})"), "3");
    EXPECT_EQ(body_of(R"({"examples":[4,5]})"), "4");
    EXPECT_EQ(body_of(R"({"enum":["6"]})"), R"("6")");
    EXPECT_EQ(body_of(R"({"items":{"example":7}})"), "[7]");
    EXPECT_EQ(body_of(R"({"properties":{"a":{"example":8},"b":{"type":"string"}},"required":["a"]})"), R"({"a":8})");
}

TEST(OpenApiImport, ReferencesAreFollowedWithinTheDocumentAndNotInCircles) {
    const std::string schemas =
        R"(,"s":{"a":{"$ref":"#/s/b"},"b":{"example":1},"c":{"$ref":"#/s/c"},)"
        R"("d":{"properties":{"d":{"$ref":"#/s/d"}}},"e":{"$ref":"other.json#/x"},"f":{"$ref":"#/none"}})";
    const auto with = [&](const std::string& name) {
        return document(body_with(R"({"schema":{"$ref":"#/s/)" + name + R"("}})"), "/a", schemas);
    };
    EXPECT_EQ(only(with("a")).request.body, "1");
    for (const char* name : {"c", "d", "e", "f"})
        EXPECT_EQ(left_out(with(name)), "POST /a: its body has no example") << name;
    EXPECT_EQ(
        only(document(R"({"parameters":[{"$ref":"#/p"}]})", "/{i}", R"(,"p":{"name":"i","in":"path","example":"x"})"))
            .request.target,
        "/x");
}

TEST(OpenApiImport, ReferencesAndSchemasAreFollowedSoFarAndNoFurther) {
    const auto chain = [](int references) {
        std::string schemas;
        for (int i = 0; i < references; ++i)
            schemas += ",\"s" + std::to_string(i) + R"(":{"$ref":"#/s)" + std::to_string(i + 1) + "\"}";
        schemas += ",\"s" + std::to_string(references) + R"(":{"example":1})";
        return imported(document(body_with(R"({"schema":{"$ref":"#/s1"}})"), "/a", schemas)).exchanges.size();
    };
    EXPECT_EQ(chain(15), 1u);
    EXPECT_EQ(chain(16), 0u);
    const auto nested = [](int arrays) {
        std::string schema = R"({"example":1})";
        for (int i = 0; i < arrays; ++i) schema = R"({"items":)" + schema + "}";
        return imported(document(body_with(R"({"schema":)" + schema + "}"))).exchanges.size();
    };
    EXPECT_EQ(nested(15), 1u);
    EXPECT_EQ(nested(16), 0u);
}

TEST(OpenApiImport, WhatLacksAnExampleIsTold) {
    EXPECT_EQ(left_out(document("{}", "/{id}")), "POST /{id}: a part of its path has no example");
    EXPECT_EQ(left_out(document(body_with("{}"))), "POST /a: its body has no example");
    EXPECT_EQ(left_out(document(R"({"parameters":[{"name":"q","in":"query","required":true}]})")),
              "POST /a: its parameter q has no example");
    EXPECT_EQ(only(document(R"({"parameters":[{"name":"q","in":"query"}]})")).request.target, "/a");
    EXPECT_EQ(left_out(document(body_with(R"({"schema":{"properties":{"a":{"example":1}},"required":["a","b"]}})"))),
              "POST /a: its body has no example");
}

TEST(OpenApiImport, ParametersOfAPathHoldForItsOperations) {
    const Imported all = imported(
        R"({"openapi":"3.1.0","paths":{"/{i}":{"parameters":[{"name":"i","in":"path","example":1}],"summary":"s","get":{},"delete":{}}}})");
    ASSERT_EQ(all.exchanges.size(), 2u);
    EXPECT_EQ(all.exchanges[0].request.method, "GET");
    EXPECT_EQ(all.exchanges[1].request.method, "DELETE");
    EXPECT_EQ(all.exchanges[1].request.target, "/1");
    EXPECT_TRUE(all.exchanges[1].request.headers.empty());
}

TEST(OpenApiImport, ValuesThatAreGivenStandInForExamples) {
    const auto target_with = [](const std::string& text, const ParameterValues& values) {
        const auto read = read_openapi_examples(text, values);
        return read && read->exchanges.size() == 1 ? read->exchanges.front().request.target : "none";
    };
    EXPECT_EQ(target_with(document("{}", "/{id}"), {{"id", "a/b"}, {"other", "c"}}), "/a%2Fb");
    EXPECT_EQ(target_with(document(R"({"parameters":[{"name":"q","in":"query","example":"x"}]})"), {{"q", "y"}}),
              "/a?q=y");
}

TEST(OpenApiImport, AWildcardStatusKeepsTheUsualOne) {
    EXPECT_EQ(only(document(R"({"responses":{"2XX":{"content":{"text/plain":{"example":"x"}}}}})")).response.status,
              200);
    EXPECT_EQ(only(document(R"({"responses":{"2XX":{"content":{"text/plain":{"example":"x"}}}}})")).response.body, "x");
    EXPECT_FALSE(only(document(R"({"responses":{"200":{"content":{"text/plain":{}}}}})")).has_response_body);
}

TEST(OpenApiImport, WhatIsNoDocumentIsRefused) {
    EXPECT_EQ(read_openapi_examples("{").error().substr(0, 8), "line 1, ");
    for (const char* text : {"{}", R"({"swagger":"2.0","paths":{}})", R"({"openapi":"2.0","paths":{}})",
                             R"({"openapi":"3.0.0"})", R"({"openapi":"3.0.0","paths":[]})"})
        EXPECT_EQ(read_openapi_examples(text).error(), "no OpenAPI document of version 3 with paths") << text;
    EXPECT_FALSE(read_openapi_examples(document("{}"), {}, {.bytes = 10}));
    EXPECT_EQ(read_openapi_examples(document(body_with(R"({"examples":{"a":{"value":1},"b":{"value":2}}})")), {},
                                    {.exchanges = 1})
                  .error(),
              "more than 1 examples");
}

TEST(OpenApiImport, TheDocumentOfTheOperationHasNoExampleOfABody) {
    const auto read = read_openapi_examples(to_json(openapi_document(Profile::guide)), {{"id", "g1"}});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->left_out,
              std::vector<std::string>{"POST /2/chat/conversations/g1/members: its body has no example"});
}

}  // namespace
}  // namespace keyturn
