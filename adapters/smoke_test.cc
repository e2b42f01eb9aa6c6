#include "adapters/smoke.h"

#include <gtest/gtest.h>

#include "adapters/reference_library.h"

namespace keyturn {
namespace {

std::vector<std::string_view> operations_of(const std::vector<SmokeResult>& results) {
    std::vector<std::string_view> operations;
    for (const SmokeResult& result : results) operations.push_back(result.operation);
    return operations;
}

std::unexpected<NoValue> named(std::string_view operation) {
    return std::unexpected(NoValue{NoValueKind::died, std::string(operation)});
}

// Every operation fails and names itself.
LibraryFunctions library_that_dies() {
    LibraryFunctions library = reference_functions();
    library.prepare_add_members = [](auto&&...) { return named("prepare_add_members"); };
    library.signature_payload = [](auto&&...) { return named("signature_payload"); };
    library.sign = [](auto&&...) { return named("sign"); };
    library.verify_event = [](auto&&...) { return named("verify_event"); };
    library.open_change = [](auto&&...) { return named("open_change"); };
    library.wrap_key = [](auto&&...) { return named("wrap_key"); };
    library.unwrap_key = [](auto&&...) { return named("unwrap_key"); };
    library.seal_text = [](auto&&...) { return named("seal_text"); };
    library.open_text = [](auto&&...) { return named("open_text"); };
    library.encode_detail = [](auto&&...) { return named("encode_detail"); };
    library.decode_detail = [](auto&&...) { return named("decode_detail"); };
    library.canonical_conversation_id = [](auto&&...) { return named("canonical_conversation_id"); };
    library.latest_key_version = [](auto&&...) { return named("latest_key_version"); };
    library.parse_public_key = [](auto&&...) { return named("parse_public_key"); };
    library.decode_base64 = [](auto&&...) { return named("decode_base64"); };
    return library;
}

TEST(Smoke, the_reference_library_answers_everything) {
    const auto results = smoke(*reference_library());
    EXPECT_EQ(results.size(), 16u);
    EXPECT_EQ(results.front().operation, "describe");
    for (const SmokeResult& result : results)
        EXPECT_FALSE(result.failed) << result.operation << ": " << result.failed->reason;
}

TEST(Smoke, each_question_is_that_of_its_operation) {
    FunctionLibrary library(library_that_dies());
    const auto results = smoke(library);
    ASSERT_EQ(results.size(), 16u);
    EXPECT_FALSE(results.front().failed);
    for (const SmokeResult& result : std::span(results).subspan(1)) EXPECT_EQ(result.failed->reason, result.operation);
}

TEST(Smoke, what_a_library_does_not_name_is_not_asked) {
    LibraryFunctions functions = library_that_dies();
    functions.describe = [] { return LibraryDescription{"small", "1", {"decode_base64", "start", "sign"}}; };
    FunctionLibrary library(functions);
    EXPECT_EQ(operations_of(smoke(library)), (std::vector<std::string_view>{"describe", "sign", "decode_base64"}));
}

TEST(Smoke, a_library_that_does_not_start_is_asked_nothing_more) {
    LibraryFunctions functions = reference_functions();
    functions.describe = [] { return named("start"); };
    FunctionLibrary library(functions);
    const auto results = smoke(library);
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results.front().failed->reason, "start");
}

}  // namespace
}  // namespace keyturn
